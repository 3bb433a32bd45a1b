//! Rows of `key_check`.

use crate::db::Coded;
use sea_orm::entity::prelude::*;

rules::stored_codes! {
    /// The kind of a key. Keys for tokens are not recorded, because tokens are valid for ten minutes only.
    Noted {
        /// Seals fields.
        Sealing = "sealing",
        /// Makes blind indexes.
        Index = "index",
    }
}

/// A key that was in use.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "key_check")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: Coded<Noted>,
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub proof: Vec<u8>,
    pub used_since: TimeDateTimeWithTimeZone,
    pub retired_at: Option<TimeDateTimeWithTimeZone>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
