//! Rows of `job_run`.

use sea_orm::entity::prelude::*;

/// A run of a job in a slot of time.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub slot: TimeDateTimeWithTimeZone,
    pub leased_by: Uuid,
    pub leased_until: TimeDateTimeWithTimeZone,
    pub attempts: i32,
    pub finished_at: Option<TimeDateTimeWithTimeZone>,
    pub last_error: Option<String>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
