//! Whether the OpenAPI document says what the service does: one schema for each name, and what it demands.

use crate::support::client::SPEC;
use crate::support::province::facility_id;
use crate::support::schema::{faults, resolve};
use crate::support::*;
use api::authz::{Flag, POLICY};
use dto::operations::summary;
use dto::text::Lang;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The Rust files under a folder.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// Every type that becomes a schema, by its name: the files that have it.
fn schema_types() -> BTreeMap<String, Vec<String>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["dto/src", "rules/src", "api/src"] {
        sources(&root.join(folder), &mut files);
    }
    let mut types: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for file in files {
        let text = std::fs::read_to_string(&file).expect("a source");
        let lines: Vec<&str> = text.lines().collect();
        for (at, _) in lines.iter().enumerate().filter(|(_, line)| line.contains("ToSchema)")) {
            let declared = lines[at..].iter().find_map(|line| {
                let line = line
                    .trim_start()
                    .trim_start_matches("pub ")
                    .trim_start_matches("(crate) ");
                line.strip_prefix("struct ").or_else(|| line.strip_prefix("enum "))
            });
            let declared = declared.expect("a type behind its derive");
            let name = declared
                .split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$')
                .next()
                .expect("a name");
            assert!(
                !declared[name.len()..].starts_with('<'),
                "{name}: all its kinds would share one schema"
            );
            types
                .entry(name.to_owned())
                .or_default()
                .push(file.display().to_string());
        }
    }
    assert!(types.len() > 200, "{}", types.len());
    types
}

#[test]
fn no_two_schemas_share_a_name() {
    for (name, files) in schema_types() {
        assert!(
            files.len() == 1 || name == "$name" || name == "Wire",
            "{name}: {files:?}"
        );
    }
}

/// Calls `look` with every value of the document, and with where it stands.
fn walk<'a>(value: &'a Value, at: &str, look: &mut impl FnMut(&str, &'a Value)) {
    look(at, value);
    match value {
        Value::Object(fields) => fields
            .iter()
            .for_each(|(name, field)| walk(field, &format!("{at}/{name}"), look)),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| walk(item, &format!("{at}/{index}"), look)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere_and_every_schema_is_used() {
    let mut used = BTreeSet::new();
    walk(&SPEC, "", &mut |at, value| {
        if let Some(target) = value.as_str().filter(|_| at.ends_with("/$ref")) {
            assert!(SPEC.pointer(&target[1..]).is_some(), "{at}: {target}");
            used.insert(target.rsplit('/').next().expect("a name").to_owned());
        }
    });
    for name in SPEC["components"]["schemas"].as_object().expect("schemas").keys() {
        assert!(used.contains(name), "nothing uses {name}");
    }
}

#[test]
fn every_example_fits_its_schema() {
    let (mut looked_at, mut wrong) = (0, Vec::new());
    walk(&SPEC, "", &mut |at, value| {
        let Some(fields) = value.as_object() else { return };
        let is_media = fields.contains_key("schema");
        let schema = if is_media { &fields["schema"] } else { value };
        let mut look = |example: &Value, at: String| {
            looked_at += 1;
            let found = faults(schema, example);
            if !found.is_empty() {
                wrong.push(format!("{at}: {found:?}"));
            }
        };
        if at.ends_with("/properties") {
            return;
        }
        if let Some(example) = fields.get("example") {
            look(example, format!("{at}/example"));
        }
        match fields.get("examples") {
            Some(Value::Object(all)) => all.iter().for_each(|(name, one)| {
                if let Some(example) = one.get("value") {
                    look(example, format!("{at}/examples/{name}"));
                }
            }),
            Some(Value::Array(all)) if !is_media => all.iter().for_each(|one| look(one, format!("{at}/examples"))),
            _ => {}
        }
    });
    assert!(looked_at > 400, "{looked_at}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_default_contradicts_its_own_schema() {
    let mut wrong = Vec::new();
    walk(&SPEC["components"]["schemas"], "", &mut |at, value| {
        let Some(default) = value.get("default").filter(|_| !at.ends_with("/properties")) else {
            return;
        };
        let found = faults(value, default);
        if !found.is_empty() {
            wrong.push(format!("{at}: {found:?}"));
        }
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the server demands only together with something else, so that the schema cannot: of two fields one, of a kind of
/// facility, requester or delivery its own.
const CONDITIONAL: &[&str] = &[
    "createOperator /email",
    "createAccount /email",
    "changeHolder /email",
    "notifyStay /room_id",
    "notifyStay /guest/birth_date",
    "notifyGroup /guests/*/guest/birth_date",
    "notifyOnBehalf /facility_id",
    "notifyOnBehalf /stay/guest/birth_date",
    "searchStays /name",
    "findReturningGuest /name",
    "submitRegistration /facility",
    "submitDataRequest /requester",
    "submitDataRequest /requester/contact_name",
    "submitOwnDataRequest /requester/contact_name",
];

fn is_conditional(operation: &str, pointer: &str) -> bool {
    let parts = pointer
        .split('/')
        .map(|part| if part.parse::<usize>().is_ok() { "*" } else { part });
    let told = format!("{operation} {}", parts.collect::<Vec<_>>().join("/"));
    CONDITIONAL.contains(&told.as_str())
}

/// Who may call the operation, and with what in the path.
fn whoever_may(operation: &str) -> Option<&'static str> {
    let row = POLICY.iter().find(|row| row.operation == operation).expect("a row");
    let tiers = crate::support::province::ONE_OF_EACH_TIER;
    let login = tiers
        .iter()
        .find(|(tier, _)| row.reach(*tier, *tier == dto::account::AccountTier::POLICE_1).is_some());
    login.map(|(_, login)| *login)
}

/// What a refused body lacks, as pointers.
fn lacking(answer: &Answer) -> BTreeSet<String> {
    let fields = answer.wrong_fields().into_iter();
    let lacking = fields.filter(|(_, code)| code.ends_with("required"));
    lacking.map(|(pointer, _)| pointer).collect()
}

/// What the schema demands of an object, as pointers.
fn demanded(schema: &Value, at: &str) -> BTreeSet<String> {
    let schema = resolve(schema);
    let own = schema["required"].as_array().into_iter().flatten();
    own.map(|name| format!("{at}/{}", name.as_str().expect("a name")))
        .collect()
}

/// The objects within a body, by pointer, with the schema of each.
fn objects<'a>(schema: &'a Value, body: &Value, at: &str, found: &mut Vec<(String, &'a Value)>) {
    let schema = resolve(schema);
    match body {
        Value::Object(fields) => {
            found.push((at.to_owned(), schema));
            for (name, field) in fields {
                objects(&schema["properties"][name], field, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                objects(&schema["items"], item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

on_both_engines!(
    #[test]
    async fn what_a_body_lacks_is_told_at_once_and_is_what_its_schema_demands(t: &TestApp) {
        let mut differences = Vec::new();
        for row in POLICY {
            let operation = &SPEC["paths"][row.path][row.method.to_lowercase()];
            let Some(content) = operation["requestBody"]["content"].get("application/json") else {
                continue;
            };
            let client = match whoever_may(row.operation) {
                Some(login) => t.signed_in(login).await,
                None => t.anonymous(),
            };
            let example = content
                .get("example")
                .or_else(|| {
                    content["examples"]
                        .as_object()
                        .and_then(|all| all.values().next()?.get("value"))
                })
                .expect("an example");
            let mut bodies = Vec::new();
            objects(&content["schema"], example, "", &mut bodies);
            for (at, schema) in bodies {
                let mut body = example.clone();
                // A free-form object demands nothing.
                if schema["properties"].is_null() {
                    continue;
                }
                *body.pointer_mut(&at).expect("the object") = json!({});
                let answer = probe(&client, row.operation, &body).await;
                if row.has(Flag::OfDelegation) {
                    // The profile of the tests has none.
                    answer.problem("delegation_off");
                    continue;
                }
                if answer.status != 422 || answer.json()["code"] != "validation_failed" {
                    if !demanded(schema, &at).is_empty() {
                        differences.push(format!("{} {at}: {} {}", row.operation, answer.status, answer.text()));
                    }
                    continue;
                }
                // What an object that is not there lacks stands for the object.
                let field_of = |pointer: &String| {
                    let rest = pointer.strip_prefix(at.as_str())?.strip_prefix('/')?;
                    Some(format!("{at}/{}", rest.split('/').next().expect("a name")))
                };
                let told: BTreeSet<String> = lacking(&answer)
                    .iter()
                    .filter_map(field_of)
                    .filter(|pointer| !is_conditional(row.operation, pointer))
                    .collect();
                let schema_says = demanded(schema, &at);
                if told != schema_says {
                    differences.push(format!(
                        "{} {at}: told {told:?}, documented {schema_says:?}",
                        row.operation
                    ));
                }
            }
        }
        assert!(differences.is_empty(), "{}", differences.join("\n"));
    }
);

/// The request, for what the one who asks has and what there is.
async fn probe(client: &Client<'_>, operation: &str, body: &Value) -> Answer {
    use crate::support::province::{facility_id, room_id};
    let row = POLICY.iter().find(|row| row.operation == operation).expect("a row");
    let mut call = client.call(operation);
    for part in row.path.split('/').filter(|part| part.starts_with('{')) {
        let name = part.trim_matches(['{', '}']);
        call = match name {
            "facility_id" => call.at(name, facility_id("haidang")),
            "room_id" => call.at(name, room_id("haidang", "401")),
            "year" => call.at(name, "2027"),
            _ => call.at(name, uuid::Uuid::now_v7()),
        };
    }
    call.json(body).await
}

#[test]
fn texts_for_strangers_name_no_provision_and_no_decision() {
    walk(&SPEC, "", &mut |at, value| {
        if let Some(text) = value
            .as_str()
            .filter(|_| at.ends_with("/description") || at.ends_with("/summary"))
        {
            let marks = ["KH-", "LC-", "LCP-", "LCH20-", "LCH24-", "DESIGN", "table 8", "able 8."];
            assert!(!marks.iter().any(|mark| text.contains(mark)), "{at}: {text}");
            let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '-');
            let is_task = |word: &str| {
                let rest = word.strip_prefix("D-").or_else(|| word.strip_prefix("S-"));
                rest.is_some_and(|rest| rest.len() == 2 && rest.bytes().all(|byte| byte.is_ascii_digit()))
            };
            assert!(!words.any(is_task), "{at}: {text}");
        }
    });
}

#[test]
fn files_headers_and_callers_are_documented_everywhere() {
    for row in POLICY {
        let operation = &SPEC["paths"][row.path][row.method.to_lowercase()];
        let id = row.operation;
        let said = operation["description"].as_str().expect("a description");
        assert!(said.contains("May be called by: "), "{id}");
        assert!(operation["responses"]["405"]["headers"]["Allow"].is_object(), "{id}");
        let key = operation["parameters"].as_array().into_iter().flatten();
        let key = key.into_iter().find(|parameter| parameter["name"] == "Idempotency-Key");
        if let Some(key) = key {
            assert_eq!(key["schema"]["minLength"], 8, "{id}");
            assert_eq!(key["schema"]["maxLength"], 64, "{id}");
        }
        for (status, response) in operation["responses"].as_object().expect("responses") {
            let content = response["content"].as_object().into_iter().flatten();
            for (kind, media) in content {
                if kind.ends_with("json") {
                    let has_example = media.get("example").is_some() || media["examples"].is_object();
                    assert!(has_example, "{id} {status}");
                } else {
                    assert_ne!(kind, "application/octet-stream", "{id}");
                    assert_eq!(media["schema"], json!({ "type": "string", "format": "binary" }), "{id}");
                    assert!(response["headers"]["Content-Disposition"].is_object(), "{id}");
                }
            }
            if status.starts_with('2') && key.is_some() {
                assert!(response["headers"]["Idempotency-Replayed"].is_object(), "{id}");
            }
        }
    }
}

on_both_engines!(
    #[test]
    async fn the_page_of_the_document_is_packed_and_its_files_are_kept(t: &TestApp) {
        let nobody = t.anonymous();
        let mut whole = 0;
        let mut asked_for = vec!["/api/v1/openapi.json".to_owned()];
        for (path, lang) in [("/docs/", "vi"), ("/docs/en/", "en")] {
            let page = nobody.send("GET", path).await.text();
            assert!(page.contains(&format!("<html lang=\"{lang}\">")), "{path}");
            let files: Vec<String> = page
                .split('"')
                .filter(|value| value.starts_with("/docs/") && value.contains('.'))
                .map(str::to_owned)
                .collect();
            assert_eq!(files.len(), 6, "{files:?}");
            asked_for.push(path.to_owned());
            asked_for.extend(files);
        }
        for path in asked_for {
            let plain = nobody.send("GET", &path).await;
            let tag = plain.header("etag").expect("a version").to_owned();
            let kept = if path.starts_with("/docs/") && path.contains('.') {
                "public, max-age=31536000, immutable"
            } else {
                "no-cache"
            };
            assert_eq!(plain.header("cache-control"), Some(kept), "{path}");
            assert_eq!(
                nobody.send("GET", &path).header("If-None-Match", &tag).await.status,
                304,
                "{path}"
            );
            let packed = nobody.send("GET", &path).header("Accept-Encoding", "gzip").await;
            assert_eq!(packed.status, 200, "{path}");
            assert_eq!(packed.header("vary"), Some("Accept-Encoding"), "{path}");
            // A picture is packed already.
            if !path.ends_with(".png") {
                assert_eq!(packed.header("content-encoding"), Some("gzip"), "{path}");
                assert!(packed.body.len() * 3 < plain.body.len() * 2, "{path}");
            }
            if !path.contains("/en/") && !path.contains(".en.") && !path.starts_with("/api/") {
                whole += packed.body.len();
            }
        }
        // Each file of both pages but the page itself and its document is counted twice.
        assert!(whole < 1_000_000, "{whole}");
        for path in [
            "/docs/nothing.js",
            "/docs/swagger-ui.css",
            "/docs/page.0123456789abcdef.js",
        ] {
            nobody.send("GET", path).await.problem("not_found");
        }
    }

    #[test]
    async fn the_page_says_of_a_live_system_that_its_guests_are_real(t: &TestApp) {
        let nobody = t.anonymous();
        let page = nobody.send("GET", "/docs/").await.text();
        assert!(page.contains("Hệ thống thật: đây là khách thật."), "{page}");
        assert!(!page.contains("Tỉnh dùng thử"));
        let page = nobody.send("GET", "/docs/en/").await.text();
        assert!(page.contains("Live system: these are real guests."), "{page}");
    }

    #[test]
    async fn the_vietnamese_document_says_what_each_operation_does_and_who_may_call_it(t: &TestApp) {
        let nobody = t.anonymous();
        let page = nobody.send("GET", "/docs/").await.text();
        let path = page
            .split('"')
            .find(|value| value.starts_with("/docs/openapi.vi."))
            .expect("the document")
            .to_owned();
        let document = nobody.send("GET", &path).await.json();
        for row in POLICY {
            let has_both = [Lang::Vi, Lang::En].map(|lang| summary(lang, row.operation).is_some());
            assert_eq!(has_both, [true, true], "{}", row.operation);
            let [vi, en] = [&document, &*SPEC].map(|document| &document["paths"][row.path][row.method.to_lowercase()]);
            assert_eq!(
                en["summary"].as_str(),
                summary(Lang::En, row.operation),
                "{}",
                row.operation
            );
            assert_eq!(
                vi["summary"].as_str(),
                summary(Lang::Vi, row.operation),
                "{}",
                row.operation
            );
            let said = vi["description"].as_str().expect("a description");
            assert!(said.contains("\n\nAi được gọi: "), "{said}");
            assert_eq!(vi["tags"], en["tags"]);
        }
        let names = |document: &Value| {
            let tags = document["tags"].as_array().expect("tags").iter();
            tags.map(|tag| tag["name"].as_str().expect("a name").to_owned())
                .collect::<Vec<_>>()
        };
        let used: BTreeSet<String> = POLICY
            .iter()
            .map(|row| &SPEC["paths"][row.path][row.method.to_lowercase()]["tags"][0])
            .map(|tag| tag.as_str().expect("a tag").to_owned())
            .collect();
        assert_eq!(names(&SPEC), names(&document));
        assert_eq!(used, names(&SPEC).into_iter().collect());
    }

    #[test]
    async fn what_is_read_is_packed_for_whoever_can_unpack_it_and_versions_are_told_of_plain_bytes(t: &TestApp) {
        let client = t.signed_in("haidang").await;
        let hotel = facility_id("haidang");
        let path = "/api/v1/reference-lists/nationalities";
        let plain = client.send("GET", path).await;
        assert_eq!((plain.status, plain.header("content-encoding")), (200, None));
        assert_eq!(plain.header("vary"), Some("Accept-Encoding"));
        let packed = client.send("GET", path).header("Accept-Encoding", "br, gzip").await;
        assert_eq!((packed.status, packed.header("content-encoding")), (200, Some("gzip")));
        let (packed, plain) = (packed.body.len(), plain.body.len());
        assert!(packed * 3 < plain, "{packed} of {plain}");
        let list = client.send("GET", path);
        let list = list.header("Accept-Encoding", "gzip").await;
        let tag = list.header("etag").expect("a tag").to_owned();
        assert!(tag.starts_with("W/\""), "{tag}");
        let again = client.send("GET", path);
        let again = again.header("Accept-Encoding", "gzip").header("If-None-Match", &tag);
        assert_eq!(again.await.status, 304);
        // What has a version, and what fits into one packet as it is.
        for path in [format!("/facilities/{hotel}"), format!("/facilities/{hotel}/board")] {
            let answer = client
                .send("GET", &format!("/api/v1{path}"))
                .header("Accept-Encoding", "gzip")
                .await;
            assert_eq!(
                (answer.status, answer.header("content-encoding")),
                (200, None),
                "{path}"
            );
        }
    }

    #[test]
    async fn a_400_names_every_wrong_parameter_and_header(t: &TestApp) {
        let client = t.signed_in("quantri").await;
        let wrong = |answer: &Answer| {
            let problem = answer.problem("malformed_request");
            let errors = problem["errors"].as_array().cloned().unwrap_or_default().into_iter();
            let told = errors.map(|error| {
                assert!(error.get("pointer").is_none(), "{error}");
                let text = |name: &str| error[name].as_str().expect("a text").to_owned();
                assert!(!text("message").contains('{'), "{error}");
                format!("{} {}", text("parameter"), text("code"))
            });
            let mut told: Vec<String> = told.collect();
            told.sort();
            told
        };
        for (operation, query, expected) in [
            ("listStays", vec![("limit", "x")], vec!["limit wrong_type"]),
            ("listStays", vec![("limit", "0")], vec!["limit out_of_range"]),
            (
                "listStays",
                vec![("shoe", "1"), ("late", "maybe")],
                vec!["late wrong_type", "shoe unknown_parameter"],
            ),
            (
                "listStays",
                vec![("cursor", "x"), ("limit", "500")],
                vec!["cursor cursor_malformed", "limit out_of_range"],
            ),
            (
                "listStays",
                vec![("notified_from", "2026-13-01")],
                vec!["notified_from date_not_in_calendar"],
            ),
            (
                "listStays",
                vec![("notified_from", "01/12/2026")],
                vec!["notified_from date_not_iso"],
            ),
            (
                "listStays",
                vec![("facility_id", "7")],
                vec!["facility_id id_malformed"],
            ),
            ("listStays", vec![("state", "gone")], vec!["state unknown_value"]),
            (
                "listDossiers",
                vec![("state", "filed"), ("closed", "true")],
                vec!["closed either_or"],
            ),
            ("listAccounts", vec![("level", "village")], vec!["level unknown_value"]),
            (
                "listFacilities",
                vec![("cursor", "%"), ("limit", "-1")],
                vec!["limit wrong_type"],
            ),
            ("listCalendar", vec![("year", "1999")], vec!["year out_of_range"]),
            ("listAreas", vec![("limit", "9999")], vec!["limit out_of_range"]),
        ] {
            let mut call = client.call(operation);
            for (name, value) in &query {
                call = call.query(name, value);
            }
            assert_eq!(wrong(&call.await), expected, "{operation} {query:?}");
        }
        let hotel = t.signed_in("haidang").await;
        for key in ["short", "a key with spaces", &"x".repeat(65)] {
            let answer = hotel.call("notifyStay").key(key).json(&json!({})).await;
            assert_eq!(wrong(&answer), ["Idempotency-Key key_malformed"], "{key}");
        }
        let answer = hotel.call("listStays").header("Acting-For", "x").await;
        assert_eq!(wrong(&answer), ["Acting-For id_malformed"]);
        for lang in ["vi", "en"] {
            let answer = client.call("listStays").query("limit", "0").lang(lang).await;
            let said = answer.json()["errors"][0]["message"]
                .as_str()
                .expect("a text")
                .to_owned();
            assert_eq!(
                said,
                if lang == "vi" {
                    "Từ 1 đến 100."
                } else {
                    "From 1 to 100."
                }
            );
        }
    }
);
