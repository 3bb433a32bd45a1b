//! One word for one thing in all answers of the document.

use crate::support::client::SPEC;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Names that stand for a thing of another kind in each place, and why that is no trap.
const EXCEPTIONS: [(&str, &str); 12] = [
    (
        "account",
        "an account, told to its holder or to those who look after it",
    ),
    ("channel", "a way, from the closed list of the thing that it stands in"),
    (
        "code",
        "an entry of a list: of the closed ones of problems, warnings and checks, or of a reference list",
    ),
    ("counts", "the numbers that belong to the list"),
    ("events", "the history of the thing that it stands in"),
    ("facility", "a place of lodging, told to itself or to others"),
    ("items", "what the list is of"),
    ("kind", "a kind, from the closed list of the thing that it stands in"),
    ("rooms", "the rooms of a facility: their plan, their day, their board"),
    ("state", "where the thing stands, from the closed list of its kind"),
    ("stay", "a stay, whole or in one line of a list"),
    (
        "status",
        "RFC 9457 has it for the number of a problem; an account has one too",
    ),
];

/// The same, of schemas whose names are what is counted.
fn counts(schema: &str) -> bool {
    schema.ends_with("Counts")
}

fn named(reference: &Value) -> Option<&str> {
    reference["$ref"].as_str()?.rsplit('/').next()
}

/// What a field holds, in one word.
fn kind(schema: &Value, schemas: &Map<String, Value>) -> String {
    if let Some(name) = named(schema) {
        let of = &schemas[name];
        return match of["type"].as_str() {
            Some("string") if of["enum"].is_array() => format!("one of {name}"),
            Some("object") | None => name.to_owned(),
            Some(_) => kind(of, schemas),
        };
    }
    for either in ["oneOf", "anyOf", "allOf"] {
        let found: BTreeSet<String> = schema[either]
            .as_array()
            .into_iter()
            .flatten()
            .filter(|one| one["type"] != "null")
            .map(|one| kind(one, schemas))
            .collect();
        if !found.is_empty() {
            return found.into_iter().collect::<Vec<_>>().join(" or ");
        }
    }
    let plain = match &schema["type"] {
        Value::Array(all) => all.iter().filter_map(Value::as_str).find(|one| *one != "null"),
        one => one.as_str(),
    };
    match (plain, schema["format"].as_str()) {
        (Some("array"), _) => format!("list of {}", kind(&schema["items"], schemas)),
        (Some("string"), Some(format @ ("date" | "date-time"))) => format.to_owned(),
        (plain, _) => plain.unwrap_or("anything").to_owned(),
    }
}

/// Every schema that an answer is made of, from the answers down.
fn answered(spec: &Value, schemas: &Map<String, Value>) -> BTreeSet<String> {
    let mut open = Vec::new();
    for operation in spec["paths"].as_object().unwrap().values() {
        for method in operation.as_object().unwrap().values() {
            open.extend(method.get("responses"));
        }
    }
    let mut found = BTreeSet::new();
    while let Some(value) = open.pop() {
        if let Some(name) = named(value)
            && schemas.contains_key(name)
            && found.insert(name.to_owned())
        {
            open.push(&schemas[name]);
        }
        match value {
            Value::Object(fields) => open.extend(fields.values()),
            Value::Array(items) => open.extend(items),
            _ => {}
        }
    }
    found
}

/// The fields of a schema, those of its parts included.
fn fields<'a>(schema: &'a Value, found: &mut Vec<(&'a str, &'a Value)>) {
    found.extend(
        schema["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, field)| (name.as_str(), field)),
    );
    for parts in ["allOf", "oneOf", "anyOf"] {
        for part in schema[parts].as_array().into_iter().flatten() {
            fields(part, found);
        }
    }
}

#[test]
fn one_name_never_has_two_types_in_answers() {
    let schemas = SPEC["components"]["schemas"].as_object().unwrap();
    let mut kinds: BTreeMap<&str, BTreeMap<String, Vec<String>>> = BTreeMap::new();
    let answered = answered(&SPEC, schemas);
    assert!(answered.len() > 120, "{}", answered.len());
    for schema in answered.iter().filter(|schema| !counts(schema)) {
        let mut found = Vec::new();
        fields(&schemas[schema], &mut found);
        for (name, field) in found {
            let of = kinds.entry(name).or_default();
            of.entry(kind(field, schemas)).or_default().push(schema.clone());
        }
    }
    for (name, reason) in EXCEPTIONS {
        assert!(!reason.is_empty() && kinds.contains_key(name), "{name} is no field");
        kinds.remove(name);
    }
    let two: Vec<_> = kinds.iter().filter(|(_, kinds)| kinds.len() > 1).collect();
    assert!(two.is_empty(), "{two:#?}");
}

#[test]
fn instants_days_and_periods_have_one_form_of_name_each() {
    let schemas = SPEC["components"]["schemas"].as_object().unwrap();
    let mut wrong = BTreeSet::new();
    let mut check = |at: &str, name: &str, schema: &Value| {
        let ends = |ends: &[&str]| {
            ends.iter()
                .any(|end| name == *end || name.strip_suffix(end).is_some_and(|thing| thing.ends_with('_')))
        };
        let is_right = match kind(schema, schemas).as_str() {
            // `now` is the clock of the server.
            "date-time" => ends(&["at"]) || ["now", "updated_since"].contains(&name),
            "date" => ends(&["on", "date", "from", "to"]),
            _ => !ends(&["since", "until", "from"]),
        };
        if !is_right {
            wrong.insert(format!("{at}.{name}"));
        }
    };
    for (name, schema) in schemas {
        let mut found = Vec::new();
        fields(schema, &mut found);
        for (field, schema) in found {
            check(name, field, schema);
        }
    }
    for (path, operations) in SPEC["paths"].as_object().unwrap() {
        for operation in operations.as_object().unwrap().values() {
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                check(path, parameter["name"].as_str().unwrap(), &parameter["schema"]);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
