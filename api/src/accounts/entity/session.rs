//! Rows of `session`.

use crate::db::Coded;
use sea_orm::entity::prelude::*;

rules::stored_codes! {
    /// The reason for which a session ended.
    SessionEnd {
        /// The holder signed out.
        SignedOut = "signed_out",
        /// The holder ended it in the list of sessions or of access tokens.
        EndedByHolder = "ended_by_holder",
        /// It was idle too long, reached its maximum age, or its account is inactive.
        Expired = "expired",
        /// A refresh token was used a second time.
        RefreshTokenReplayed = "refresh_token_replayed",
        /// The account has newer sessions, up to its limit.
        TooManySessions = "too_many_sessions",
        /// The holder changed the password.
        PasswordChanged = "password_changed",
        /// A new password was issued.
        PasswordIssued = "password_issued",
        /// A second factor was set up.
        SecondFactorConfirmed = "second_factor_confirmed",
        /// The holder lost the password, or it was stolen.
        CredentialLost = "credential_lost",
        /// The account was locked.
        AccountLocked = "account_locked",
        /// The account was closed.
        AccountClosed = "account_closed",
        /// The holder of the unit's account has not confirmed the operator.
        HolderUnconfirmed = "holder_unconfirmed",
    }
}

/// A session, which is also the family of its refresh tokens.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub created_at: TimeDateTimeWithTimeZone,
    pub last_used_at: TimeDateTimeWithTimeZone,
    pub expires_at: TimeDateTimeWithTimeZone,
    pub ended_at: Option<TimeDateTimeWithTimeZone>,
    pub end_reason: Option<Coded<SessionEnd>>,
    pub device: Option<String>,
    pub name: Option<String>,
    pub token_hash: Option<Vec<u8>>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
