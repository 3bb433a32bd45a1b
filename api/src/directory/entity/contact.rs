//! Rows of `contact`.

use sea_orm::entity::prelude::*;

/// The contact of a unit.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub unit_id: Uuid,
    pub name: String,
    pub position: String,
    pub phone: String,
    pub email: String,
    pub changed_at: TimeDateTimeWithTimeZone,
    pub changed_by: Uuid,
    pub version: i32,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
