//! Rows of `facility`.

use sea_orm::entity::prelude::*;

/// A place of lodging.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "facility")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub name: String,
    pub name_search: String,
    pub name_order: String,
    pub kind: String,
    pub tourist: bool,
    pub area_code: String,
    pub area_path: String,
    pub address: String,
    pub phone: String,
    pub email: String,
    pub representative: String,
    pub declared_tax_code: Option<String>,
    pub started_on: Option<TimeDate>,
    pub declared_rooms: Option<i16>,
    pub declared_beds: Option<i16>,
    pub data_confirmed_at: Option<TimeDateTimeWithTimeZone>,
    pub setup_completed_at: Option<TimeDateTimeWithTimeZone>,
    pub version: i32,
    pub created_at: TimeDateTimeWithTimeZone,
    pub updated_at: Option<TimeDateTimeWithTimeZone>,
    pub suspended_on: Option<TimeDate>,
    pub restarts_on: Option<TimeDate>,
    pub closes_on: Option<TimeDate>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
