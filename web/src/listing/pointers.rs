//! Rows have no type of their own, so a test compares the members that lists read with the schemas of the API.

use serde_json::Value;
use std::fs;
use std::path::Path;

/// Files with the schema of their rows, and of the whole answer; members of a stay are beside the row's own.
const FILES: &[(&str, &[&str])] = &[
    ("words/stay_row.rs", &["StaySummary"]),
    ("pages/police_list/list.rs", &["StaySummary"]),
    ("pages/police_list/mod.rs", &["StaySummary", "StayPage"]),
    ("pages/guests/list.rs", &["StaySummary"]),
    ("pages/guests/mod.rs", &["SearchOut"]),
    ("pages/register/list.rs", &["RegisterLine", "StaySummary"]),
    ("pages/register/mod.rs", &["RegisterOut"]),
    ("pages/register/take_out.rs", &["RegisterOut"]),
    ("pages/commune/list.rs", &["FacilityToday"]),
    ("pages/commune/mod.rs", &["CommuneDayOut"]),
    ("pages/registrations/list.rs", &["DossierSummary", "ConsultationMark"]),
    ("pages/registrations/term.rs", &["DossierSummary"]),
    ("pages/registrations/mod.rs", &["DossierPage"]),
    ("pages/accounts/list.rs", &["AccountSummary"]),
    ("pages/accounts/mod.rs", &["AccountSummary"]),
    ("pages/contacts.rs", &["AgencyContactOut"]),
    ("pages/contacts/list.rs", &["AgencyContactOut"]),
    ("pages/delegations/list.rs", &["DelegationOut"]),
    ("pages/facility_changes/list.rs", &["FacilityChangeOut"]),
    ("pages/operators.rs", &["OperatorOut", "OperatorIn"]),
    ("pages/operators/list.rs", &["OperatorOut"]),
    ("pages/profile/sessions.rs", &["OpenSessionOut"]),
    ("pages/profile/session_list.rs", &["OpenSessionOut"]),
    ("pages/profile/token_list.rs", &["AccessTokenOut"]),
    ("pages/system.rs", &["JobsOut"]),
    ("pages/system/list.rs", &["JobOut", "GivenUpRow"]),
    ("pages/set_up/price_history.rs", &["PriceListOut"]),
    ("pages/set_up/price_list.rs", &["PriceOut"]),
    (
        "pages/import/list.rs",
        &["ImportRowOut", "ImportCell", "ImportMend", "FieldError", "Warning"],
    ),
    (
        "pages/foreign/list.rs",
        &["ForeignGuestOut", "StaySummary", "FieldError"],
    ),
    (
        "pages/foreign/mod.rs",
        &["ForeignGuestOut", "StaySummary", "ForeignGuestsOut"],
    ),
];

/// Methods that read a member of a row.
const READERS: [&str; 11] = [
    "text", "is", "has", "count", "number", "moment", "day", "code", "items", "at", "uuid",
];

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

/// Returns the pointers that a file reads from rows: `.text("/full_name")`, also as `.code::<Role>("/role")`.
fn asked(source: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in source.match_indices("(\"/") {
        let before = source[..at].rsplit_once("::<").map_or(&source[..at], |(before, kind)| {
            if source[..at].ends_with('>') && !kind.contains(['(', ';', '\n']) {
                before
            } else {
                &source[..at]
            }
        });
        let is_reader = READERS.iter().any(|reader| {
            before
                .strip_suffix(reader)
                .is_some_and(|rest| rest.ends_with('.') || rest.ends_with(' '))
        });
        if is_reader {
            let text = &source[at + 2..];
            found.push(&text[..text.find('"').unwrap()]);
        }
    }
    found
}

/// Returns the schema of a member, through references and alternatives.
fn member<'a>(api: &'a Value, schema: &'a Value, name: &str) -> Option<&'a Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        return member(api, api.pointer(reference.trim_start_matches('#'))?, name);
    }
    for several in ["allOf", "oneOf", "anyOf"] {
        let found = schema[several].as_array().into_iter().flatten();
        if let Some(found) = found.filter_map(|one| member(api, one, name)).next() {
            return Some(found);
        }
    }
    schema["properties"].get(name)
}

fn has(api: &Value, schema: &str, pointer: &str) -> bool {
    let mut here = api.pointer(&format!("/components/schemas/{schema}"));
    assert!(here.is_some(), "there is no schema {schema}");
    for name in pointer.trim_start_matches('/').split('/') {
        here = here.and_then(|here| member(api, here, name));
    }
    here.is_some()
}

#[test]
fn lists_ask_rows_only_for_members_that_the_api_has() {
    let api: Value = serde_json::from_str(&read("../openapi/openapi.json")).unwrap();
    for (file, schemas) in FILES {
        let source = read(&format!("src/{file}"));
        let source = source.split("#[cfg(test)]").next().unwrap();
        let asked = asked(source);
        assert!(!asked.is_empty(), "{file} asks for nothing");
        for pointer in asked {
            let is_known = schemas.iter().any(|schema| has(&api, schema, pointer));
            assert!(is_known, "{file}: {pointer} is in none of {schemas:?}");
        }
    }
}

#[test]
fn every_list_is_compared() {
    let listed = walk(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/pages").as_path());
    for path in listed {
        let named = FILES.iter().any(|(file, _)| path.ends_with(file));
        assert!(named, "{} is not in FILES", path.display());
    }
}

/// Returns every file that defines a list.
fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(walk(&entry));
        } else if fs::read_to_string(&entry).unwrap().contains("-> ListPage")
            || fs::read_to_string(&entry).unwrap().contains(": ListPage =")
        {
            found.push(entry);
        }
    }
    found
}

#[test]
fn the_reader_of_pointers_sees_them() {
    let source = r#"row.text("/a"); row.code::<Role>("/b"); path("/c"); about.count("/counts/d"); format!("/e")"#;
    assert_eq!(asked(source), ["/a", "/b", "/counts/d"]);
}
