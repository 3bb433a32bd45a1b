//! Rows of `facility_change`.

use crate::db::Coded;
use rules::facility_change::FacilityChangeKind;
use sea_orm::entity::prelude::*;

/// A change that a facility announced.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "facility_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub facility_id: Uuid,
    pub area_code: String,
    pub area_path: String,
    pub kind: Coded<FacilityChangeKind>,
    pub effective_on: TimeDate,
    pub note: Option<String>,
    pub told_agencies: bool,
    pub announced_at: TimeDateTimeWithTimeZone,
    pub announced_by: Uuid,
    pub announced_by_operator: Option<Uuid>,
    pub applied_at: Option<TimeDateTimeWithTimeZone>,
    pub withdrawn_at: Option<TimeDateTimeWithTimeZone>,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub due_at: Option<TimeDateTimeWithTimeZone>,
    pub given_up_at: Option<TimeDateTimeWithTimeZone>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
