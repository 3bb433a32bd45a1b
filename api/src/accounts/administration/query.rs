//! The filter, the order and the start of a page of a list of accounts.

use crate::http::paging::Moment;
use dto::Timestamp;
use dto::account::{AccountTier, Role};
use dto::administration::AccountStatus;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The filter of a list of accounts.
#[derive(Default)]
pub struct Filter {
    /// Folded words, each in the login name, the holder's name or the unit's name; `None` where nothing can be found.
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
    /// The order.
    pub sort: AccountSort,
    /// The last account of the previous page.
    pub after: Option<AccountPlace>,
}

/// The order of a list of accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[schema(default = "area")]
pub enum AccountSort {
    /// By area from the top down and login name.
    #[default]
    #[serde(rename = "area")]
    Area,
    /// The oldest change first.
    #[serde(rename = "updated_at")]
    Updated,
}

/// The start of a page of accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountPlace {
    /// After this area path and login name.
    Area(String, String),
    /// After this moment.
    Updated(Moment),
}
