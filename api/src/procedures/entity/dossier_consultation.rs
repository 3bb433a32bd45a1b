//! Rows of `dossier_consultation`.

use crate::db::Coded;
use dto::dossier::Opinion;
use sea_orm::entity::prelude::*;

/// A question to a unit about a dossier.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_consultation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub dossier_id: Uuid,
    pub unit_id: Uuid,
    pub question_sealed: Vec<u8>,
    pub asked_at: TimeDateTimeWithTimeZone,
    pub asked_by: Uuid,
    pub asked_by_name: String,
    pub reminded_at: Option<TimeDateTimeWithTimeZone>,
    pub opinion: Option<Coded<Opinion>>,
    pub opinion_sealed: Option<Vec<u8>>,
    pub answered_at: Option<TimeDateTimeWithTimeZone>,
    pub answered_by: Option<Uuid>,
    pub answered_by_name: Option<String>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
