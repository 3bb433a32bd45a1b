//! Why something is done to somebody's account.

use crate::Given;
use crate::check::Findings;
use crate::filing::text;
use crate::problem::FieldCode;
use serde::{Deserialize, Serialize};

/// Most characters of the number of a letter or dossier.
const MAX_REFERENCE: usize = 60;

/// Why something is done to somebody's account (S-06, S-16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AccountReason {
    /// The unit asked for it in writing (LC-6.4-1).
    UnitRequest,
    /// Somebody else holds the account now (KH-M2-1).
    HolderChanged,
    /// The password was forgotten.
    PasswordForgotten,
    /// Password or device was lost or stolen (LC-7.4, KH-9d).
    CredentialLost,
    /// Its use may harm the system or breaks the regulation (KH-12.1b).
    Misuse,
    /// The facility or unit has ended or become another (KH-12.1b).
    UnitEnded,
    /// The tier that regularly does it cannot do it now (S-06).
    TierUnavailable,
    /// It was made or locked by mistake.
    Mistake,
    /// What it was locked for has been dealt with.
    DealtWith,
}

impl AccountReason {
    /// Every reason.
    pub const ALL: &'static [Self] = &[
        Self::UnitRequest,
        Self::HolderChanged,
        Self::PasswordForgotten,
        Self::CredentialLost,
        Self::Misuse,
        Self::UnitEnded,
        Self::TierUnavailable,
        Self::Mistake,
        Self::DealtWith,
    ];

    /// The name on the wire and in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::UnitRequest => "unit_request",
            Self::HolderChanged => "holder_changed",
            Self::PasswordForgotten => "password_forgotten",
            Self::CredentialLost => "credential_lost",
            Self::Misuse => "misuse",
            Self::UnitEnded => "unit_ended",
            Self::TierUnavailable => "tier_unavailable",
            Self::Mistake => "mistake",
            Self::DealtWith => "dealt_with",
        }
    }

    /// The reason of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|reason| reason.as_str() == name)
    }
}

crate::given::text_by_serde!(AccountReason);

/// Why, as it is recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// The reason, where one was given.
    pub reason: Option<AccountReason>,
    /// The number of the letter or dossier.
    pub reference: Option<String>,
    /// The version of the account that was looked at, where it was told.
    pub version: Option<i32>,
}

/// The reason, demanded or not.
pub(super) fn reason(
    findings: &mut Findings,
    given: &Given<AccountReason>,
    is_demanded: bool,
) -> Option<AccountReason> {
    if is_demanded {
        findings.required("/reason", given, FieldCode::UnknownValue)
    } else {
        findings.optional("/reason", given, FieldCode::UnknownValue)
    }
}

/// The number of the letter or dossier that it rests on.
pub(super) fn reference(findings: &mut Findings, given: &Given<String>) -> Option<String> {
    text(findings, "/reference", given, MAX_REFERENCE, false)
}
