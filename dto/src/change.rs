//! What a change did to one field, wherever a history tells of it.

use serde::{Deserialize, Serialize};

/// A field that was changed: before and after, each null where there was or is nothing.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// The field of the stay or of the form, as a JSON pointer.
    #[cfg_attr(feature = "openapi", schema(example = "/guest/birth_date"))]
    pub pointer: String,
    /// What stood there, as text.
    #[cfg_attr(feature = "openapi", schema(example = "1985-04-02"))]
    pub before: Option<String>,
    /// What stands there now.
    #[cfg_attr(feature = "openapi", schema(example = "1982-04-02"))]
    pub after: Option<String>,
}

impl std::fmt::Debug for FieldChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FieldChange(…)")
    }
}
