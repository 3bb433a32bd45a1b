//! Rows of `calendar_day`.

use crate::db::Coded;
use dto::calendar::CalendarDayKind;
use sea_orm::entity::prelude::*;

/// A holiday or make-up day of a version.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_day")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub year: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    #[sea_orm(primary_key, auto_increment = false)]
    pub day: TimeDate,
    pub kind: Coded<CalendarDayKind>,
    pub name: String,
    pub source: String,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
