//! What a caller may do, as operationIds of the API; and the version that an operation starts from.

use crate::check::{CheckContext, Checked};
use crate::operations::Operation;
use crate::problem::FieldError;
use serde::{Deserialize, Serialize};

/// The id of an operation that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperationId(&'static str);

impl OperationId {
    /// The id of one.
    pub const fn of<O: Operation>() -> Self {
        Self(O::ID)
    }

    /// As it goes over the wire.
    pub const fn as_str(self) -> &'static str {
        self.0
    }
}

impl<O: Operation> From<O> for OperationId {
    #[inline]
    fn from(_: O) -> Self {
        Self::of::<O>()
    }
}

/// Operations of this API by operationId, sorted. `operations` of one's own account contains everything that the
/// account may call at all; `can` of an object contains the operations that change this object and are allowed now, by
/// its state and by the rights of the caller. Both use the same names; an operation that only reads an object is in
/// `operations` only, and an operation that is not in `operations` is in no `can`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(example = json!(["notifyStay"])))]
pub struct Operations(Vec<String>);

impl Operations {
    /// Whether the operation is among them.
    #[inline]
    pub fn has(&self, operation: impl Into<OperationId>) -> bool {
        self.contains(operation.into())
    }

    fn contains(&self, operation: OperationId) -> bool {
        self.0.iter().any(|known| known == operation.as_str())
    }

    /// Whether there are no operations.
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

/// An operation that needs only the version that it starts from.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VersionIn {
    /// The version that the caller has read.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: i32,
}

impl Checked for VersionIn {
    type Out = i32;

    fn check(self, _: CheckContext<'_>) -> Result<i32, Vec<FieldError>> {
        Ok(self.version)
    }
}

/// An operation that is allowed for every version, because it protects somebody, or only for the given version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct AnyVersionIn {
    /// The version that the change starts from. When it is absent, the version is not checked. When it is given here or
    /// in `If-Match` and another version is current, the request is refused.
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
    use crate::operations::stays::{CancelStay, MoveStay};

    #[test]
    fn operations_are_sorted_and_each_is_told_once() {
        let can: Operations = ["moveStay", "extendStay", "moveStay"].into_iter().collect();
        assert_eq!(serde_json::to_string(&can).unwrap(), r#"["extendStay","moveStay"]"#);
        assert!(can.has(MoveStay) && !can.has(CancelStay) && !can.is_empty());
    }
}
