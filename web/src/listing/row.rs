//! A row as the API sent it. Data that is only displayed needs no type of its own: each type adds some kilobytes of
//! parser to the program. `pointers.rs` compares the names of members with the API.

use dto::OperationId;
use dto::Timestamp;
use dto::given::Text;
use rules::Code;
use serde_json::Value;
use std::sync::Arc;
use time::Date;
use uuid::Uuid;

/// A row, or any other value in an answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row(Arc<Value>);

impl Row {
    /// Creates a row from a JSON value.
    pub fn new(value: Value) -> Self {
        Self(Arc::new(value))
    }

    /// Returns the value at a JSON pointer (RFC 6901).
    pub fn at(&self, pointer: &str) -> Option<&Value> {
        self.0.pointer(pointer).filter(|value| !value.is_null())
    }

    /// Returns the text at the pointer, or an empty one.
    pub fn text(&self, pointer: &str) -> &str {
        self.at(pointer).and_then(Value::as_str).unwrap_or_default()
    }

    /// Returns the text at the pointer, as a value that `dto` reads from a text.
    pub fn read<T: Text>(&self, pointer: &str) -> Option<T> {
        self.at(pointer).and_then(Value::as_str).and_then(T::from_text)
    }

    /// Returns the code at the pointer.
    pub fn code<C: Code>(&self, pointer: &str) -> Option<C> {
        self.at(pointer).and_then(Value::as_str).and_then(C::from_name)
    }

    /// Returns the instant at the pointer.
    pub fn moment(&self, pointer: &str) -> Option<Timestamp> {
        self.read(pointer)
    }

    /// Returns the day at the pointer.
    pub fn day(&self, pointer: &str) -> Option<Date> {
        self.read(pointer)
    }

    /// Returns the whole number at the pointer.
    pub fn number(&self, pointer: &str) -> Option<i64> {
        self.at(pointer).and_then(Value::as_i64)
    }

    /// Returns the number at the pointer as a count, 0 if there is none.
    pub fn count(&self, pointer: &str) -> i64 {
        self.number(pointer).unwrap_or_default()
    }

    /// Returns whether the value at the pointer is `true`.
    pub fn is(&self, pointer: &str) -> bool {
        self.at(pointer).and_then(Value::as_bool).unwrap_or_default()
    }

    /// Returns whether there is a value at the pointer.
    pub fn has(&self, pointer: &str) -> bool {
        self.at(pointer).is_some()
    }

    /// Returns the items of the array at the pointer.
    pub fn items(&self, pointer: &str) -> Vec<Self> {
        let items = self.at(pointer).and_then(Value::as_array);
        items.map_or_else(Vec::new, |items| items.iter().cloned().map(Self::new).collect())
    }

    /// Returns whether the operation is among those that the row lists in `can`.
    pub fn can(&self, operation: impl Into<OperationId>) -> bool {
        let operation = operation.into();
        let can = self.at("/can").and_then(Value::as_array);
        can.is_some_and(|can| can.iter().any(|one| one == operation.as_str()))
    }

    /// Returns the UUID at the pointer.
    pub fn uuid(&self, pointer: &str) -> Option<Uuid> {
        self.read(pointer)
    }

    /// Returns the version, which a change sends back.
    pub fn version(&self) -> Option<i32> {
        i32::try_from(self.number("/version")?).ok()
    }

    /// Returns the whole value as JSON.
    pub fn value(&self) -> Value {
        (*self.0).clone()
    }

    /// Returns the id of the row.
    pub fn id(&self) -> String {
        self.text("/id").to_owned()
    }

    /// Returns the same row with another value at `pointer`, if it has one there.
    #[must_use]
    pub fn with(&self, pointer: &str, value: Value) -> Self {
        let mut changed = (*self.0).clone();
        if let Some(place) = changed.pointer_mut(pointer) {
            *place = value;
        }
        Self::new(changed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_row_does_not_have_is_empty() {
        let row =
            Row::new(json!({"id": "7", "guest": {"name": "Hoàng"}, "late": null, "can": ["getStay"], "count": 3}));
        assert_eq!(row.text("/guest/name"), "Hoàng");
        assert_eq!((row.count("/count"), row.id().as_str()), (3, "7"));
        assert!(
            row.can(dto::operations::stays::GetStay)
                && !row.can(dto::operations::stays::CancelStay)
                && !row.has("/late")
        );
        assert_eq!(row.text("/guest/nom"), "");
        assert_eq!(row.with("/count", json!(4)).count("/count"), 4);
    }
}
