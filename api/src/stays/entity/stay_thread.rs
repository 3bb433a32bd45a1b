//! Rows of `stay_thread`.

use crate::db::Coded;
use dto::stay::TalkState;
use sea_orm::entity::prelude::*;

/// The state of the messages about a stay.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stay_thread")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stay_id: Uuid,
    pub facility_id: Uuid,
    pub state: Coded<TalkState>,
    pub at: TimeDateTimeWithTimeZone,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
