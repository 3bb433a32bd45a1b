//! The reason for an operation on an account.

use crate::Given;
use crate::check::Findings;
use crate::filing::text;
use crate::problem::FieldCode;

/// Maximum number of characters of the number of a letter or dossier.
const MAX_REFERENCE: usize = 60;

rules::codes! {
    /// The reason for an operation on an account (S-06, S-16).
    AccountReason {
        /// The unit requested it in writing (LC-6.4-1).
        UnitRequest = "unit_request",
        /// Another person holds the account now (KH-M2-1).
        HolderChanged = "holder_changed",
        /// The password was forgotten.
        PasswordForgotten = "password_forgotten",
        /// The password or the device was lost or stolen (LC-7.4, KH-9d).
        CredentialLost = "credential_lost",
        /// The use of the account may harm the system or violates the regulation (KH-12.1b).
        Misuse = "misuse",
        /// The facility or unit has closed or was replaced by another (KH-12.1b).
        UnitEnded = "unit_ended",
        /// The tier that regularly does it is not able to do it now (S-06).
        TierUnavailable = "tier_unavailable",
        /// The account was created or locked by mistake.
        Mistake = "mistake",
        /// The cause of the lock no longer exists.
        DealtWith = "dealt_with",
    }
}

crate::given::text_of_codes!(AccountReason);

/// The reason, as it is recorded.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Why {
    /// The reason, where one was given.
    pub reason: Option<AccountReason>,
    /// The number of the letter or dossier.
    pub reference: Option<String>,
    /// The version of the account that the caller has read, where it was given.
    pub version: Option<i32>,
}

/// The reason, mandatory or not.
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

/// The number of the letter or dossier that is the basis.
pub(super) fn reference(findings: &mut Findings, given: &Given<String>) -> Option<String> {
    text(findings, "/reference", given, MAX_REFERENCE, false)
}
