//! Names of rows.

use uuid::Uuid;

/// The id of what opens a stay in a list.
pub fn row_id(stay: Uuid) -> String {
    format!("row-{stay}")
}
