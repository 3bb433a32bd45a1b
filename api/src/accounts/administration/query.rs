//! The filter and the orders of a list of accounts.

use crate::App;
use crate::accounts::entity::account::{Column, Model};
use crate::http::order::{Order, Term, Value};
use crate::references::References;
use dto::Timestamp;
use dto::account::{AccountTier, Level, Role};
use dto::administration::AccountStatus;
use dto::sort::AccountSort;
use rules::account_tier::ACCOUNT_TIERS;
use sea_orm::sea_query::Expr;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Which accounts. There is no filter by name, because names must not appear in a URL: use the search for that.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AccountQuery {
    /// Only this kind of account.
    #[param(inline)]
    pub role: Option<Role>,
    /// Only this level.
    #[param(inline)]
    pub level: Option<Level>,
    /// Only with this status.
    #[param(inline)]
    pub status: Option<AccountStatus>,
    /// Only accounts that got their current version at or after this instant.
    #[param(value_type = Option<String>, format = DateTime)]
    pub updated_since: Option<Timestamp>,
    /// The sort order: by area from the top down, by login name, by the holder's name, or the oldest change first; with
    /// `-` from its end. An account that changes while a client reads the order `updated_at` appears again at its end;
    /// none is missed.
    #[serde(default)]
    #[param(inline)]
    pub sort: AccountSort,
    /// Only in this area and the areas below it.
    #[param(max_length = 20, example = "22366")]
    pub area_code: Option<String>,
    /// Only of this unit.
    pub unit_id: Option<Uuid>,
    /// Only of this facility.
    pub facility_id: Option<Uuid>,
    /// The cursor of the previous page, in the same order.
    #[param(max_length = 1000)]
    pub cursor: Option<String>,
    /// Maximum number of results, 1 to 100.
    #[param(minimum = 1, maximum = 100, default = 50)]
    pub limit: Option<u16>,
}

impl AccountQuery {
    /// The filter, with the words of a search in addition.
    pub fn filter(&self, app: &App, references: &References, words: Option<&str>) -> Filter {
        let words = words.unwrap_or_default();
        // An area that does not exist has no accounts.
        let path_of = |code: &String| references.area(code).map_or("-", |area| area.path.as_str()).to_owned();
        Filter {
            words: dto::stay::words_sought(words),
            phone: phone_sought(words),
            role: self.role,
            tiers: self.level.map(|level| tiers_at(level, app)),
            status: self.status,
            area_path: self.area_code.as_ref().map(path_of),
            unit_id: self.unit_id,
            facility_id: self.facility_id,
            updated_since: self.updated_since,
        }
    }

    /// The names of the filters that are set.
    pub fn names_of_what_is_set(&self) -> Vec<&'static str> {
        [
            ("role", self.role.is_some()),
            ("level", self.level.is_some()),
            ("status", self.status.is_some()),
            ("updated_since", self.updated_since.is_some()),
            ("area_code", self.area_code.is_some()),
            ("unit_id", self.unit_id.is_some()),
            ("facility_id", self.facility_id.is_some()),
        ]
        .into_iter()
        .filter_map(|(name, is_set)| is_set.then_some(name))
        .collect()
    }
}

/// The account tiers at a level: the tiers of different sectors have different numbers.
fn tiers_at(level: Level, app: &App) -> Vec<AccountTier> {
    let tiers = ACCOUNT_TIERS.iter().map(|row| row.tier);
    tiers
        .filter(|tier| tier.level_in(&app.profile) == Some(level))
        .collect()
}

/// The digits of a searched telephone number, in the national format; `None` for any other text.
fn phone_sought(typed: &str) -> Option<String> {
    let typed = typed.trim();
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let is_number = typed.chars().all(|c| c.is_ascii_digit() || " .-()+".contains(c)) && digits.len() >= 6;
    let national = match (typed.starts_with('+'), digits.strip_prefix("84")) {
        (true, Some(rest)) => format!("0{rest}"),
        _ => digits,
    };
    is_number.then_some(national)
}

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
