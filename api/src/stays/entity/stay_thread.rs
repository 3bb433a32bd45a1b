//! Rows of `stay_thread`.

use sea_orm::entity::prelude::*;

/// The name of a talk that waits for the facility.
pub const ASKED: &str = "asked";
/// The name of a talk whose last word is an answer.
pub const ANSWERED: &str = "answered";

/// The state of the messages about a stay.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "stay_thread")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub stay_id: Uuid,
    pub facility_id: Uuid,
    pub state: String,
    pub at: TimeDateTimeWithTimeZone,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
