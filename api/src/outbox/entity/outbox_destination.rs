//! Rows of `outbox_destination`, one for each destination that was ever delivered to.

use sea_orm::entity::prelude::*;

/// The state of a destination.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox_destination")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub leased_by: Option<Uuid>,
    pub leased_until: Option<TimeDateTimeWithTimeZone>,
    pub failures: i32,
    pub paused_until: Option<TimeDateTimeWithTimeZone>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
