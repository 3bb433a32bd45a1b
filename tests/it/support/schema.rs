//! Whether a value fits a schema of the document: what is used there of JSON Schema, and no more.

use super::client::SPEC;
use serde_json::Value;

/// The schema behind a reference; what may be null is what it is besides.
pub fn resolve(schema: &Value) -> &Value {
    if let Some(target) = schema["$ref"].as_str() {
        return resolve(
            SPEC.pointer(&target[1..])
                .unwrap_or_else(|| panic!("{target} is not there")),
        );
    }
    for how in ["oneOf", "anyOf"] {
        let mut kinds = schema[how].as_array().into_iter().flatten();
        if let Some(kind) = kinds.find(|kind| kind["type"] != "null") {
            return resolve(kind);
        }
    }
    schema
}

/// What of `value` does not fit.
pub fn faults(schema: &Value, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    look(schema, value, "", &mut found);
    found
}

fn look(schema: &Value, value: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(target) = schema["$ref"].as_str() {
        let target = SPEC
            .pointer(&target[1..])
            .unwrap_or_else(|| panic!("{target} is not there"));
        look(target, value, at, found);
    }
    for how in ["oneOf", "anyOf"] {
        if let Some(kinds) = schema[how].as_array() {
            let fits = kinds.iter().filter(|kind| faults(kind, value).is_empty()).count();
            if fits == 0 || how == "oneOf" && fits > 1 {
                let about: Vec<_> = kinds.iter().map(|kind| faults(kind, value)).collect();
                found.push(format!("{at}: fits {fits} of {how}: {about:?}"));
            }
        }
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        look(part, value, at, found);
    }
    let kinds = match &schema["type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is = |kind: &str| match kind {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        _ => value.is_object(),
    };
    if !kinds.is_empty() && !kinds.iter().any(|kind| is(kind)) {
        found.push(format!("{at}: {value} is no {kinds:?}"));
        return;
    }
    if let Some(allowed) = schema["enum"].as_array()
        && !allowed.contains(value)
    {
        found.push(format!("{at}: {value} is none of {allowed:?}"));
    }
    match value {
        Value::String(text) => look_at_text(schema, text, at, found),
        Value::Number(number) => {
            let number = number.as_f64().expect("a number");
            let low = schema["minimum"].as_f64().is_some_and(|least| number < least);
            let high = schema["maximum"].as_f64().is_some_and(|most| number > most);
            if low || high {
                found.push(format!("{at}: {number} is out of range"));
            }
        }
        Value::Array(items) => {
            let length = items.len() as u64;
            let few = schema["minItems"].as_u64().is_some_and(|least| length < least);
            let many = schema["maxItems"].as_u64().is_some_and(|most| length > most);
            if few || many {
                found.push(format!("{at}: {length} entries"));
            }
            for (index, item) in items.iter().enumerate() {
                look(&schema["items"], item, &format!("{at}/{index}"), found);
            }
        }
        Value::Object(fields) => {
            for name in schema["required"].as_array().into_iter().flatten() {
                if !fields.contains_key(name.as_str().expect("a name")) {
                    found.push(format!("{at}: lacks {name}"));
                }
            }
            for (name, field) in fields {
                match schema["properties"].get(name) {
                    Some(about) => look(about, field, &format!("{at}/{name}"), found),
                    None if schema["additionalProperties"] == false => found.push(format!("{at}: has {name}")),
                    None if schema["additionalProperties"].is_object() => {
                        look(&schema["additionalProperties"], field, &format!("{at}/{name}"), found);
                    }
                    None => {}
                }
            }
        }
        _ => {}
    }
}

fn look_at_text(schema: &Value, text: &str, at: &str, found: &mut Vec<String>) {
    use dto::given::Text;
    let length = text.chars().count() as u64;
    let short = schema["minLength"].as_u64().is_some_and(|least| length < least);
    let long = schema["maxLength"].as_u64().is_some_and(|most| length > most);
    if short || long {
        found.push(format!("{at}: {length} characters"));
    }
    let fits = match schema["format"].as_str() {
        Some("uuid") => uuid::Uuid::from_text(text).is_some(),
        Some("date") => time::Date::from_text(text).is_some(),
        Some("date-time") => dto::Timestamp::parse(text).is_some(),
        Some("email") => dto::check::email(text).is_ok(),
        Some("byte") => {
            use base64::Engine;
            base64::engine::general_purpose::STANDARD.decode(text).is_ok()
        }
        _ => true,
    };
    if !fits {
        found.push(format!("{at}: {text:?} is no {}", schema["format"]));
    }
}
