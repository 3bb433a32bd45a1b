//! Rows of `idempotency_key`.

use sea_orm::entity::prelude::*;

/// A request with its answer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    pub operation: String,
    pub request_hash: Vec<u8>,
    pub created_at: TimeDateTimeWithTimeZone,
    pub status: Option<i16>,
    pub answer_sealed: Option<Vec<u8>>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
