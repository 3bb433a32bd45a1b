//! What leaves by mail, for whoever watches over it.

use crate::Timestamp;
use serde::{Deserialize, Serialize};

/// How mail leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MailTransport {
    /// By the mail server of the operator.
    Smtp,
    /// As files in a folder: nothing leaves the machine.
    Folder,
}

rules::codes! {
    /// Why a mail has not left yet.
    MailFault {
        /// The mail server does not answer.
        Unreachable = "unreachable",
        /// The mail server offers no encryption, or a certificate that nobody vouches for.
        Insecure = "insecure",
        /// The mail server refuses our own name or password.
        SignInRefused = "sign_in_refused",
        /// The mail server cannot take this mail now.
        Postponed = "postponed",
        /// The mail server will not take this mail: usually there is no such address.
        Refused = "refused",
        /// The mail folder cannot be written.
        Folder = "folder",
        /// What is stored cannot be made into a mail.
        Unreadable = "unreadable",
    }
}

/// How many mails wait for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailFaultCount {
    /// What the last attempt met.
    pub fault: MailFault,
    /// How many mails.
    pub mails: i64,
}

/// The mail that waits. It names nobody: addresses and texts are sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct MailQueueOut {
    /// How mail leaves this instance.
    pub transport: MailTransport,
    /// How many mails wait.
    pub waiting: i64,
    /// When the oldest of them was put there.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub oldest_queued_at: Option<Timestamp>,
    /// How often the most stubborn of them was tried.
    pub attempts: i32,
    /// What the latest attempt on a mail that still waits met; nothing if none was tried yet.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub last_fault: Option<MailFault>,
    /// When that was.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub last_fault_at: Option<Timestamp>,
    /// The same for all that wait and were tried, by fault.
    pub faults: Vec<MailFaultCount>,
    /// How many mails have left since midnight.
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
