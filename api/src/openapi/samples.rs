//! Whole examples: of each answer, composed of the examples of its fields, and of each problem with its real text.

use dto::problem::{ErrorCode, FieldCode, FieldError, Problem};
use dto::text::{Lang, Params};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Composes the example of every answer once, and one of every problem: operations refer to them.
pub fn components(paths: &Value, schemas: &Value) -> Value {
    let mut examples = Map::new();
    let mut named = BTreeSet::new();
    collect(paths, &mut named);
    for name in named {
        let about = match name.strip_prefix(PROBLEM) {
            Some(code) => ErrorCode::ALL
                .iter()
                .find(|known| known.as_str() == code)
                .map(|code| json!({ "summary": summary(*code), "value": problem(*code) })),
            None => Some(json!({ "value": composed(&schemas[&name], &name, schemas, 0) })),
        };
        if let Some(about) = about {
            examples.insert(name, about);
        }
    }
    Value::Object(examples)
}

/// The prefix of the names of problem examples.
const PROBLEM: &str = "problem.";
const REFERENCE: &str = "#/components/examples/";

fn collect(value: &Value, named: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            if let Some(name) = fields
                .get("$ref")
                .and_then(Value::as_str)
                .and_then(|target| target.strip_prefix(REFERENCE))
            {
                named.insert(name.to_owned());
            }
            fields.values().for_each(|field| collect(field, named));
        }
        Value::Array(items) => items.iter().for_each(|item| collect(item, named)),
        _ => {}
    }
}

/// Refers an answer to the example of its schema.
pub fn of_answer(media: &mut Value) {
    let schema = media["schema"]["$ref"]
        .as_str()
        .and_then(|target| target.rsplit('/').next())
        .map(str::to_owned);
    if let Some(name) = schema
        && media.get("example").is_none()
        && media.get("examples").is_none()
    {
        media["examples"] = json!({ "usual": { "$ref": format!("{REFERENCE}{name}") } });
    }
}

/// Refers a failure to one example for each of its codes.
pub fn of_problems(response: &mut Map<String, Value>) {
    let codes: Vec<String> = response
        .get("description")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect();
    if let Some(media) = response
        .get_mut("content")
        .and_then(|content| content.get_mut("application/problem+json"))
    {
        let examples = codes.into_iter().map(|code| {
            let target = format!("{REFERENCE}{PROBLEM}{code}");
            (code, json!({ "$ref": target }))
        });
        media["examples"] = Value::Object(examples.collect());
    }
}

fn summary(code: ErrorCode) -> &'static str {
    code.title(Lang::En)
}

/// A problem in the form in which the service answers it.
fn problem(code: ErrorCode) -> Value {
    let trace_id = "7fd5e15d19fd4f56b35e6d46f2a1a35f";
    let template = code.detail(Lang::Vi, &Params::new());
    let params: Params = SAMPLES
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .chain([("most".to_owned(), most(code).to_owned())])
        .filter(|(name, _)| template.contains(&format!("{{{name}}}")))
        .collect();
    let errors = match code {
        ErrorCode::ValidationFailed => vec![
            FieldError::new("/guest/full_name", FieldCode::Required),
            FieldError::new("/guest/birth_date", FieldCode::DateNotInCalendar),
        ],
        ErrorCode::MalformedRequest => vec![
            FieldError::parameter("limit", FieldCode::OutOfRange)
                .with("min", 1)
                .with("max", 100),
        ],
        _ => Vec::new(),
    };
    let mut problem = Problem {
        kind: format!("/problems/{}", code.as_str()),
        title: code.title(Lang::Vi).to_owned(),
        status: code.status(),
        detail: String::new(),
        code,
        params,
        errors: errors.into_iter().map(|error| error.localized(Lang::Vi)).collect(),
        trace_id: trace_id.to_owned(),
    };
    problem.detail = problem.detail_in(Lang::Vi);
    json!(problem)
}

/// The value of `most` in the texts of problems.
fn most(code: ErrorCode) -> &'static str {
    match code {
        ErrorCode::PayloadTooLarge => "512 KB",
        ErrorCode::ReadingBudgetUsed => "600",
        _ => "2000",
    }
}

/// The values in the texts of problems.
const SAMPLES: &[(&str, &str)] = &[
    ("address", "https://luutru.khanhhoa.example"),
    ("attempts", "5"),
    ("date", "01/05/2026"),
    ("day", "21/11/2026"),
    ("days", "31"),
    ("format", "PDF"),
    ("incomplete", "2"),
    ("lines", "3480"),
    ("max", "20"),
    ("minutes", "15"),
    ("rooms", "401"),
    ("seconds", "5"),
    ("since", "20/11/2026"),
    ("site", "https://xuatnhapcanh.example"),
    ("unit", "Công an phường Nha Trang"),
];

/// A value of a schema, composed of the examples of its fields.
fn composed(schema: &Value, name: &str, schemas: &Value, depth: usize) -> Value {
    if let Some(target) = schema["$ref"].as_str() {
        let name = target.rsplit('/').next().unwrap_or_default();
        return composed(&schemas[name], name, schemas, depth + 1);
    }
    if let Some(example) = schema.get("example").or_else(|| schema["examples"].get(0)) {
        return example.clone();
    }
    if let Some(parts) = schema["allOf"].as_array() {
        let mut whole = Map::new();
        for part in parts {
            if let Value::Object(fields) = composed(part, name, schemas, depth) {
                whole.extend(fields);
            }
        }
        return Value::Object(whole);
    }
    for how in ["oneOf", "anyOf"] {
        if let Some(kinds) = schema[how].as_array() {
            // Optional fields are absent: the usual stay is neither cancelled nor departed.
            let is_absent = kinds.iter().any(|kind| kind["type"] == "null");
            let first = kinds.first().filter(|_| !is_absent);
            return first.map_or(Value::Null, |kind| composed(kind, name, schemas, depth));
        }
    }
    if schema["type"]
        .as_array()
        .is_some_and(|kinds| kinds.iter().any(|kind| kind == "null"))
    {
        return Value::Null;
    }
    if let Some(first) = schema["enum"].get(0) {
        return first.clone();
    }
    match schema["type"].as_str().unwrap_or_default() {
        "string" => json!(match schema["format"].as_str() {
            Some("uuid") => "019a7c5e-3f00-7000-8000-000000000001",
            Some("date") => "2026-11-21",
            Some("date-time") => "2026-11-21T12:42:00Z",
            Some("email") => "le.tan@haidang.example.test",
            Some("byte") => "UExVVFLDmg==",
            _ => "…",
        }),
        "integer" | "number" => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        "boolean" => json!(false),
        "array" if depth > 6 => json!([]),
        "array" => json!([composed(&schema["items"], name, schemas, depth + 1)]),
        "object" => {
            let fields = schema["properties"].as_object().into_iter().flatten();
            let fields = fields.map(|(property, about)| {
                let fixed = fitting(name, property);
                let value = fixed.unwrap_or_else(|| composed(about, name, schemas, depth + 1));
                (property.clone(), value)
            });
            Value::Object(fields.collect())
        }
        _ => Value::Null,
    }
}

/// Examples that fit to the others of the same object, where the general example of a field does not: one guest, one
/// facility, one application.
fn fitting(schema: &str, property: &str) -> Option<Value> {
    Some(match (schema, property) {
        ("GuestOut" | "RegisterLine" | "ReturningGuest" | "ForeignGuestOut", "birth_date") => json!("1991-03-14"),
        ("GuestOut" | "ReturningGuest", "document_name")
        | ("ReasonRef", "note")
        | ("DossierOut" | "PublicDossierOut", "result")
        | ("DossierEventOut" | "PublicEventOut", "text")
        | ("PriceOut", "effective_to" | "season") => Value::Null,
        (_, "birth_year") => json!(1991),
        ("StayOut", "room") => json!({ "id": "01a1ffd7-b51f-7499-829a-34e125ba245b", "name": "401" }),
        ("StayThread", "messages")
        | ("StayOut", "warnings")
        | ("DossierOut" | "PublicDossierOut" | "DossierSummary", "asked_units" | "consultations" | "hints") => {
            json!([])
        }
        (_, "sex") => json!("female"),
        (_, "document_type") => json!("passport"),
        (_, "issuing_state") => json!("CZ"),
        (_, "document_masked") => json!("EZ••••827"),
        (_, "permit_expires_on" | "visa_expires_on") => json!("2026-12-20"),
        (_, "entered_on") => json!("2026-11-20"),
        (_, "planned_departure_at") => json!("2026-11-23T05:00:00Z"),
        ("StayOut" | "StaySummary" | "OpenStay", "state") => json!("present"),
        ("StayOut", "due_at") => json!("2026-11-21T16:00:00Z"),
        ("StayOut", "correction_ends_at") => json!("2026-11-21T17:00:00Z"),
        ("StayNights", "ends_on") => json!("2026-11-23"),
        ("StayNights", "total") => json!(2),
        ("StayNights", "current") => json!(1),
        ("OwnFacility", "setup_complete")
        | ("SetupOut", "complete" | "data_done" | "rooms_done" | "prices_done" | "needs_rooms" | "needs_prices") => {
            json!(true)
        }
        ("AccountOut" | "AccountSummary" | "ManagedAccountOut", "role") => json!("facility"),
        ("AccountOut" | "AccountSummary" | "ManagedAccountOut", "unit_name") => json!("Khách sạn Hải Đăng"),
        ("DossierOut" | "DossierSummary" | "PublicDossierOut" | "DossierEventOut" | "PublicEventOut", "state") => {
            json!("filed")
        }
        ("DossierSummary" | "PublicDossierOut", "due_at") => json!("2026-11-23T12:42:00Z"),
        ("DossierOut", "can") => json!(["acceptDossier", "commentOnDossier", "requestSupplement"]),
        ("PublicDossierOut", "can") => json!(["withdrawDossier"]),
        ("StayOut", "can") => json!(["amendStay", "cancelStay", "checkOutStay", "extendStay", "moveStay"]),
        ("ImmigrationOut", "can") => json!(["confirmForeignGuests", "exportForeignGuests"]),
        ("AccountSummary" | "ManagedAccountOut", "can") => json!([
            "changeHolder",
            "closeAccount",
            "lockAccount",
            "resetPassword",
            "updateAccount"
        ]),
        ("OperatorOut", "can") => json!(["disableOperator", "resetOperatorPassword"]),
        ("DelegationOut", "can") => json!(["endDelegation"]),
        ("AgencyContactOut", "can") => json!(["updateContact"]),
        ("DossierEventOut" | "PublicEventOut", "kind") => json!("confirm"),
        ("AttachmentOut", "size") => json!(184_320),
        ("RoomOut", "floor" | "beds") => json!(4),
        _ => return None,
    })
}
