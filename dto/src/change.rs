//! The change of one field, as every history shows it.

use serde::{Deserialize, Serialize};

/// A changed field: its value before and after, each null where there was or is no value.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldChange {
    /// The field of the stay or of the form, as a JSON pointer.
    #[cfg_attr(feature = "openapi", schema(example = "/guest/birth_date"))]
    pub pointer: String,
    /// The value before, as text.
    #[cfg_attr(feature = "openapi", schema(example = "1985-04-02"))]
    pub before: Option<String>,
    /// The value after, as text.
    #[cfg_attr(feature = "openapi", schema(example = "1982-04-02"))]
    pub after: Option<String>,
}

impl std::fmt::Debug for FieldChange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FieldChange(…)")
    }
}
