//! The fields in which two versions of a form differ.

use dto::change::FieldChange;
use serde_json::Value;
use std::collections::BTreeMap;

/// Returns the fields that differ, by pointer; an empty field counts as absent.
pub fn between(before: &Value, after: &Value) -> Vec<FieldChange> {
    let (mut before, mut after) = (fields(before), fields(after));
    let mut pointers: Vec<String> = before.keys().chain(after.keys()).cloned().collect();
    pointers.sort();
    pointers.dedup();
    let changes = pointers.into_iter().map(|pointer| FieldChange {
        before: before.remove(&pointer),
        after: after.remove(&pointer),
        pointer,
    });
    changes.filter(|change| change.before != change.after).collect()
}

/// Returns the fields of a form as text, by pointer.
fn fields(form: &Value) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    collect("", form, &mut found);
    found
}

fn collect(at: &str, value: &Value, found: &mut BTreeMap<String, String>) {
    let said = match value {
        Value::Null => return,
        Value::Object(parts) => {
            for (name, part) in parts {
                collect(&format!("{at}/{name}"), part, found);
            }
            return;
        }
        Value::Array(parts) => {
            for (index, part) in parts.iter().enumerate() {
                collect(&format!("{at}/{index}"), part, found);
            }
            return;
        }
        Value::String(text) => text.trim().to_owned(),
        Value::Number(number) => number.to_string(),
        Value::Bool(is_so) => is_so.to_string(),
    };
    if !said.is_empty() {
        found.insert(at.to_owned(), said);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_differs_is_told_with_before_and_after_and_nothing_else() {
        let before =
            json!({ "facility": { "rooms": 48, "address": "12 Bãi Dài" }, "started_on": null, "email": " a@b.vn" });
        let after = json!({ "facility": { "rooms": 46, "address": "12 Bãi Dài" }, "started_on": "2026-12-15", "email": "a@b.vn" });
        let told: Vec<_> = between(&before, &after)
            .into_iter()
            .map(|change| (change.pointer, change.before, change.after))
            .collect();
        let text = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                ("/facility/rooms".to_owned(), text("48"), text("46")),
                ("/started_on".to_owned(), None, text("2026-12-15")),
            ]
        );
    }
}
