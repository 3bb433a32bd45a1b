//! The kinds of deliveries. Each kind is in every `match` of this file, so that none is forgotten.

use super::entity::outbox::Model;
use crate::App;
use crate::crypto::Sealer;
use crate::error::{Error, Result};
use crate::mail::Mail;
use dto::mail::MailFault;
use uuid::Uuid;

const PAYLOAD: &str = "outbox.payload";
/// The mail server of the operator, or the mail folder: its address is in the settings and may change while mail is
/// pending.
const MAIL_SERVER: &str = "mail_server";
const MINUTE: i64 = 60;

/// The kinds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A mail.
    Mail,
}

/// An opened delivery.
pub(super) enum Delivery {
    /// A mail.
    Mail(Mail),
}

impl Kind {
    const ALL: &'static [Self] = &[Self::Mail];

    /// Returns its name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == name)
    }
}

impl Delivery {
    /// Returns its kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Mail(_) => Kind::Mail,
        }
    }

    /// Returns its destination. Deliveries to one destination are made one after the other, and wait while it does not
    /// answer.
    pub fn destination(&self) -> String {
        match self {
            Self::Mail(_) => MAIL_SERVER.to_owned(),
        }
    }

    /// Seals it for storage.
    pub fn seal(&self, sealer: &Sealer, id: Uuid) -> Result<Vec<u8>> {
        let payload = match self {
            Self::Mail(mail) => serde_json::to_vec(mail),
        };
        let payload = payload.map_err(Error::internal)?;
        sealer.seal(PAYLOAD, id, &payload).map_err(Error::internal)
    }

    /// Opens a stored delivery; none if it cannot be read, or is of a kind of a newer version.
    fn open(sealer: &Sealer, row: &Model) -> Option<Self> {
        let kind = Kind::from_name(&row.kind)?;
        let payload = sealer.open(PAYLOAD, row.id, &row.payload_sealed).ok()?;
        match kind {
            Kind::Mail => serde_json::from_slice(&payload).ok().map(Self::Mail),
        }
    }
}

/// The failure of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Setback {
    /// The code that is stored.
    pub code: &'static str,
    /// The cause.
    pub whose: Whose,
}

/// The cause of a failure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Whose {
    /// The destination: every other delivery to it would fail too.
    Destination,
    /// This one delivery. It is tried again, after at most this number of seconds.
    Delivery { longest: i64 },
    /// Its stored content: it is given up in the end, like any row of a job.
    Payload,
}

impl From<MailFault> for Setback {
    fn from(fault: MailFault) -> Self {
        let whose = match fault {
            MailFault::Unreachable | MailFault::Insecure | MailFault::SignInRefused | MailFault::Folder => {
                Whose::Destination
            }
            MailFault::Postponed => Whose::Delivery { longest: 60 * MINUTE },
            MailFault::Refused => Whose::Delivery {
                longest: 24 * 60 * MINUTE,
            },
            MailFault::Unreadable => Whose::Payload,
        };
        Self {
            code: fault.as_str(),
            whose,
        }
    }
}

/// Delivers the content of a row.
pub(super) async fn deliver(app: &App, row: &Model) -> Result<(), Setback> {
    match Delivery::open(&app.sealer, row) {
        Some(Delivery::Mail(mail)) => {
            let sent = app.mailer.send(row.id, row.created_at, &mail).await;
            sent.map_err(Setback::from)
        }
        // One code for every kind.
        None => Err(MailFault::Unreadable.into()),
    }
}

/// Returns the pause after this number of failures: 2, 4, 8 … seconds, up to the longest.
pub(super) fn pause(failures: i32, longest: i64) -> i64 {
    2_i64
        .checked_pow(failures.unsigned_abs().min(20))
        .unwrap_or(longest)
        .min(longest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_a_name_of_its_own_in_the_database() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_name(kind.as_str()), Some(*kind));
        }
        assert_eq!(Kind::from_name("pigeon"), None);
    }

    #[test]
    fn only_what_lies_with_the_way_holds_up_the_others() {
        let everyones = |fault: &&MailFault| Setback::from(**fault).whose == Whose::Destination;
        let found: Vec<&str> = MailFault::ALL
            .iter()
            .filter(everyones)
            .map(|fault| fault.as_str())
            .collect();
        assert_eq!(found, ["unreachable", "insecure", "sign_in_refused", "folder"]);
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let seconds: Vec<i64> = (1..=10).map(|failures| pause(failures, 300)).collect();
        assert_eq!(seconds, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!((pause(17, 86_400), pause(i32::MAX, 86_400)), (86_400, 86_400));
    }
}
