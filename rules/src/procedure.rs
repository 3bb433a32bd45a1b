//! The life of a dossier (docs/regulations.md, table 8.4): states, what leads from one to the other, how long that may
//! take, and its code.

use serde::{Deserialize, Serialize};

use crate::working_time::Term;

crate::codes! {
    /// Where a dossier stands.
    DossierState {
        /// Đang soạn: filed, but not yet confirmed by the applicant.
        Draft = "draft",
        /// Đã nộp.
        Filed = "filed",
        /// Yêu cầu sửa đổi, bổ sung: the applicant's turn, the clock stands.
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
        /// Đã rút: taken back by the applicant.
        Withdrawn = "withdrawn",
    }
}

crate::codes! {
    /// What is done to a dossier.
    DossierAct {
        /// The applicant files it, or confirms what was filed by mail.
        File = "file",
        /// The receiving officer accepts it.
        Accept = "accept",
        /// It goes to whoever decides.
        Transfer = "transfer",
        /// The officer asks for a correction or more papers.
        RequestSupplement = "request_supplement",
        /// The applicant brings them.
        Supplement = "supplement",
        /// The applicant brings them to what an officer had accepted before: it is worked on again, and not accepted twice.
        Resume = "resume",
        /// The officer refuses it.
        Refuse = "refuse",
        /// A fee is to be paid.
        DemandPayment = "demand_payment",
        /// The fee has been paid.
        Pay = "pay",
        /// The result is there.
        Resolve = "resolve",
        /// The result is handed over.
        Return = "return",
        /// It is put into the archive.
        Archive = "archive",
        /// The applicant takes it back.
        Withdraw = "withdraw",
    }
}

impl DossierState {
    /// Where `act` leads from here; none where it may not be done.
    ///
    /// Table 8.4, with additions: a fault may also be found while the dossier is worked on, so that a supplement and
    /// a refusal are open then too (LC-6.1b-3: verification comes after receipt); what was accepted once is not accepted
    /// again after its supplement; what was sent back may be refused when nothing comes; and until there is a result the
    /// applicant may take the dossier back.
    pub fn after(self, act: DossierAct) -> Option<Self> {
        use DossierAct as Act;
        Some(match (self, act) {
            (Self::Draft, Act::File) | (Self::SupplementRequested, Act::Supplement) => Self::Filed,
            (Self::Filed, Act::Accept) => Self::Accepted,
            (Self::Accepted, Act::Transfer)
            | (Self::PaymentPending, Act::Pay)
            | (Self::SupplementRequested, Act::Resume) => Self::InProcess,
            (Self::Filed | Self::Accepted | Self::InProcess, Act::RequestSupplement) => Self::SupplementRequested,
            // What was sent back and never comes again must not stand open for ever.
            (Self::Filed | Self::Accepted | Self::InProcess | Self::SupplementRequested, Act::Refuse) => Self::Refused,
            (Self::InProcess, Act::DemandPayment) => Self::PaymentPending,
            (Self::InProcess, Act::Resolve) => Self::ResultReady,
            (Self::ResultReady, Act::Return) => Self::Returned,
            (Self::Returned, Act::Archive) => Self::Archived,
            (state, Act::Withdraw) if !state.is_decided() => Self::Withdrawn,
            _ => return None,
        })
    }

    /// Whether the officers' time runs: it stands while it is the applicant's turn.
    pub fn clock_runs(self) -> bool {
        matches!(self, Self::Filed | Self::Accepted | Self::InProcess)
    }

    /// Whether there is a decision, or none will come any more.
    pub fn is_decided(self) -> bool {
        matches!(
            self,
            Self::Refused | Self::ResultReady | Self::Returned | Self::Archived | Self::Withdrawn
        )
    }
}

/// The time that a procedure may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProcedureTerms {
    /// From receipt to decision; none where the regulation names none (KH-11.2g).
    pub term: Option<Term>,
    /// From receipt to a refusal, where that has a term of its own (LC-9.2-3; S-01).
    pub refusal: Option<Term>,
    /// How many hours before its end those who decide are reminded.
    pub remind_hours: u16,
}

/// What is open to everybody is counted by address, so that codes cannot be tried out and nobody floods the queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PublicAccessTerms {
    /// Codes that lead nowhere, from one address, after which it has to wait.
    pub wrong_codes: u16,
    /// Filings from one address after which it has to wait.
    pub filings: u16,
    /// Minutes to wait.
    pub wait_minutes: u16,
    /// Megabytes of files that all together may send on a day without an account.
    pub megabytes_a_day: u16,
}

/// An applicant whose dossier was sent back, and a unit that was asked, are reminded by mail not more often than once in so
/// many seconds, counted from the request too: a day.
pub const REMINDER_PAUSE: i64 = 86_400;

/// Crockford's alphabet: nothing in it is mistaken for anything else.
pub const CODE_LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// How many letters a code has: 80 bits, so that nobody finds one by trying.
pub const CODE_LENGTH: usize = 16;

/// The code of a dossier as people may type it, in the one form that is stored: `LT-XXXX-XXXX-XXXX-XXXX`. Case, spaces
/// and hyphens do not matter, O is read as 0, I and L as 1. None if it is no code.
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

/// The 16 letters of a code in groups.
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
