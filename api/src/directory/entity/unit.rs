//! Rows of `unit`.

use crate::db::Coded;
use dto::account::Role;
use sea_orm::entity::prelude::*;

/// A unit of an agency.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub role: Coded<Role>,
    pub level: Option<i16>,
    pub area_code: String,
    pub created_at: TimeDateTimeWithTimeZone,
    pub name_search: String,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
