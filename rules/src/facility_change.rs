//! What a facility announces of itself, and who is told.

use serde::{Deserialize, Serialize};

/// D-31: LC-11.9d, KH-17.2.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityChangeTerms {
    /// What may be announced.
    pub kinds: Vec<FacilityChangeKind>,
    /// Who is told.
    pub recipients: Vec<FacilityChangeRecipient>,
}

crate::codes! {
    /// What a facility announces of itself.
    FacilityChangeKind {
        /// Another legal entity runs it: its accounts end, the new one applies for its own.
        LegalEntity = "legal_entity",
        /// Other data of the same entity.
        Data = "data",
        /// It stops for a while.
        Suspension = "suspension",
        /// It goes on after a stop, or takes back a stop or closing that still lies ahead.
        Restart = "restart",
        /// It closes for good: its accounts end.
        Closing = "closing",
    }
}

impl FacilityChangeKind {
    /// Whether the facility's accounts end with it.
    pub fn ends_accounts(self) -> bool {
        matches!(self, Self::LegalEntity | Self::Closing)
    }
}

/// Who is told of a facility's change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FacilityChangeRecipient {
    /// The administrators.
    Administrator,
    /// The police in whose area the facility lies, of every tier (KH-3e, S-07: the lead agency is one of those that coordinate).
    Police,
    /// The other coordinating agencies in whose area the facility lies: tax, tourism, statistics, finance.
    Agencies,
}
