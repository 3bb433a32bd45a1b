//! Rows of `dossier_attachment`.

use sea_orm::FromQueryResult;
use sea_orm::entity::prelude::*;

/// A file of a dossier.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "dossier_attachment")]
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
    pub is_result: bool,
}

/// A file of a dossier without its content.
#[derive(Debug, FromQueryResult)]
pub struct AttachmentHead {
    pub id: Uuid,
    pub name_sealed: Vec<u8>,
    pub media_type: String,
    pub size: i32,
    pub is_result: bool,
    pub added_at: time::OffsetDateTime,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
