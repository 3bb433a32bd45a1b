//! Rows of `job_state`.

use sea_orm::entity::prelude::*;

/// The state of a job.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_state")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub began_at: TimeDateTimeWithTimeZone,
    pub ended_at: TimeDateTimeWithTimeZone,
    pub failures: i32,
    pub last_error: Option<String>,
    pub failed_at: Option<TimeDateTimeWithTimeZone>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
