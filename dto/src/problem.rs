//! Failures as RFC 9457 problem details.

mod error_code;
mod field;
mod field_code;
mod warning;

pub use error_code::ErrorCode;
pub use field::FieldError;
pub use field_code::FieldCode;
pub use warning::{Warning, WarningCode};

use serde::{Deserialize, Serialize};

/// The body of every failure: `application/problem+json`, RFC 9457.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A URI for the type of problem; stable, made from `code`.
    #[serde(rename = "type")]
    #[cfg_attr(feature = "openapi", schema(example = "/problems/validation_failed"))]
    pub kind: String,
    /// The type of problem in a few words.
    pub title: String,
    /// The HTTP status.
    #[cfg_attr(feature = "openapi", schema(example = 422, minimum = 400, maximum = 599))]
    pub status: u16,
    /// What happened in this case and what to do about it.
    pub detail: String,
    /// The type of problem, for programs.
    pub code: ErrorCode,
    /// All wrong fields and parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Quote this id in a request for support.
    pub trace_id: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_on_the_wire_are_the_names_in_code() {
        for code in FieldCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
        for code in ErrorCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
        for code in WarningCode::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
        }
    }
}
