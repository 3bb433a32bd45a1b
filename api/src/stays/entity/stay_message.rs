//! Rows of `stay_message`.

use crate::db::Coded;
use dto::stay::MessageKind;
use sea_orm::entity::prelude::*;

/// A question about a stay, or its answer.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stay_message")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub stay_id: Uuid,
    pub kind: Coded<MessageKind>,
    pub at: TimeDateTimeWithTimeZone,
    pub by: Uuid,
    pub by_operator: Option<Uuid>,
    pub by_name: String,
    pub by_unit: String,
    pub text_sealed: Vec<u8>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
