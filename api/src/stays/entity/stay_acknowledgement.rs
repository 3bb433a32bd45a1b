//! Rows of `stay_acknowledgement`.

use sea_orm::entity::prelude::*;

/// The acknowledgement of a stay by the police.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stay_acknowledgement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stay_id: Uuid,
    pub at: TimeDateTimeWithTimeZone,
    pub by: Uuid,
    pub by_operator: Option<Uuid>,
    pub by_name: String,
    pub by_unit: String,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
