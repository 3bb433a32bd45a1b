//! Rows of `audit_event`.

use sea_orm::entity::prelude::*;

/// One event.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub at: TimeDateTimeWithTimeZone,
    pub account_id: Option<Uuid>,
    pub session_id: Option<Uuid>,
    pub operation: String,
    pub act: String,
    pub subject_kind: String,
    pub subject_id: Option<String>,
    pub area_code: Option<String>,
    pub purpose: Option<String>,
    pub reference: Option<String>,
    #[sea_orm(column_type = "JsonBinary")]
    pub details: Json,
    pub trace_id: String,
    pub operator_id: Option<Uuid>,
}

/// Events have no relations: an event is kept longer than its subject.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
