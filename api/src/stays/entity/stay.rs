//! Rows of `stay`.

use crate::db::Coded;
use dto::stay::{Channel, NotifierKind, StayAct};
use rules::document::DocumentType;
use rules::nights::StayKind;
use rules::person::Sex;
use sea_orm::entity::prelude::*;

/// The current version of a stay.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stay")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub code: String,
    pub external_id: Option<String>,
    pub facility_id: Uuid,
    pub area_code: String,
    pub area_path: String,
    pub full_name: String,
    pub name_search: String,
    pub name_order: String,
    pub birth_date: Option<TimeDate>,
    pub birth_year: i32,
    pub sex: Coded<Sex>,
    pub nationality: String,
    pub nationality_name: String,
    pub document_type: Coded<DocumentType>,
    pub document_name: Option<String>,
    pub document_number_sealed: Vec<u8>,
    pub document_number_index: Vec<u8>,
    pub phone_sealed: Option<Vec<u8>>,
    pub address: Option<String>,
    pub visa_symbol: Option<String>,
    pub visa_number_sealed: Option<Vec<u8>>,
    pub visa_expires_on: Option<TimeDate>,
    pub permitted_until: Option<TimeDate>,
    pub entered_on: Option<TimeDate>,
    pub entry_gate: Option<String>,
    pub kind: Coded<StayKind>,
    pub room_id: Option<Uuid>,
    pub room_name: Option<String>,
    pub reason: String,
    pub reason_label: String,
    pub reason_note: Option<String>,
    pub note: Option<String>,
    pub arrival_at: TimeDateTimeWithTimeZone,
    pub planned_departure_at: TimeDateTimeWithTimeZone,
    pub departed_at: Option<TimeDateTimeWithTimeZone>,
    pub departure_declared_at: Option<TimeDateTimeWithTimeZone>,
    pub frozen_until: Option<TimeDate>,
    pub frozen_nights: i32,
    pub notified_at: TimeDateTimeWithTimeZone,
    pub notified_by: Uuid,
    pub notified_by_name: String,
    pub due_at: TimeDateTimeWithTimeZone,
    pub late_seconds: Option<i64>,
    #[sea_orm(column_type = "JsonBinary")]
    pub warnings: Json,
    pub version: i32,
    pub act: Coded<StayAct>,
    pub act_at: TimeDateTimeWithTimeZone,
    pub act_by: Uuid,
    pub act_by_name: String,
    pub act_by_unit: String,
    pub act_reason: Option<String>,
    pub notified_by_operator: Option<Uuid>,
    pub act_by_operator: Option<Uuid>,
    pub group_id: Option<Uuid>,
    pub cancelled_at: Option<TimeDateTimeWithTimeZone>,
    pub received_channel: Option<Coded<Channel>>,
    pub notifier_kind: Option<Coded<NotifierKind>>,
    pub notifier_phone_sealed: Option<Vec<u8>>,
    pub entered_at: Option<TimeDateTimeWithTimeZone>,
    pub entered_by_name: Option<String>,
    pub issuing_state: Option<String>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
