//! The filter, the order and the start of a page of a list of facilities.

use crate::http::paging::Moment;
use dto::Timestamp;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// The order of a list of facilities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, ToSchema)]
#[schema(default = "name")]
pub enum FacilitySort {
    /// By name.
    #[default]
    #[serde(rename = "name")]
    Name,
    /// The oldest change first.
    #[serde(rename = "updated_at")]
    Updated,
}

/// The start of a page of facilities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FacilityPlace {
    /// After this folded name and id.
    Name(String, Uuid),
    /// After this moment.
    Updated(Moment),
}

/// The filter and the order of facilities.
#[derive(Debug, Default)]
pub struct FacilityFilter {
    /// Folded words, each in the name.
    pub words: Vec<String>,
    /// Only facilities changed at or after this instant.
    pub updated_since: Option<Timestamp>,
    /// The order.
    pub sort: FacilitySort,
    /// The last facility of the previous page.
    pub after: Option<FacilityPlace>,
}
