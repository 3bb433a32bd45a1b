//! Failures as RFC 9457 problem details.

mod error_code;
mod field;
mod field_code;
mod warning;

pub use error_code::ErrorCode;
pub use field::FieldError;
pub use field_code::FieldCode;
pub use warning::{Warning, WarningCode};

use crate::text::{Lang, Params};
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
    /// The values in `detail`, so that it can be said again in another language; never the content of a personal field.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    pub params: Params,
    /// All wrong fields and parameters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Quote this id in a request for support.
    pub trace_id: String,
}

impl Problem {
    /// The title in `lang`.
    pub fn title_in(&self, lang: Lang) -> &'static str {
        self.code.title(lang)
    }

    /// The detail in `lang`.
    pub fn detail_in(&self, lang: Lang) -> String {
        let mut params = self.params.clone();
        params.insert("trace_id".to_owned(), self.trace_id.clone());
        self.code.detail(lang, &params)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_problem_can_be_said_in_the_other_language() {
        let problem = Problem {
            kind: String::new(),
            title: String::new(),
            status: 429,
            detail: String::new(),
            code: ErrorCode::TooManyAttempts,
            params: Params::from([("minutes".to_owned(), "15".to_owned())]),
            errors: Vec::new(),
            trace_id: "4bf9".to_owned(),
        };
        assert_eq!(problem.title_in(Lang::En), "Too many attempts");
        assert_eq!(problem.detail_in(Lang::En), "Try again in 15 minutes.");
        assert_ne!(problem.detail_in(Lang::Vi), problem.detail_in(Lang::En));
        let internal = Problem {
            code: ErrorCode::Internal,
            ..problem
        };
        assert!(internal.detail_in(Lang::En).contains("4bf9"));
    }

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
