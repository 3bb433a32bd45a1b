//! Who acts.

use crate::error::{Error, Result};
use dto::Timestamp;
use dto::account::{Post, Role};
use dto::problem::ErrorCode;
use uuid::Uuid;

/// Who acts. Each kind has what the others lack, so a new kind (a citizen of the portal) is a variant of its own. An API
/// client is no kind of its own: it is a row of `account` under its facility, and differs by its [`Credential`].
#[derive(Debug, Clone)]
pub enum Principal {
    /// Somebody in the right of an account.
    Account(Box<Account>),
    /// The service itself, in a job or in a command of its operator.
    System,
}

/// Somebody in the right of an account, as the database has it at this moment.
#[derive(Debug, Clone)]
pub struct Account {
    /// The account in whose right it happens.
    pub account_id: Uuid,
    /// The row that signed in: password, second factor, sessions, attempts and idempotency keys are its own.
    pub credential_id: Uuid,
    /// The person, where it is an operator of the account who signed in (D-04), or the holder of the account that it is
    /// lent to.
    pub operator_id: Option<Uuid>,
    /// What proved it.
    pub credential: Credential,
    /// Its kind.
    pub role: Role,
    /// Its tier, where its role has tiers.
    pub level: Option<u8>,
    /// Its unit.
    pub unit_id: Option<Uuid>,
    /// Its facility.
    pub facility_id: Option<Uuid>,
    /// The code of its area.
    pub area_code: String,
    /// The path of its area.
    pub area_path: String,
    /// The person who holds it.
    pub holder_name: String,
    /// The unit or facility that it belongs to.
    pub unit_name: String,
    /// Whether some type of procedure names its post as the one that handles it.
    pub handles_dossiers: bool,
    /// Whether nothing but a change of password is open.
    pub must_change_password: bool,
    /// Whether the post must have a second factor.
    pub needs_second_factor: bool,
    /// Whether it has yet to be set up, and nothing else is open before.
    pub must_set_second_factor: bool,
    /// The delegation by which it happens, where the account is another one's (LCH20-16.3-3).
    pub acting: Option<Acting>,
}

/// What proved that somebody may act for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// A session that a password opened.
    Session(Uuid),
    /// The session of an access token that the holder made for a program.
    AccessToken(Uuid),
    /// Nothing: the service acts for the account by itself, as the demo does for its made-up people.
    Process,
}

impl Credential {
    /// The session.
    pub fn session_id(self) -> Option<Uuid> {
        match self {
            Self::Session(id) | Self::AccessToken(id) => Some(id),
            Self::Process => None,
        }
    }
}

/// A delegation in use, and whose account it lends.
#[derive(Debug, Clone)]
pub struct Acting {
    /// Its id.
    pub delegation_id: Uuid,
    /// Until when it holds.
    pub ends_at: Timestamp,
    /// The login name of the lending account.
    pub login: String,
    /// The person who holds it.
    pub holder_name: String,
}

impl Principal {
    /// The account.
    ///
    /// # Errors
    /// `forbidden` for the service itself: what an account has to do it cannot do.
    pub fn account(&self) -> Result<&Account> {
        match self {
            Self::Account(account) => Ok(account),
            Self::System => Err(Error::new(ErrorCode::Forbidden)),
        }
    }
}

impl Account {
    /// Its kind and tier.
    pub fn post(&self) -> Post {
        Post {
            role: self.role,
            level: self.level,
        }
    }

    /// Its session.
    ///
    /// # Errors
    /// `session_only` where it has none.
    pub fn session_id(&self) -> Result<Uuid> {
        self.credential
            .session_id()
            .ok_or_else(|| Error::new(ErrorCode::SessionOnly))
    }

    /// Whether a program acts by an access token that the holder made for it.
    pub fn is_program(&self) -> bool {
        matches!(self.credential, Credential::AccessToken(_))
    }
}
