//! The life cycle of a dossier (docs/regulations.md, table 8.4): states, transitions, terms, and its code.

use serde::{Deserialize, Serialize};

use crate::working_time::Term;

crate::codes! {
    /// The kind of a procedure: what its form means and what granting it brings about.
    Kind {
        /// Applying for an account.
        Registration = "account_registration",
        /// Another person takes an account over.
        HolderChange = "holder_change",
        /// A lost password, a stolen account.
        CredentialLoss = "credential_loss",
        /// Data of guests asked for in writing.
        DataRequest = "data_request",
        /// A type that is data alone: its form is kept as it came, and granting it is the decision itself. A schema of its
        /// form, fees or a paper of its own belong to the type and are read here.
        Decision = "decision",
    }
}

crate::codes! {
    /// The state of a dossier.
    DossierState {
        /// Đang soạn: filed, but not yet confirmed by the applicant.
        Draft = "draft",
        /// Đã nộp.
        Filed = "filed",
        /// Yêu cầu sửa đổi, bổ sung: the applicant has to act, the clock is stopped.
        SupplementRequested = "supplement_requested",
        /// Từ chối.
        Refused = "refused",
        /// Đã tiếp nhận.
        Accepted = "accepted",
        /// Đang giải quyết.
        InProcess = "in_process",
        /// Chờ thanh toán.
        PaymentPending = "payment_pending",
        /// Có kết quả.
        ResultReady = "result_ready",
        /// Đã trả kết quả.
        Returned = "returned",
        /// Đã lưu trữ.
        Archived = "archived",
        /// Đã rút: withdrawn by the applicant.
        Withdrawn = "withdrawn",
    }
}

crate::codes! {
    /// An operation on a dossier.
    DossierAct {
        /// The applicant files it, or confirms what was filed by mail.
        File = "file",
        /// The receiving officer accepts it.
        Accept = "accept",
        /// It is transferred to the officer who decides.
        Transfer = "transfer",
        /// The officer asks for a correction or more documents.
        RequestSupplement = "request_supplement",
        /// The applicant sends them.
        Supplement = "supplement",
        /// The applicant sends them for a dossier that an officer had already accepted: processing continues, and it is
        /// not accepted twice.
        Resume = "resume",
        /// The officer refuses it.
        Refuse = "refuse",
        /// A fee has to be paid.
        DemandPayment = "demand_payment",
        /// The fee has been paid.
        Pay = "pay",
        /// The result is ready.
        Resolve = "resolve",
        /// The result is handed over.
        Return = "return",
        /// It is archived.
        Archive = "archive",
        /// The applicant withdraws it.
        Withdraw = "withdraw",
    }
}

impl DossierState {
    /// The state after `act`; none where it is not allowed.
    ///
    /// Table 8.4, with additions: a fault may also be found during processing, so that a supplement request and a
    /// refusal are allowed then too (LC-6.1b-3: verification comes after receipt); a dossier that was accepted once is
    /// not accepted again after its supplement; a dossier that was sent back may be refused when the applicant does not
    /// answer; and until there is a result the applicant may withdraw the dossier.
    pub fn after(self, act: DossierAct) -> Option<Self> {
        use DossierAct as Act;
        Some(match (self, act) {
            (Self::Draft, Act::File) | (Self::SupplementRequested, Act::Supplement) => Self::Filed,
            (Self::Filed, Act::Accept) => Self::Accepted,
            (Self::Accepted, Act::Transfer)
            | (Self::PaymentPending, Act::Pay)
            | (Self::SupplementRequested, Act::Resume) => Self::InProcess,
            (Self::Filed | Self::Accepted | Self::InProcess, Act::RequestSupplement) => Self::SupplementRequested,
            // A dossier that was sent back and never gets an answer must not stay open permanently.
            (Self::Filed | Self::Accepted | Self::InProcess | Self::SupplementRequested, Act::Refuse) => Self::Refused,
            (Self::InProcess, Act::DemandPayment) => Self::PaymentPending,
            (Self::InProcess, Act::Resolve) => Self::ResultReady,
            (Self::ResultReady, Act::Return) => Self::Returned,
            (Self::Returned, Act::Archive) => Self::Archived,
            (state, Act::Withdraw) if !state.is_decided() => Self::Withdrawn,
            _ => return None,
        })
    }

    /// Whether the officers' time runs: it is stopped while the applicant has to act.
    pub fn clock_runs(self) -> bool {
        matches!(self, Self::Filed | Self::Accepted | Self::InProcess)
    }

    /// Whether there is a decision, or there will be none.
    pub fn is_decided(self) -> bool {
        matches!(
            self,
            Self::Refused | Self::ResultReady | Self::Returned | Self::Archived | Self::Withdrawn
        )
    }
}

/// The terms of a procedure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcedureTerms {
    /// From receipt to decision; none where the regulation sets none (KH-11.2g).
    pub term: Option<Term>,
    /// From receipt to a refusal, where that has its own term (LC-9.2-3; S-01).
    pub refusal: Option<Term>,
    /// How many hours before the end of the term the officers who decide get a reminder.
    pub remind_hours: u16,
}

/// Limits for public operations, counted by IP address, so that codes cannot be guessed and nobody floods the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicAccessTerms {
    /// The number of unknown codes from one address after which it is blocked for a time.
    pub wrong_codes: u16,
    /// The number of filings from one address after which it is blocked for a time.
    pub filings: u16,
    /// Length of that time in minutes.
    pub wait_minutes: u16,
    /// Megabytes of files per day that all senders without an account together may send.
    pub megabytes_a_day: u16,
}

/// The minimum time between two mails, in seconds: a day. An applicant whose dossier was sent back, and a consulted
/// unit, are not reminded more often; the original request counts too.
pub const REMINDER_PAUSE: i64 = 86_400;

/// Crockford's alphabet: no two of its characters look alike.
pub const CODE_LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The number of characters of a code: 80 bits, so that nobody can guess one.
pub const CODE_LENGTH: usize = 16;

/// The code of a dossier as users may type it, in the canonical form that is stored: `LT-XXXX-XXXX-XXXX-XXXX`. Case,
/// spaces and hyphens do not matter, O is read as 0, I and L as 1. None if it is not a code.
pub fn normalise_code(typed: &str) -> Option<String> {
    let typed = typed.trim().to_ascii_uppercase();
    let body = typed.strip_prefix("LT").unwrap_or(&typed);
    let mut letters = String::with_capacity(CODE_LENGTH);
    for c in body.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{2013}' | '\u{a0}')) {
        let letter = match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        };
        if !letter.is_ascii() || !CODE_LETTERS.contains(&(letter as u8)) || letters.len() == CODE_LENGTH {
            return None;
        }
        letters.push(letter);
    }
    (letters.len() == CODE_LENGTH).then(|| write_code(&letters))
}

/// The 16 characters of a code in groups.
pub fn write_code(letters: &str) -> String {
    let mut code = String::from("LT");
    for (index, letter) in letters.chars().enumerate() {
        if index % 4 == 0 {
            code.push('-');
        }
        code.push(letter);
    }
    code
}
