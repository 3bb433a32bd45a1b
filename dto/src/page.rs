//! Lists come in pages; none is unbounded.

use serde::{Deserialize, Serialize};

/// One page of any list, as the pages keep it. It is no schema: in the document it would be one name for the pages of all
/// lists, so each list has a type of its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The rows of this page.
    pub items: Vec<T>,
    /// Ask again with this as `cursor` for the next page; null on the last one.
    #[serde(default)]
    pub next_cursor: Option<String>,
}
