//! The parts of the document that are the same for all operations, written in one place: who may call, answers other
//! than JSON, headers, examples.

use super::{callers, samples};
use crate::authz::POLICY;
use crate::authz::policy::Row;
use dto::operations::summary;
use dto::text::Lang;
use serde_json::{Map, Value, json};
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::{Operation, PathItem};

/// The operations of a path with their methods.
pub fn operations_of(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    [
        ("GET", &mut item.get),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
    ]
    .into_iter()
    .filter_map(|(method, operation)| operation.as_mut().map(|operation| (method, operation)))
}

/// Completes the document with the parts that are the same everywhere.
pub fn finished(mut document: OpenApi, lang: Lang) -> OpenApi {
    // Path and method identify an operation; the rest is simpler to write in JSON.
    let rows: Vec<(String, &'static str, &'static Row)> = document
        .paths
        .paths
        .iter_mut()
        .flat_map(|(path, item)| {
            let methods = operations_of(item).map(|(method, _)| method);
            let rows = methods.filter_map(|method| {
                let row = POLICY.iter().find(|row| row.path == path && row.method == method)?;
                Some((path.clone(), method, *row))
            });
            rows.collect::<Vec<_>>()
        })
        .collect();
    let Ok(mut json) = serde_json::to_value(&document) else {
        return document;
    };
    without_null_defaults(&mut json["components"]["schemas"]);
    without_marks(&mut json);
    let schemas = json["components"]["schemas"].clone();
    for (path, method, row) in rows {
        operation(&mut json["paths"][path.as_str()][method.to_lowercase()], row, lang);
    }
    json["components"]["examples"] = samples::components(&json["paths"], &schemas);
    serde_json::from_value(json).unwrap_or(document)
}

/// Removes `null` as the default of a type that cannot be null: it comes from the Rust default, and the check then
/// reports a missing value.
fn without_null_defaults(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.get("default").is_some_and(Value::is_null) {
                fields.remove("default");
            }
            // A mandatory field has no default either.
            if let Some(Value::Array(required)) = fields.get("required").cloned()
                && let Some(Value::Object(properties)) = fields.get_mut("properties")
            {
                for name in required.iter().filter_map(Value::as_str) {
                    if let Some(Value::Object(about)) = properties.get_mut(name) {
                        about.remove("default");
                    }
                }
            }
            fields.values_mut().for_each(without_null_defaults);
        }
        Value::Array(items) => items.iter_mut().for_each(without_null_defaults),
        _ => {}
    }
}

/// Comments cite the provision that they implement. External readers cannot look it up, so the document omits it.
fn without_marks(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            for (name, field) in fields {
                match field {
                    Value::String(text) if matches!(name.as_str(), "description" | "summary") => {
                        *text = without_marks_in(text);
                    }
                    field => without_marks(field),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(without_marks),
        _ => {}
    }
}

/// The text without provisions in brackets, or without the part of a bracket that is a provision.
fn without_marks_in(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(open) = rest.find('(') {
        let Some(close) = rest[open..].find(')').map(|length| open + length) else {
            break;
        };
        let parts: Vec<&str> = rest[open + 1..close]
            .split([',', ';', ':'])
            .map(str::trim)
            .filter(|part| !part.is_empty() && !part.split_whitespace().any(is_mark) && !part.starts_with("table 8"))
            .collect();
        let was = &rest[open + 1..close];
        if was.starts_with("table 8") || was.split([' ', '\n', ',', ';', ':']).any(is_mark) {
            out.push_str(rest[..open].trim_end());
            if !parts.is_empty() {
                out.push_str(" (");
                out.push_str(&parts.join(", "));
                out.push(')');
            }
        } else {
            out.push_str(&rest[..=close]);
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

/// Whether a word is the number of a provision, a decision or a task: `KH-11.2d-1`, `S-06`, `D-07`.
pub fn is_mark(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    word.split_once('-').is_some_and(|(source, rest)| {
        matches!(source, "KH" | "LC" | "LCP" | "LCH20" | "LCH24" | "S" | "D" | "A")
            && rest.starts_with(|c: char| c.is_ascii_digit() || c.is_ascii_uppercase())
            && rest.contains(|c: char| c.is_ascii_digit() || rest.starts_with('M'))
    })
}

fn operation(operation: &mut Value, row: &Row, lang: Lang) {
    let said = operation["description"].as_str().unwrap_or_default();
    operation["description"] = json!(format!("{said}\n\n{}", callers::of(row, lang)));
    // The English one comes with the handler.
    if lang == Lang::Vi
        && let Some(summary) = summary(lang, row.operation)
    {
        operation["summary"] = json!(summary);
    }
    operation["tags"] = json!([tag(row.path)]);
    let Some(responses) = operation["responses"].as_object_mut() else {
        return;
    };
    let has_version = responses.contains_key("304");
    for (status, response) in responses.iter_mut() {
        let Some(response) = response.as_object_mut() else {
            continue;
        };
        let mut headers = response.remove("headers").unwrap_or_else(|| json!({}));
        match status.as_str() {
            "401" => header(&mut headers, "WWW-Authenticate", "string", "`Bearer realm=\"luutru\"`"),
            "405" => header(&mut headers, "Allow", "string", "The methods that the path accepts"),
            _ => {}
        }
        if status.starts_with('2') {
            content(response, &mut headers);
        }
        if has_version && matches!(status.as_str(), "200" | "304") {
            let what = "The version of the answer; send it back as `If-None-Match`";
            header(&mut headers, "ETag", "string", what);
        }
        if headers.as_object().is_some_and(|headers| !headers.is_empty()) {
            response.insert("headers".to_owned(), headers);
        }
        if status.as_str() >= "400" {
            samples::of_problems(response);
        }
    }
}

/// The group of an operation, from its path; the groups have the order in which a new user needs them.
fn tag(path: &str) -> &'static str {
    let path = path.trim_start_matches(dto::operations::BASE);
    let is_filing = ["/accounts/me/holder-changes", "/accounts/me/data-requests"].contains(&path);
    let begins = |parts: &[&str]| parts.iter().any(|part| path.starts_with(part));
    if begins(&["/auth/"]) {
        "sign-in"
    } else if begins(&["/accounts/me"]) && !is_filing {
        "own-account"
    } else if begins(&["/accounts", "/delegations"]) && !is_filing {
        "accounts"
    } else if path.contains("/imports") || begins(&["/import-template"]) {
        "imports"
    } else if begins(&["/stays", "/register"]) || path.contains("/foreign-guests") || path.ends_with("/day") {
        "stays"
    } else if begins(&["/facilities/"]) {
        "rooms"
    } else if begins(&["/jobs"]) {
        "operation"
    } else if begins(&[
        "/profile",
        "/areas",
        "/reference-lists",
        "/facilities",
        "/facility-changes",
        "/contacts",
        "/units",
    ]) {
        "directory"
    } else {
        "procedures"
    }
}

/// The content of an answer: files are binary, and JSON has an example.
fn content(response: &mut Map<String, Value>, headers: &mut Value) {
    let Some(content) = response.get_mut("content").and_then(Value::as_object_mut) else {
        return;
    };
    let mut is_file = false;
    for (kind, media) in content.iter_mut() {
        if kind == "application/json" {
            samples::of_answer(media);
        } else {
            is_file = true;
            media["schema"] = json!({ "type": "string", "format": "binary" });
        }
    }
    if is_file {
        header(
            headers,
            "Content-Disposition",
            "string",
            "`attachment` or `inline`, and the name of the file",
        );
    }
}

/// Adds the description of a header, unless there already is one.
fn header(headers: &mut Value, name: &str, kind: &str, description: &str) {
    if headers.get(name).is_none() {
        headers[name] = json!({ "description": description, "schema": { "type": kind } });
    }
}

#[cfg(test)]
mod tests {
    use super::without_marks_in;

    #[test]
    fn numbers_of_provisions_are_taken_out_and_what_else_stands_there_is_kept() {
        for (text, told) in [
            ("Declare a departure (KH-11.2e-1).", "Declare a departure."),
            (
                "The queue (LC-6.1b-1: 48 hours from receipt).",
                "The queue (48 hours from receipt).",
            ),
            ("Who did (D-04, the holder).", "Who did (the holder)."),
            (
                "A page (8 to 64 signs) and (RFC 9457).",
                "A page (8 to 64 signs) and (RFC 9457).",
            ),
            ("The position (KH-M1.2).", "The position."),
            ("On record (KH-M4.1 to\nKH-M4.5).", "On record."),
            ("Governing body (KH-MC.1)", "Governing body"),
        ] {
            assert_eq!(without_marks_in(text), told);
        }
    }
}
