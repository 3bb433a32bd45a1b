//! Why something is done to somebody's account.

use crate::Given;
use crate::check::Findings;
use crate::filing::text;
use crate::problem::FieldCode;

/// Most characters of the number of a letter or dossier.
const MAX_REFERENCE: usize = 60;

rules::codes! {
    /// Why something is done to somebody's account (S-06, S-16).
    AccountReason {
        /// The unit asked for it in writing (LC-6.4-1).
        UnitRequest = "unit_request",
        /// Somebody else holds the account now (KH-M2-1).
        HolderChanged = "holder_changed",
        /// The password was forgotten.
        PasswordForgotten = "password_forgotten",
        /// Password or device was lost or stolen (LC-7.4, KH-9d).
        CredentialLost = "credential_lost",
        /// Its use may harm the system or breaks the regulation (KH-12.1b).
        Misuse = "misuse",
        /// The facility or unit has ended or become another (KH-12.1b).
        UnitEnded = "unit_ended",
        /// The tier that regularly does it cannot do it now (S-06).
        TierUnavailable = "tier_unavailable",
        /// It was made or locked by mistake.
        Mistake = "mistake",
        /// What it was locked for has been dealt with.
        DealtWith = "dealt_with",
    }
}

crate::given::text_of_codes!(AccountReason);

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
