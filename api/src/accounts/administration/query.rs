//! The filter and the orders of a list of accounts.

use crate::accounts::entity::account::{Column, Model};
use crate::http::order::{Order, Term, Value};
use dto::Timestamp;
use dto::account::{AccountTier, Role};
use dto::administration::AccountStatus;
use dto::sort::AccountSort;
use sea_orm::sea_query::Expr;
use uuid::Uuid;

/// The filter of a list of accounts.
#[derive(Default)]
pub struct Filter {
    /// Folded words, each in the login name, the holder's name or the unit's name; `None` where nothing can match.
    pub words: Option<Vec<String>>,
    /// Digits of the registered telephone, instead of words.
    pub phone: Option<String>,
    /// The kind.
    pub role: Option<Role>,
    /// Any of these account tiers.
    pub tiers: Option<Vec<AccountTier>>,
    /// The status.
    pub status: Option<AccountStatus>,
    /// The path of an area.
    pub area_path: Option<String>,
    /// The unit.
    pub unit_id: Option<Uuid>,
    /// The facility.
    pub facility_id: Option<Uuid>,
    /// Only accounts changed at or after this instant.
    pub updated_since: Option<Timestamp>,
}

/// The time of the last change of an account, as the expression of the index.
pub const UPDATED: &str = r#"COALESCE("account"."updated_at", "account"."created_at")"#;

/// Returns the time of the last change of an account.
pub fn updated_at(account: &Model) -> Timestamp {
    account.updated_at.unwrap_or(account.created_at).into()
}

/// Returns the order that a query names. A login name is unique.
pub fn order(sort: AccountSort) -> Order<Model> {
    let login = Term::column(Column::Login, |row: &Model| (&row.login).into());
    let id = Term::column(Column::Id, |row: &Model| Value::Id(row.id));
    let terms = match sort {
        AccountSort::Area | AccountSort::AreaReversed => {
            vec![
                Term::column(Column::AreaPath, |row: &Model| (&row.area_path).into()),
                login,
            ]
        }
        AccountSort::Login | AccountSort::LoginReversed => vec![login],
        AccountSort::Holder | AccountSort::HolderReversed => {
            vec![
                Term::column(Column::HolderOrder, |row: &Model| (&row.holder_order).into()),
                id,
            ]
        }
        AccountSort::Updated => {
            let updated = Term::expression(Expr::cust(UPDATED), |row: &Model| Value::Moment(updated_at(row)));
            vec![updated, id]
        }
    };
    Order::new("accounts", sort.as_str(), terms)
}
