//! Rows of the archives that were made.

use sea_orm::entity::prelude::*;

/// An archive that was made.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "archive")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub month: TimeDate,
    pub file: String,
    pub stays: i64,
    pub digest: Vec<u8>,
    pub made_at: TimeDateTimeWithTimeZone,
    pub keep_until: Option<TimeDate>,
}

/// An archive belongs to no other row.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
