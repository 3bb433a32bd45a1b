//! Rows of `credential_loss`.

use crate::db::Coded;
use sea_orm::entity::prelude::*;

rules::stored_codes! {
    /// The proof that the reporter is the holder.
    Proof {
        /// The reporter opened the link sent to the registered address.
        Link = "link",
        /// An officer reached the reporter at the registered number.
        Call = "call",
    }
}

/// The state of a report of a lost credential.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "credential_loss")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub dossier_id: Uuid,
    pub late_seconds: Option<i64>,
    pub looked_up_at: Option<TimeDateTimeWithTimeZone>,
    pub account_id: Option<Uuid>,
    pub mailed_at: Option<TimeDateTimeWithTimeZone>,
    pub link_hash: Option<Vec<u8>>,
    pub link_until: Option<TimeDateTimeWithTimeZone>,
    pub proven_at: Option<TimeDateTimeWithTimeZone>,
    pub proven_by: Option<Coded<Proof>>,
    pub locked: bool,
    pub attempts: i32,
    pub last_error: Option<String>,
    pub due_at: Option<TimeDateTimeWithTimeZone>,
    pub given_up_at: Option<TimeDateTimeWithTimeZone>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
