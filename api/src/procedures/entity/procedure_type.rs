//! Rows of `procedure_type`.

use crate::db::Coded;
use rules::procedure::Kind;
use rules::working_time::TermUnit;
use sea_orm::entity::prelude::*;

rules::stored_codes! {
    /// Who may file.
    #[derive(serde::Deserialize)]
    #[serde(rename_all = "snake_case")]
    FiledBy {
        /// Anybody.
        Public = "public",
        /// An account that is signed in.
        Account = "account",
    }
}

/// A procedure.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "procedure_type")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    pub kind: Coded<Kind>,
    pub title: String,
    pub title_en: String,
    pub handled_by: String,
    pub filed_by: Coded<FiledBy>,
    pub confirmed_by_mail: bool,
    pub term_amount: Option<i16>,
    pub term_unit: Option<Coded<TermUnit>>,
    pub remind_hours: Option<i16>,
    pub form: Option<String>,
    pub number_prefix: String,
    pub last_number: i32,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
