//! One wrong field of a body, or one wrong parameter or header of a request.

use super::FieldCode;
use crate::text::{FIELD, Lang, Params, demand_texts, filled};
use serde::{Deserialize, Serialize};

demand_texts!(FieldCode, FIELD, [""]);

/// One wrong field, parameter or header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Wire", into = "Wire")]
pub struct FieldError {
    /// JSON pointer (RFC 6901) into the request body; for a parameter, "/" and its name, so that a page has one way to
    /// find the field.
    pub pointer: String,
    /// Whether it is a parameter or a header, and not a field of the body.
    pub is_parameter: bool,
    /// What is wrong.
    pub code: FieldCode,
    /// The same as a text for people, in the requested language.
    pub message: String,
    /// The values in the message; never the content of a personal field.
    pub params: Params,
}

/// One wrong field of the body, or one wrong parameter or header: `pointer` gives the place in the body, `parameter`
/// the name of the parameter or header.
#[derive(Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = FieldError))]
struct Wire {
    /// JSON pointer (RFC 6901) into the request body; absent for a parameter or header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = false, example = "/guest/full_name"))]
    pointer: Option<String>,
    /// The name of the query parameter, path parameter or header; absent for a field of the body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, required = false, example = "limit"))]
    parameter: Option<String>,
    /// What is wrong.
    code: FieldCode,
    /// The same as a text for people, in the requested language.
    message: String,
    /// The values in the message; never the content of a personal field.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, String>))]
    params: Params,
}

impl From<FieldError> for Wire {
    fn from(error: FieldError) -> Self {
        let name = error
            .is_parameter
            .then(|| error.pointer.trim_start_matches('/').to_owned());
        Self {
            pointer: name.is_none().then_some(error.pointer),
            parameter: name,
            code: error.code,
            message: error.message,
            params: error.params,
        }
    }
}

impl From<Wire> for FieldError {
    fn from(wire: Wire) -> Self {
        Self {
            is_parameter: wire.parameter.is_some(),
            pointer: match wire.parameter {
                Some(name) => format!("/{name}"),
                None => wire.pointer.unwrap_or_default(),
            },
            code: wire.code,
            message: wire.message,
            params: wire.params,
        }
    }
}

#[cfg(feature = "openapi")]
mod schema {
    use super::{FieldError, Wire};
    use std::borrow::Cow;
    use utoipa::openapi::{RefOr, Schema};
    use utoipa::{PartialSchema, ToSchema};

    impl PartialSchema for FieldError {
        fn schema() -> RefOr<Schema> {
            Wire::schema()
        }
    }

    impl ToSchema for FieldError {
        fn name() -> Cow<'static, str> {
            Wire::name()
        }

        fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
            Wire::schemas(schemas);
        }
    }
}

impl FieldError {
    /// A field error; [`FieldError::localized`] adds its text.
    pub fn new(pointer: impl Into<String>, code: FieldCode) -> Self {
        Self {
            pointer: pointer.into(),
            is_parameter: false,
            code,
            message: String::new(),
            params: Params::new(),
        }
    }

    /// The same for a parameter or header.
    pub fn parameter(name: &str, code: FieldCode) -> Self {
        Self {
            is_parameter: true,
            ..Self::new(format!("/{name}"), code)
        }
    }

    /// The same error for the body field with this name.
    #[must_use]
    pub fn into_field(self) -> Self {
        Self {
            is_parameter: false,
            ..self
        }
    }

    /// Adds a value for the message.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }

    /// What is wrong, in `lang`.
    pub fn said(&self, lang: Lang) -> String {
        let code = self.code.as_str();
        // Some texts can be more exact where the values are known: the limits of a number.
        let known: Vec<&str> = self.params.keys().map(String::as_str).collect();
        let exact = FIELD.get(lang, code, &format!(".{}", known.join("_")));
        let template = exact.or_else(|| FIELD.get(lang, code, ""));
        filled(template.unwrap_or_default(), &self.params)
    }

    /// Adds the message in `lang`.
    #[must_use]
    pub fn localized(mut self, lang: Lang) -> Self {
        self.message = self.said(lang);
        self
    }
}
