//! Lists are returned in pages; none is unbounded.

use serde::{Deserialize, Serialize};

/// One page of any list, as the web pages keep it. It is not a schema: the OpenAPI document would have one name for the
/// pages of all lists, so each list has its own type.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}
