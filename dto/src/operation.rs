//! What somebody may do, in the words of the API: its operationIds; and from which version it starts.

use crate::check::{CheckContext, Checked};
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// Operations of this API by operationId, sorted. `operations` of one's own account is everything that the account may call at
/// all; `can` of a thing is what of it changes that thing and is open now, by its state and by the right of whoever asks. Both
/// are the same words; what only reads a thing stands in `operations` alone, and what is not in `operations` is in no `can`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!(["notifyStay"])))]
pub struct Operations(Vec<String>);

impl Operations {
    /// Whether that one is among them.
    pub fn has(&self, operation: &str) -> bool {
        self.0.iter().any(|known| known == operation)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<&'static str> for Operations {
    fn from_iter<I: IntoIterator<Item = &'static str>>(operations: I) -> Self {
        let mut sorted: Vec<String> = operations.into_iter().map(str::to_owned).collect();
        sorted.sort_unstable();
        sorted.dedup();
        Self(sorted)
    }
}

/// An act that says nothing but what it starts from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VersionIn {
    /// The version that it starts from.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: i32,
}

impl Checked for VersionIn {
    type Out = i32;

    fn check(self, _: CheckContext<'_>) -> Result<i32, Vec<FieldError>> {
        Ok(self.version)
    }
}

/// An act that holds for whatever is there, as it protects somebody, or for the version that it names.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnyVersionIn {
    /// The version that it starts from. Left out, it holds for whatever is there; told, or named in `If-Match`, another one
    /// refuses it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: Option<i32>,
}

impl Checked for AnyVersionIn {
    type Out = Option<i32>;

    fn check(self, _: CheckContext<'_>) -> Result<Option<i32>, Vec<FieldError>> {
        Ok(self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::Operations;

    #[test]
    fn operations_are_sorted_and_each_is_told_once() {
        let can: Operations = ["moveStay", "extendStay", "moveStay"].into_iter().collect();
        assert_eq!(serde_json::to_string(&can).unwrap(), r#"["extendStay","moveStay"]"#);
        assert!(can.has("moveStay") && !can.has("move") && !can.is_empty());
    }
}
