//! Rows of `account`.

use crate::db::Coded;
use dto::account::Role;
use dto::administration::{AccountReason, AccountStatus};
use sea_orm::entity::prelude::*;

/// An account.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub login: String,
    pub role: Coded<Role>,
    pub level: Option<i16>,
    pub unit_id: Option<Uuid>,
    pub facility_id: Option<Uuid>,
    pub area_code: String,
    pub area_path: String,
    pub holder_name: String,
    pub holder_position: String,
    pub email: String,
    pub status: Coded<AccountStatus>,
    pub password_hash: String,
    pub password_is_initial: bool,
    pub password_changed_at: TimeDateTimeWithTimeZone,
    pub created_at: TimeDateTimeWithTimeZone,
    pub updated_at: Option<TimeDateTimeWithTimeZone>,
    pub password_once: bool,
    pub password_spent: bool,
    pub password_reminded_at: Option<TimeDateTimeWithTimeZone>,
    pub second_factor_waived: bool,
    pub operator_of: Option<Uuid>,
    pub phone: String,
    pub holder_search: String,
    pub holder_order: String,
    pub status_since: Option<TimeDateTimeWithTimeZone>,
    pub status_reason: Option<Coded<AccountReason>>,
    pub status_by: Option<Uuid>,
    pub version: i32,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
