//! The texts of the pages.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Every text of a language by file and key, nested keys joined by dots.
fn texts(lang: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../web/locales").join(lang);
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(&folder).expect("web/locales").flatten() {
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
    assert!(texts.len() > 100, "{lang}: {}", texts.len());
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

/// The values that a text is completed with: `{name}` or `{{ name }}`.
fn gaps(text: &str) -> BTreeSet<&str> {
    let parts = text.split('{').skip(1);
    let names = parts
        .filter_map(|part| part.split_once('}'))
        .map(|(name, _)| name.trim());
    names.filter(|name| !name.is_empty()).collect()
}

/// Forms for the singular exist in English only.
fn without_plural_form(key: &str) -> &str {
    key.strip_suffix("_one")
        .or_else(|| key.strip_suffix("_other"))
        .unwrap_or(key)
}

#[test]
fn vietnamese_and_english_have_the_same_texts() {
    let (vi, en) = (texts("vi"), texts("en"));
    let keys = |texts: &BTreeMap<String, String>| {
        texts
            .keys()
            .map(|key| without_plural_form(key).to_owned())
            .collect::<BTreeSet<_>>()
    };
    let (vi_keys, en_keys) = (keys(&vi), keys(&en));
    let only_vi: Vec<_> = vi_keys.difference(&en_keys).collect();
    let only_en: Vec<_> = en_keys.difference(&vi_keys).collect();
    assert!(
        only_vi.is_empty() && only_en.is_empty(),
        "only in vi: {only_vi:?}, only in en: {only_en:?}"
    );
}

#[test]
fn a_text_is_completed_with_the_same_values_in_both_languages() {
    let (vi, en) = (texts("vi"), texts("en"));
    for (key, text) in &vi {
        if let Some(other) = en.get(key) {
            assert_eq!(gaps(text), gaps(other), "{key}");
        }
    }
}

#[test]
fn no_text_is_empty_and_vietnamese_is_composed() {
    for lang in ["vi", "en"] {
        for (key, text) in texts(lang) {
            assert!(!text.trim().is_empty(), "{lang} {key}");
            let combining = text.chars().find(|c| ('\u{300}'..='\u{36f}').contains(c));
            assert!(combining.is_none(), "{lang} {key} has letters with separate accents");
        }
    }
}

#[test]
fn the_two_languages_differ() {
    let (vi, en) = (texts("vi"), texts("en"));
    let words = |text: &str| {
        text.split_whitespace()
            .filter(|word| word.chars().all(char::is_alphabetic))
            .count()
    };
    let sentences = vi.iter().filter(|(_, text)| words(text) > 3);
    for (key, text) in sentences {
        assert_ne!(en.get(key), Some(text), "{key} is not translated");
    }
}
