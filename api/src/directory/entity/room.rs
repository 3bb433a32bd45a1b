//! Rows of `room`.

use crate::db::Coded;
use dto::room::RoomMark;
use sea_orm::entity::prelude::*;

/// A room of a facility.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "room")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub facility_id: Uuid,
    pub floor: i16,
    pub name: String,
    pub kind: String,
    pub beds: i16,
    pub created_at: TimeDateTimeWithTimeZone,
    pub retired_at: Option<TimeDateTimeWithTimeZone>,
    pub mark: Option<Coded<RoomMark>>,
    pub mark_guests: Option<i16>,
    pub mark_note: Option<String>,
    pub marked_at: Option<TimeDateTimeWithTimeZone>,
    pub mark_version: i32,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
