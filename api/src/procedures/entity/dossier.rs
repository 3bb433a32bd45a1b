//! Rows of `dossier`.

use crate::db::Coded;
use dto::Lang;
use dto::dossier::DossierState;
use rules::procedure::Kind;
use sea_orm::entity::prelude::*;

/// A dossier.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: String,
    pub code_index: Vec<u8>,
    pub code_sealed: Vec<u8>,
    pub procedure_type: String,
    pub kind: Coded<Kind>,
    pub handled_by: String,
    pub state: Coded<DossierState>,
    pub title: String,
    pub title_search: String,
    pub summary: String,
    pub area_code: String,
    pub area_path: String,
    pub account_id: Option<Uuid>,
    pub filed_by: Option<Uuid>,
    pub subject_tier: Option<String>,
    pub urgent: bool,
    pub lang: Coded<Lang>,
    pub applicant_sealed: Vec<u8>,
    pub form_sealed: Vec<u8>,
    pub result_sealed: Option<Vec<u8>>,
    pub form_missing: bool,
    pub confirm_hash: Option<Vec<u8>>,
    pub confirm_until: Option<TimeDateTimeWithTimeZone>,
    pub created_at: TimeDateTimeWithTimeZone,
    pub updated_at: Option<TimeDateTimeWithTimeZone>,
    pub filed_at: Option<TimeDateTimeWithTimeZone>,
    pub clock_from: Option<TimeDateTimeWithTimeZone>,
    pub due_at: Option<TimeDateTimeWithTimeZone>,
    pub refuse_by: Option<TimeDateTimeWithTimeZone>,
    pub term_from: Option<TimeDateTimeWithTimeZone>,
    pub term_ends: Option<TimeDateTimeWithTimeZone>,
    pub refusal_ends: Option<TimeDateTimeWithTimeZone>,
    pub decided_at: Option<TimeDateTimeWithTimeZone>,
    pub late_seconds: Option<i64>,
    pub reminded_at: Option<TimeDateTimeWithTimeZone>,
    pub overdue_told_at: Option<TimeDateTimeWithTimeZone>,
    pub queue_rank: i16,
    pub queue_at: TimeDateTimeWithTimeZone,
    pub version: i32,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
