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

/// What a facility announces of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum FacilityChangeKind {
    /// Another legal entity runs it: its accounts end, the new one applies for its own.
    LegalEntity,
    /// Other data of the same entity.
    Data,
    /// It stops for a while.
    Suspension,
    /// It goes on after a stop, or takes back a stop or closing that still lies ahead.
    Restart,
    /// It closes for good: its accounts end.
    Closing,
}

impl FacilityChangeKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self::LegalEntity,
        Self::Data,
        Self::Suspension,
        Self::Restart,
        Self::Closing,
    ];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::LegalEntity => "legal_entity",
            Self::Data => "data",
            Self::Suspension => "suspension",
            Self::Restart => "restart",
            Self::Closing => "closing",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }

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
