//! Rows of `listed_price`.

use crate::db::Coded;
use dto::price::PriceUnit;
use sea_orm::entity::prelude::*;

/// A declared price.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "listed_price")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub facility_id: Uuid,
    pub room_kind: String,
    pub unit: Coded<PriceUnit>,
    pub amount_vnd: i64,
    pub effective_from: TimeDate,
    pub declared_at: TimeDateTimeWithTimeZone,
    pub declared_by: Uuid,
    pub effective_to: Option<TimeDate>,
    pub season: Option<String>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
