//! Rows of `foreign_guest_mark`.

use sea_orm::entity::prelude::*;

/// The data of a stay that the immigration site has received.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "foreign_guest_mark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stay_id: Uuid,
    pub exported_version: Option<i32>,
    pub exported_at: Option<TimeDateTimeWithTimeZone>,
    pub exported_by: Option<Uuid>,
    pub exported_by_operator: Option<Uuid>,
    pub exported_by_name: Option<String>,
    pub confirmed_version: Option<i32>,
    pub confirmed_at: Option<TimeDateTimeWithTimeZone>,
    pub confirmed_by: Option<Uuid>,
    pub confirmed_by_operator: Option<Uuid>,
    pub confirmed_by_name: Option<String>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
