//! The outgoing mail, for the people who monitor it.

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// How mail is delivered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailTransport {
    /// By the mail server of the operator.
    Smtp,
    /// As files in a folder: no mail leaves the machine.
    Folder,
}

rules::codes! {
    /// Why a mail is not delivered yet.
    MailFault {
        /// The mail server does not answer.
        Unreachable = "unreachable",
        /// The mail server offers no encryption, or its certificate is not trusted.
        Insecure = "insecure",
        /// The mail server refuses our user name or password.
        SignInRefused = "sign_in_refused",
        /// The mail server cannot accept this mail now.
        Postponed = "postponed",
        /// The mail server refuses this mail: usually the address does not exist.
        Refused = "refused",
        /// The mail folder is not writable.
        Folder = "folder",
        /// The stored data cannot be converted to a mail.
        Unreadable = "unreadable",
    }
}

/// How many mails wait for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailFaultCount {
    /// The fault of the last attempt.
    pub fault: MailFault,
    /// Number of mails.
    pub mails: i64,
}

/// The mails that wait. It contains no personal data: addresses and texts are encrypted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailQueueOut {
    /// How this instance delivers mail.
    pub transport: MailTransport,
    /// Number of mails that wait.
    pub waiting: i64,
    /// When the oldest of them was queued.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub oldest_queued_at: Option<Timestamp>,
    /// The highest number of attempts of one of them.
    pub attempts: i32,
    /// The fault of the latest attempt on a mail that still waits; null if there was no attempt yet.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub last_fault: Option<MailFault>,
    /// When that attempt was made.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub last_fault_at: Option<Timestamp>,
    /// The number of mails that wait after an attempt, by fault.
    pub faults: Vec<MailFaultCount>,
    /// Number of mails delivered since midnight.
    pub delivered_today: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_has_one_name_on_the_wire_and_in_the_database() {
        for fault in MailFault::ALL {
            assert_eq!(serde_json::to_value(fault).unwrap(), fault.as_str());
            assert_eq!(MailFault::from_name(fault.as_str()), Some(*fault));
        }
    }
}
