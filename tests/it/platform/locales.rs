//! The texts of the pages and of the service. That both languages have the same keys with the same values, and that
//! nobody asks for a text that is not there, is checked when they are compiled (crate `texts`).

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Every text of a language by file and key, nested keys joined by dots.
fn texts(owner: &str, lang: &str) -> BTreeMap<String, String> {
    let folder = root().join(owner).join("locales").join(lang);
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("a folder of locales").flatten() {
        let path = entry.path();
        let text = std::fs::read_to_string(&path).expect("a locale file");
        let file = path
            .file_stem()
            .and_then(|name| name.to_str())
            .expect("a name")
            .to_owned();
        let value: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        collect(&file, &value, &mut texts);
    }
    assert!(texts.len() > 100, "{owner} {lang}: {}", texts.len());
    texts
}

fn collect(key: &str, value: &Value, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                collect(&format!("{key}.{name}"), value, texts);
            }
        }
        Value::String(text) => {
            texts.insert(key.to_owned(), text.clone());
        }
        other => panic!("{key}: not a text: {other}"),
    }
}

#[test]
fn no_text_is_empty_and_vietnamese_is_composed() {
    for owner in ["web", "dto"] {
        for lang in ["vi", "en"] {
            for (key, text) in texts(owner, lang) {
                assert!(!text.trim().is_empty(), "{owner} {lang} {key}");
                let combining = text.chars().find(|c| ('\u{300}'..='\u{36f}').contains(c));
                assert!(
                    combining.is_none(),
                    "{owner} {lang} {key} has letters with separate accents"
                );
            }
        }
    }
}

#[test]
fn the_two_languages_differ() {
    let words = |text: &str| {
        text.split_whitespace()
            .filter(|word| word.chars().all(char::is_alphabetic))
            .count()
    };
    for owner in ["web", "dto"] {
        let (vi, en) = (texts(owner, "vi"), texts(owner, "en"));
        let sentences = vi.iter().filter(|(_, text)| words(text) > 3);
        for (key, text) in sentences {
            assert_ne!(en.get(key), Some(text), "{owner} {key} is not translated");
        }
    }
}

/// All source of the service in one text, without white space.
fn source(folder: &Path) -> String {
    let mut source = String::new();
    for entry in std::fs::read_dir(folder).expect("a folder of sources").flatten() {
        let path = entry.path();
        if path.is_dir() {
            source.push_str(&self::source(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source file");
            source.extend(text.split_whitespace());
        }
    }
    source
}

/// The compiler warns of a text of the pages that no page says; the service's texts are public in `dto`, so that it does not.
#[test]
fn the_service_says_every_text_that_it_has() {
    // Texts of tables are found by the names of closed enums or of operations, which tests of their own compare
    // (`dto/src/text.rs`, `contract/document.rs`).
    let tables = [
        "problem",
        "field",
        "warning",
        "column_heading",
        "column_guide",
        "operation",
    ];
    let source = source(&root().join("api/src"));
    for key in texts("dto", "vi").into_keys() {
        let namespace = key.split('.').next().unwrap_or_default();
        let key = match namespace {
            // The list of letters has the key alone: of its subject and of its text.
            "mail" => key.split('.').nth(1).unwrap_or_default(),
            _ => key.as_str(),
        };
        assert!(
            tables.contains(&namespace)
                || source.contains(&format!("{key})"))
                || source.contains(&format!("{key},"))
                || source.contains(&format!("={key};")),
            "nobody says {namespace}: {key}"
        );
    }
}
