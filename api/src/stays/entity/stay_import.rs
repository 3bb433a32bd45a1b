//! Rows of `stay_import`.

use crate::db::Coded;
use dto::import::{ImportFormat, ImportLayout, ImportState};
use sea_orm::entity::prelude::*;

/// An uploaded guest list and its progress.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stay_import")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub facility_id: Uuid,
    pub account_id: Uuid,
    pub operator_id: Option<Uuid>,
    pub by_name: String,
    pub by_unit: String,
    pub created_at: TimeDateTimeWithTimeZone,
    pub format: Coded<ImportFormat>,
    pub layout: Coded<ImportLayout>,
    pub notes: Json,
    pub about_sealed: Option<Vec<u8>>,
    pub state: Coded<ImportState>,
    pub total: i32,
    pub right_rows: i32,
    pub mendable: i32,
    pub warned: i32,
    pub wrong: i32,
    pub duplicate: i32,
    pub accept_mends: bool,
    pub committed_at: Option<TimeDateTimeWithTimeZone>,
    pub session_id: Option<Uuid>,
    pub finished_at: Option<TimeDateTimeWithTimeZone>,
    pub stored: i32,
    pub returned: i32,
    pub skipped: i32,
    pub leased_by: Option<Uuid>,
    pub leased_until: Option<TimeDateTimeWithTimeZone>,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub due_at: Option<TimeDateTimeWithTimeZone>,
    pub given_up_at: Option<TimeDateTimeWithTimeZone>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
