//! Rows of `stay_version`.

use crate::db::Coded;
use dto::stay::StayAct;
use sea_orm::entity::prelude::*;

/// An earlier version of a stay.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stay_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stay_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub version: i32,
    pub act: Coded<StayAct>,
    pub act_at: TimeDateTimeWithTimeZone,
    pub act_by: Uuid,
    pub act_by_name: String,
    pub act_by_unit: String,
    pub act_reason: Option<String>,
    pub snapshot_sealed: Vec<u8>,
    pub act_by_operator: Option<Uuid>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
