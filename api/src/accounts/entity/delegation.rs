//! Rows of `delegation`.

use crate::db::Coded;
use sea_orm::entity::prelude::*;

rules::stored_codes! {
    /// The reason for which a delegation ended before its time.
    DelegationEnd {
        /// An account ended it.
        Ended = "ended",
        /// One of the two accounts was locked.
        AccountLocked = "account_locked",
        /// One of the two accounts was closed.
        AccountClosed = "account_closed",
        /// One of the two accounts was transferred to another holder.
        HolderChanged = "holder_changed",
    }
}

/// An account lent to another one for a time.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "delegation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub from_account: Uuid,
    pub to_account: Uuid,
    pub since: TimeDateTimeWithTimeZone,
    pub until: TimeDateTimeWithTimeZone,
    pub requested_at: TimeDateTimeWithTimeZone,
    pub approved_at: Option<TimeDateTimeWithTimeZone>,
    pub approved_by: Option<Uuid>,
    pub ended_at: Option<TimeDateTimeWithTimeZone>,
    pub ended_by: Option<Uuid>,
    pub end_reason: Option<Coded<DelegationEnd>>,
    pub version: i32,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
