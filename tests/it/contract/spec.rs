//! The OpenAPI document.

use crate::support::client::SPEC;
use crate::support::*;
use api::authz::POLICY;
use serde_json::Value;
use std::path::Path;

fn operations() -> impl Iterator<Item = (&'static str, &'static Value)> {
    POLICY
        .iter()
        .map(|row| (row.operation, &SPEC["paths"][row.path][row.method.to_lowercase()]))
}

#[test]
fn the_committed_document_is_the_one_of_the_code() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/openapi.json");
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    let code = api::openapi::document().to_pretty_json().expect("JSON");
    assert!(
        committed.trim_end() == code.trim_end(),
        "openapi/openapi.json is out of date: run `cargo xtask openapi`"
    );
}

#[test]
fn the_document_is_openapi_3_1_with_title_version_and_licence() {
    assert!(
        SPEC["openapi"]
            .as_str()
            .is_some_and(|version| version.starts_with("3.1.")),
        "{}",
        SPEC["openapi"]
    );
    assert_eq!(SPEC["info"]["title"], "Lưu Trú");
    assert_eq!(SPEC["info"]["license"]["identifier"], "Apache-2.0");
    assert_eq!(SPEC["info"]["version"], env!("CARGO_PKG_VERSION"));
}

#[test]
fn every_operation_says_what_it_does_and_how_it_fails() {
    for (id, operation) in operations() {
        assert_eq!(operation["operationId"], id);
        let is_camel_case =
            id.starts_with(|c: char| c.is_ascii_lowercase()) && id.chars().all(|c| c.is_ascii_alphanumeric());
        assert!(is_camel_case, "{id}");
        for text in ["summary", "description"] {
            let said = operation[text].as_str().unwrap_or_default();
            assert!(said.len() > 5, "{id} has no {text}");
        }
        assert!(operation["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{id}");
        let responses = operation["responses"].as_object().expect("responses");
        assert!(
            responses.keys().any(|status| status.starts_with('2')),
            "{id} cannot succeed"
        );
        for (status, response) in responses.iter().filter(|(status, _)| status.as_str() >= "400") {
            let schema = &response["content"]["application/problem+json"]["schema"]["$ref"];
            assert_eq!(schema, "#/components/schemas/Problem", "{id} {status}");
            assert!(
                response["description"].as_str().is_some_and(|text| text.contains('`')),
                "{id} {status} names no code"
            );
        }
        for status in ["400", "500", "503"] {
            assert!(responses.contains_key(status), "{id} is said never to answer {status}");
        }
        assert!(responses["503"]["headers"]["Retry-After"].is_object(), "{id}");
        if operation.get("requestBody").is_some() {
            for status in ["413", "415", "422"] {
                assert!(responses.contains_key(status), "{id} is said never to answer {status}");
            }
        }
    }
}

#[test]
fn every_field_and_parameter_is_described() {
    for (name, schema) in SPEC["components"]["schemas"].as_object().expect("schemas") {
        for (field, about) in schema["properties"].as_object().into_iter().flatten() {
            // What may be null describes itself beside the null.
            let kinds = about["oneOf"].as_array().into_iter().flatten();
            let is_said = kinds.chain([about]).any(|kind| kind.get("description").is_some());
            assert!(is_said, "{name}.{field}");
        }
    }
    for (id, operation) in operations() {
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            assert!(
                parameter["description"].as_str().is_some_and(|text| !text.is_empty()),
                "{id} {}",
                parameter["name"]
            );
        }
    }
}

#[test]
fn every_text_has_an_example_and_every_request_too() {
    // Whether a value of that type could be anything.
    let is_open = |about: &Value| {
        let kinds = about["type"]
            .as_array()
            .map_or_else(|| vec![&about["type"]], |all| all.iter().collect());
        let is = |kind: &str| kinds.iter().any(|own| *own == kind);
        is("string") && about.get("format").is_none() && about.get("enum").is_none()
            || is("object") && about.get("properties").is_none()
    };
    let mut texts = 0;
    for (name, schema) in SPEC["components"]["schemas"].as_object().expect("schemas") {
        let parts = ["allOf", "oneOf", "anyOf"]
            .map(|how| schema[how].as_array())
            .into_iter()
            .flatten()
            .flatten();
        for part in parts.chain([schema]) {
            for (field, about) in part["properties"].as_object().into_iter().flatten() {
                // A list shows an example of its own, or its entries do.
                let parts = match about.get("example") {
                    Some(_) => vec![about],
                    None => vec![about, &about["items"]],
                };
                for about in parts.into_iter().filter(|about| is_open(about)) {
                    texts += 1;
                    let example = &about["example"];
                    assert!(!example.is_null(), "{name}.{field}");
                    let longest = about["maxLength"].as_u64().unwrap_or(u64::MAX);
                    let length = example.as_str().map_or(0, |text| text.chars().count() as u64);
                    assert!(length <= longest, "{name}.{field}: {example}");
                }
            }
        }
    }
    assert!(texts > 200, "{texts}");
    for (id, operation) in operations() {
        if let Some(body) = operation.get("requestBody") {
            for (kind, content) in body["content"].as_object().expect("kinds") {
                assert!(
                    content.get("example").is_some() || content.get("examples").is_some(),
                    "{id} {kind}"
                );
            }
        }
    }
}

// Part of KH-11.2d-2.
#[test]
fn there_is_no_operation_that_deletes() {
    for (path, item) in SPEC["paths"].as_object().expect("paths") {
        assert!(item.get("delete").is_none(), "{path}");
    }
    assert!(POLICY.iter().all(|row| row.method != "DELETE"));
    // A second factor is no record: who had one and gave it up stands in the audit log.
    let rows = POLICY.iter().filter(|row| row.operation != "removeSecondFactor");
    assert!(rows.clone().count() + 1 == POLICY.len());
    assert!(rows.into_iter().all(|row| {
        !["delete", "remove", "purge"]
            .iter()
            .any(|word| row.operation.starts_with(word))
    }));
}

on_both_engines!(
    #[test]
    async fn the_service_gives_out_its_document_and_swagger_ui(t: &TestApp) {
        let nobody = t.anonymous();
        assert_eq!(nobody.send("GET", "/api/v1/openapi.json").await.is(200), *SPEC);
        assert_eq!(nobody.send("GET", "/docs").await.header("location"), Some("/docs/"));
        let page = nobody.send("GET", "/docs/").await;
        assert_eq!(page.status, 200);
        assert!(page.text().contains("swagger-ui"));
    }
);
