//! Changes that a facility announces about itself, and who is informed.

use serde::{Deserialize, Serialize};

/// D-31: LC-11.9d, KH-17.2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityChangeTerms {
    /// The changes that may be announced.
    pub kinds: Vec<FacilityChangeKind>,
    /// Who is informed.
    pub recipients: Vec<FacilityChangeRecipient>,
}

crate::codes! {
    /// A change that a facility announces about itself.
    FacilityChangeKind {
        /// Another legal entity runs it: its accounts end, and the new entity applies for its own.
        LegalEntity = "legal_entity",
        /// Other data of the same entity.
        Data = "data",
        /// It suspends operation.
        Suspension = "suspension",
        /// It restarts after a suspension, or withdraws a future suspension or closing.
        Restart = "restart",
        /// It closes permanently: its accounts end.
        Closing = "closing",
    }
}

impl FacilityChangeKind {
    /// Whether it ends the facility's accounts.
    pub fn ends_accounts(self) -> bool {
        matches!(self, Self::LegalEntity | Self::Closing)
    }
}

/// Who is informed about a facility's change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FacilityChangeRecipient {
    /// The administrators.
    Administrator,
    /// The police of every tier whose area includes the facility (KH-3e, S-07: the lead agency is one of the
    /// coordinating agencies).
    Police,
    /// The other coordinating agencies whose area includes the facility: tax, tourism, statistics, finance.
    Agencies,
}
