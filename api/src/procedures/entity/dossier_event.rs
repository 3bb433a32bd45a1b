//! Rows of `dossier_event`.

use crate::db::Coded;
use dto::dossier::{DossierState, Visibility};
use sea_orm::entity::prelude::*;

/// An event of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub dossier_id: Uuid,
    pub at: TimeDateTimeWithTimeZone,
    pub kind: String,
    pub state: Option<Coded<DossierState>>,
    pub visibility: Coded<Visibility>,
    pub content_sealed: Option<Vec<u8>>,
    pub by_account: Option<Uuid>,
    pub by_operator: Option<Uuid>,
    pub by_name: String,
    pub by_unit: String,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
