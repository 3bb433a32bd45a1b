//! Rows of `account_holder`.

use crate::db::Coded;
use dto::administration::AccountReason;
use sea_orm::entity::prelude::*;

/// The holder of an account from a moment on.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "account_holder")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub account_id: Uuid,
    pub name: String,
    pub position: String,
    pub email: String,
    pub phone: String,
    pub since: TimeDateTimeWithTimeZone,
    pub reason: Option<Coded<AccountReason>>,
    pub reference: Option<String>,
    pub dossier_id: Option<Uuid>,
    pub recorded_by: Option<Uuid>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
