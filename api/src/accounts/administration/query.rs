//! Which accounts a list shows, in which order, and where a page begins.

use crate::http::paging::Moment;
use dto::Timestamp;
use dto::account::{Post, Role};
use dto::administration::AccountStatus;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a list of accounts is narrowed to.
#[derive(Default)]
pub struct Filter {
    /// Folded words, each in the login name, the holder's name or the unit's; none where nothing can be found.
    pub words: Option<Vec<String>>,
    /// Digits of the registered telephone, instead of words.
    pub phone: Option<String>,
    /// The kind.
    pub role: Option<Role>,
    /// Any of these posts.
    pub posts: Option<Vec<Post>>,
    /// The status.
    pub status: Option<AccountStatus>,
    /// The path of an area.
    pub area_path: Option<String>,
    /// The unit.
    pub unit_id: Option<Uuid>,
    /// The facility.
    pub facility_id: Option<Uuid>,
    /// Only what was changed at or after this moment.
    pub updated_since: Option<Timestamp>,
    /// The order.
    pub sort: AccountSort,
    /// The last account of the page before.
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
    /// Whoever was changed first.
    #[serde(rename = "updated_at")]
    Updated,
}

/// Where a page of accounts begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountPlace {
    /// Behind this area path and login name.
    Area(String, String),
    /// Behind this moment.
    Updated(Moment),
}
