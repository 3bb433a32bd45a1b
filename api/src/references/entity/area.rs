//! Rows of `area`.

use sea_orm::entity::prelude::*;

/// An administrative unit.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "area")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    pub name: String,
    pub name_search: String,
    pub kind: String,
    pub parent_code: Option<String>,
    pub path: String,
    pub valid_from: TimeDate,
    pub valid_to: Option<TimeDate>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
