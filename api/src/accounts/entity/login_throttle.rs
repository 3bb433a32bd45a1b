//! Rows of `login_throttle`.

use crate::db::Coded;
use sea_orm::entity::prelude::*;

rules::stored_codes! {
    /// The kind of key under which attempts are counted.
    Counted {
        /// A login name, from any network.
        Account = "account",
        /// A network.
        Address = "address",
        /// A login name in a network.
        Pair = "pair",
        /// A login name in a browser with which it has signed in before.
        Device = "device",
        /// A session whose holder gives another proof.
        Session = "session",
        /// Codes of dossiers, tried from a network.
        Code = "code",
        /// Filings without an account, from a network.
        Filing = "filing",
    }
}

/// Failed attempts under one name or from one address.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_throttle")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: Coded<Counted>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key_hash: Vec<u8>,
    pub failures: i32,
    pub last_failure_at: TimeDateTimeWithTimeZone,
    pub blocked_until: Option<TimeDateTimeWithTimeZone>,
    pub pending: i32,
    pub pending_at: Option<TimeDateTimeWithTimeZone>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
