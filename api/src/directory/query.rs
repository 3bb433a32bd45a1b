//! Which facilities a list shows, in which order, and where a page begins.

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
    /// Whoever was changed first.
    #[serde(rename = "updated_at")]
    Updated,
}

/// Where a page of facilities begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FacilityPlace {
    /// Behind this folded name and id.
    Name(String, Uuid),
    /// Behind this moment.
    Updated(Moment),
}

/// Which facilities, and in which order.
#[derive(Debug, Default)]
pub struct FacilityFilter {
    /// Folded words, each in the name.
    pub words: Vec<String>,
    /// Only what was changed at or after this moment.
    pub updated_since: Option<Timestamp>,
    /// The order.
    pub sort: FacilitySort,
    /// The last one of the page before.
    pub after: Option<FacilityPlace>,
}
