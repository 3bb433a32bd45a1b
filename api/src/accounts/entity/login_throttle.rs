//! Rows of `login_throttle`.

use sea_orm::entity::prelude::*;

/// Failed attempts under one name or from one address.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "login_throttle")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: String,
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
