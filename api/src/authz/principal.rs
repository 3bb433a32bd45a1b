//! Who acts.

use crate::error::{Error, Result};
use dto::Timestamp;
use dto::account::{AccountTier, Role};
use dto::problem::ErrorCode;
use uuid::Uuid;

/// Who acts. Each kind has data that the others lack, so a new kind (a citizen of the portal) becomes a new variant. An
/// API client is not a separate kind: it is a row of `account` under its facility, and differs in its [`Credential`].
#[derive(Debug, Clone)]
pub enum Principal {
    /// A person or program with the rights of an account.
    Account(Box<Account>),
    /// The service itself, in a job or in a command of its operator.
    System,
}

/// A person or program with the rights of an account, with the current data of the database.
#[derive(Debug, Clone)]
pub struct Account {
    /// The account whose rights are used.
    pub account_id: Uuid,
    /// The row that signed in: password, second factor, sessions, attempts and idempotency keys belong to it.
    pub credential_id: Uuid,
    /// The person, where an operator of the account signed in (D-04), or the holder of the account that receives the
    /// delegation.
    pub operator_id: Option<Uuid>,
    /// The proof of identity.
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
    /// Whether a type of procedure names its tier as the handler.
    pub handles_dossiers: bool,
    /// Whether only a change of password is allowed.
    pub must_change_password: bool,
    /// Whether the account tier must have a second factor.
    pub needs_second_factor: bool,
    /// Whether it still has to be set up, and nothing else is allowed before.
    pub must_set_second_factor: bool,
    /// The delegation that is used, where the account is another one's (LCH20-16.3-3).
    pub acting: Option<Acting>,
}

/// The proof that a person or program may act for an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// A session opened with a password.
    Session(Uuid),
    /// The session of an access token that the holder created for a program.
    AccessToken(Uuid),
    /// None: the service acts for the account itself, as the demo does for its invented people.
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

/// A delegation in use, and the account that delegates.
#[derive(Debug, Clone)]
pub struct Acting {
    /// Its id.
    pub delegation_id: Uuid,
    /// Its end.
    pub ends_at: Timestamp,
    /// The login name of the account that delegates.
    pub login: String,
    /// The person who holds it.
    pub holder_name: String,
}

impl Principal {
    /// The account.
    ///
    /// # Errors
    /// `forbidden` for the service itself: it cannot do what needs an account.
    pub fn account(&self) -> Result<&Account> {
        match self {
            Self::Account(account) => Ok(account),
            Self::System => Err(Error::new(ErrorCode::Forbidden)),
        }
    }
}

impl Account {
    /// Its kind and tier.
    pub fn tier(&self) -> AccountTier {
        AccountTier {
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

    /// Whether a program acts with an access token that the holder created for it.
    pub fn is_program(&self) -> bool {
        matches!(self.credential, Credential::AccessToken(_))
    }
}
