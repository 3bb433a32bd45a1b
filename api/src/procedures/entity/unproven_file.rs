//! Rows of `unproven_file`.

use sea_orm::entity::prelude::*;

/// A file from the public that is not vouched for yet.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "unproven_file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub dossier_id: Uuid,
    pub name_sealed: Vec<u8>,
    pub media_type: String,
    pub size: i32,
    pub sha256: Vec<u8>,
    pub content_sealed: Vec<u8>,
    pub added_at: TimeDateTimeWithTimeZone,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
