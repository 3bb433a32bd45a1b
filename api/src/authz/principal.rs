//! Who acts.

use super::POLICY;
use super::policy::{Flag, Reach, Row};
use crate::error::{Error, Result};
use dto::account::{Post, Role};
use dto::problem::ErrorCode;
use dto::{Operations, Timestamp};
use rules::profile::Profile;
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

    /// The result of [`Account::can`]; empty for the service itself, because no page offers it anything.
    pub fn can(&self, profile: &Profile, is_open: impl Fn(&str) -> bool) -> Operations {
        match self {
            Self::Account(account) => account.can(profile, is_open),
            Self::System => Operations::default(),
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

    /// The reach of its right to an operation, if it has one.
    pub fn reach(&self, row: &Row) -> Option<Reach> {
        row.reach(self.post(), self.handles_dossiers)
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

    /// All operations that this account may call now.
    pub fn operations(&self, profile: &Profile) -> Operations {
        self.can(profile, |_| true)
    }

    /// The operations among them for which `is_open` returns true: the caller of this function knows the state of the
    /// object, and that it is in scope.
    pub fn can(&self, profile: &Profile, is_open: impl Fn(&str) -> bool) -> Operations {
        let is_offered =
            |row: &Row, reach| row.is_offered(profile) && (self.acting.is_none() || row.is_delegable(reach));
        POLICY
            .iter()
            .filter(|row| is_open(row.operation))
            .filter(|row| self.reach(row).is_some_and(|reach| is_offered(row, reach)))
            .filter(|row| self.is_allowed(row) && self.held_up(row).is_none())
            .filter(|row| !(self.is_program() && row.has(Flag::SessionOnly)))
            .map(|row| row.operation)
            .collect()
    }

    /// Whether a program acts with an access token that the holder created for it.
    pub fn is_program(&self) -> bool {
        matches!(self.credential, Credential::AccessToken(_))
    }

    /// Whether this person may call the operation, and not only the holder of the account.
    pub(crate) fn is_allowed(&self, row: &Row) -> bool {
        self.operator_id.is_none() || !row.has(Flag::HolderOnly)
    }

    /// What has to be done before the operation is allowed, if anything: first the password, then the second factor.
    pub(crate) fn held_up(&self, row: &Row) -> Option<ErrorCode> {
        if self.must_change_password && !row.has(Flag::BeforePasswordChange) {
            return Some(ErrorCode::PasswordChangeRequired);
        }
        let is_barred = self.must_set_second_factor && !row.has(Flag::BeforeSecondFactor);
        is_barred.then_some(ErrorCode::SecondFactorRequiredFirst)
    }
}
