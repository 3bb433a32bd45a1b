//! Rows of `stay_import_row`.

use crate::db::Coded;
use dto::import::{RowOutcome, RowState};
use sea_orm::entity::prelude::*;

/// A row of an uploaded guest list; its id becomes that of the stay.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stay_import_row")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub import_id: Uuid,
    pub position: i32,
    pub line: i32,
    pub outcome: Coded<RowOutcome>,
    pub accepted: Option<bool>,
    pub state: Coded<RowState>,
    pub content_sealed: Vec<u8>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
