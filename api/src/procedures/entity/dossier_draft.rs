//! Rows of `dossier_draft`.

use super::dossier;
use crate::db::Coded;
use dto::Lang;
use dto::dossier::DossierState;
use rules::procedure::Kind;
use sea_orm::entity::prelude::*;

/// The rank in the queue of a draft that the applicant has not confirmed.
pub const UNCONFIRMED: i16 = 3;

/// A filing that is not confirmed yet by the link in the mail.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub number: String,
    pub code_index: Vec<u8>,
    pub code_sealed: Vec<u8>,
    pub procedure_type: String,
    pub kind: Coded<Kind>,
    pub handled_by: String,
    pub title: String,
    pub title_search: String,
    pub summary: String,
    pub area_code: String,
    pub area_path: String,
    pub subject_tier: Option<String>,
    pub lang: Coded<Lang>,
    pub applicant_sealed: Vec<u8>,
    pub form_sealed: Vec<u8>,
    pub form_missing: bool,
    pub confirm_hash: Vec<u8>,
    pub confirm_until: TimeDateTimeWithTimeZone,
    pub created_at: TimeDateTimeWithTimeZone,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Returns the dossier that the draft becomes by confirmation, in the state before it.
    pub fn into_dossier(self) -> dossier::Model {
        dossier::Model {
            id: self.id,
            number: self.number,
            code_index: self.code_index,
            code_sealed: self.code_sealed,
            procedure_type: self.procedure_type,
            kind: self.kind,
            handled_by: self.handled_by,
            state: Coded(DossierState::Draft),
            title: self.title,
            title_search: self.title_search,
            summary: self.summary,
            area_code: self.area_code,
            area_path: self.area_path,
            account_id: None,
            filed_by: None,
            subject_tier: self.subject_tier,
            urgent: false,
            lang: self.lang,
            applicant_sealed: self.applicant_sealed,
            form_sealed: self.form_sealed,
            result_sealed: None,
            form_missing: self.form_missing,
            confirm_hash: Some(self.confirm_hash),
            confirm_until: Some(self.confirm_until),
            created_at: self.created_at,
            updated_at: None,
            filed_at: None,
            clock_from: None,
            due_at: None,
            refuse_by: None,
            term_from: None,
            term_ends: None,
            refusal_ends: None,
            decided_at: None,
            late_seconds: None,
            reminded_at: None,
            overdue_told_at: None,
            queue_rank: UNCONFIRMED,
            queue_at: self.created_at,
            version: 1,
        }
    }

    /// Returns the draft of an unconfirmed dossier; none if the dossier has no link.
    pub fn of(row: &dossier::Model) -> Option<Self> {
        let row = row.clone();
        Some(Self {
            id: row.id,
            number: row.number,
            code_index: row.code_index,
            code_sealed: row.code_sealed,
            procedure_type: row.procedure_type,
            kind: row.kind,
            handled_by: row.handled_by,
            title: row.title,
            title_search: row.title_search,
            summary: row.summary,
            area_code: row.area_code,
            area_path: row.area_path,
            subject_tier: row.subject_tier,
            lang: row.lang,
            applicant_sealed: row.applicant_sealed,
            form_sealed: row.form_sealed,
            form_missing: row.form_missing,
            confirm_hash: row.confirm_hash?,
            confirm_until: row.confirm_until?,
            created_at: row.created_at,
        })
    }
}
