//! Reads the files of both languages, and compares them.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

/// Words that cannot be the name of a module or a field.
const RESERVED: &[&str] = &[
    "as", "break", "else", "enum", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "ref",
    "return", "self", "static", "super", "trait", "type", "use", "where", "while", "yield",
];

/// A text in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub vi: String,
    pub en: String,
}

/// The texts of a namespace by key; keys in objects are joined by dots.
pub type Texts = BTreeMap<String, Pair>;

/// Reads and checks every namespace.
pub fn read(folder: &Path) -> Result<BTreeMap<String, Texts>, Box<dyn Error>> {
    let mut namespaces = BTreeMap::new();
    for file in names(&folder.join("vi"))? {
        let namespace = file
            .strip_suffix(".json")
            .ok_or_else(|| format!("locales/vi/{file} is no JSON"))?;
        name(namespace)?;
        let [vi, en] = ["vi", "en"].map(|lang| read_file(&folder.join(lang).join(&file)));
        let texts = pair(namespace, vi?, en?)?;
        for key in texts.keys() {
            check_key(key).map_err(|error| format!("{namespace}: {error}"))?;
        }
        namespaces.insert(namespace.to_owned(), texts);
    }
    for file in names(&folder.join("en"))? {
        if !namespaces.contains_key(file.trim_end_matches(".json")) {
            return Err(format!("locales/en/{file} has no Vietnamese twin").into());
        }
    }
    Ok(namespaces)
}

fn names(folder: &Path) -> Result<BTreeSet<String>, Box<dyn Error>> {
    fs::read_dir(folder)
        .map_err(|error| format!("{}: {error}", folder.display()))?
        .map(|entry| {
            let name = entry?.file_name().into_string();
            name.map_err(|_| "a locale file with an odd name".into())
        })
        .collect()
}

fn read_file(path: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let at = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
    let json = fs::read_to_string(path).map_err(|error| at(&error))?;
    let value = serde_json::from_str(&json).map_err(|error| at(&error))?;
    let mut texts = BTreeMap::new();
    collect("", &value, &mut texts).map_err(|error| at(&error))?;
    Ok(texts)
}

fn collect(key: &str, value: &Value, texts: &mut BTreeMap<String, String>) -> Result<(), Box<dyn Error>> {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let key = if key.is_empty() {
                    name.clone()
                } else {
                    format!("{key}.{name}")
                };
                collect(&key, value, texts)?;
            }
        }
        Value::String(text) if text.trim().is_empty() => return Err(format!("{key} is empty").into()),
        Value::String(text) => {
            texts.insert(key.to_owned(), text.clone());
        }
        _ => return Err(format!("{key} is no text").into()),
    }
    Ok(())
}

/// Joins the two languages, which must have the same keys, and the same values in each text.
pub fn pair(
    namespace: &str,
    vi: BTreeMap<String, String>,
    mut en: BTreeMap<String, String>,
) -> Result<Texts, Box<dyn Error>> {
    let mut texts = Texts::new();
    for (key, vi) in vi {
        let en = en
            .remove(&key)
            .ok_or_else(|| format!("{namespace}.{key} is there in one language only"))?;
        if values(&vi)? != values(&en)? {
            return Err(format!("{namespace}.{key} has other {{values}} in English").into());
        }
        if !plural(&vi)?.1.is_empty() {
            return Err(format!("{namespace}.{key} chooses a plural in Vietnamese, which has none").into());
        }
        plural(&en)?;
        if let Some(word) = lone_plural(&en) {
            return Err(format!("{namespace}.{key} says \"1 {word}\": write {{count|one|many}}").into());
        }
        texts.insert(key, Pair { vi, en });
    }
    match en.keys().next() {
        Some(key) => Err(format!("{namespace}.{key} is there in one language only").into()),
        None => Ok(texts),
    }
}

fn check_key(key: &str) -> Result<(), String> {
    key.split('.').try_for_each(|part| name(part).map(drop))
}

/// Converts a key to a name in code: lower case, digits, underscores.
fn name(key: &str) -> Result<&str, String> {
    let plain = key
        .bytes()
        .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let starts = key.as_bytes().first().is_some_and(u8::is_ascii_lowercase);
    if plain && starts && !RESERVED.contains(&key) {
        Ok(key)
    } else {
        Err(format!("locale key {key:?}: use snake_case"))
    }
}

/// Returns the names between braces.
pub fn values(text: &str) -> Result<BTreeSet<&str>, String> {
    between_braces(text)?
        .into_iter()
        .map(|part| name(part.split('|').next().unwrap_or(part)))
        .collect()
}

/// A word that depends on a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice<'a> {
    pub value: &'a str,
    pub one: &'a str,
    pub many: &'a str,
}

/// Returns the text with `{}` for each such word, and these words in order.
pub fn plural(text: &str) -> Result<(String, Vec<Choice<'_>>), String> {
    let mut plain = text.to_owned();
    let mut choices = Vec::new();
    for part in between_braces(text)?.into_iter().filter(|part| part.contains('|')) {
        let words: Vec<&str> = part.split('|').collect();
        let [value, one, many] = words.as_slice() else {
            return Err(format!("{{{part}}} in {text:?}: write {{value|one|many}}"));
        };
        if one.is_empty() || many.is_empty() {
            return Err(format!("an empty word in {text:?}"));
        }
        choices.push(Choice { value, one, many });
        plain = plain.replacen(&format!("{{{part}}}"), "{}", 1);
    }
    Ok((plain, choices))
}

fn between_braces(text: &str) -> Result<Vec<&str>, String> {
    let ends = text.split('{').skip(1).map(|part| {
        let (inner, _) = part
            .split_once('}')
            .ok_or_else(|| format!("an open brace in {text:?}"))?;
        Ok(inner)
    });
    ends.collect()
}

/// Returns a plural after `{count}`, with at most one word between, which would also be used for one.
fn lone_plural(english: &str) -> Option<&str> {
    let (_, behind) = english.split_once("{count} ")?;
    let is_plural = |word: &str| word.len() > 3 && word.ends_with('s') && !word.ends_with("ss") && word != "this";
    let words = behind.split(|c: char| !c.is_ascii_lowercase() && c != ' ').next()?;
    let found = words.split(' ').take(2).find(|word| is_plural(word));
    found.or_else(|| lone_plural(behind))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs
            .iter()
            .map(|(key, text)| ((*key).to_owned(), (*text).to_owned()))
            .collect()
    }

    #[test]
    fn a_key_in_one_language_only_is_refused() {
        let (one, two) = (texts(&[("a", "x")]), texts(&[("a", "x"), ("b", "y")]));
        assert!(pair("n", one.clone(), two.clone()).is_err());
        assert!(pair("n", two.clone(), one).is_err());
        assert!(pair("n", two.clone(), two).is_ok());
    }

    #[test]
    fn other_values_in_one_language_are_refused() {
        let (vi, en) = (texts(&[("a", "{x} và {y}")]), texts(&[("a", "{y} and {x}")]));
        assert!(pair("n", vi.clone(), en).is_ok());
        assert!(pair("n", vi, texts(&[("a", "{x}")])).is_err());
    }

    #[test]
    fn a_plural_is_chosen_in_english_alone() {
        let english = texts(&[("a", "{count} {count|guest|guests}, {other} {other|is|are} late")]);
        let vietnamese = texts(&[("a", "{count} khách, {other} trễ")]);
        assert!(pair("n", vietnamese.clone(), english.clone()).is_ok());
        assert!(pair("n", english.clone(), english).is_err());
        for wrong in [
            "{count} {count|guest}, {other}",
            "{count} {count|guest|}, {other}",
            "{count} {count|a|b|c}, {other}",
            "{count} {rooms|room|rooms}, {other}",
            "{count} guests, {other}",
            "{count} other guests, {other}",
        ] {
            assert!(
                pair("n", vietnamese.clone(), texts(&[("a", wrong)])).is_err(),
                "{wrong}"
            );
        }
        for right in [
            "{count} late, {other}",
            "guests: {count} ({other})",
            "{count} is less than {other}",
        ] {
            assert!(pair("n", vietnamese.clone(), texts(&[("a", right)])).is_ok(), "{right}");
        }
    }

    #[test]
    fn an_object_is_read_as_keys_with_dots_and_nothing_else_is_a_text() {
        let mut found = BTreeMap::new();
        let value = serde_json::json!({ "a": { "b": "x" }, "c": "y" });
        collect("", &value, &mut found).unwrap();
        assert_eq!(found, texts(&[("a.b", "x"), ("c", "y")]));
        for wrong in [serde_json::json!({ "a": 1 }), serde_json::json!({ "a": " " })] {
            assert!(collect("", &wrong, &mut BTreeMap::new()).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_key_or_a_value_that_cannot_stand_in_code_is_refused() {
        for key in ["Key", "a-b", "1a", "", "type", "a..b"] {
            assert!(check_key(key).is_err(), "{key:?}");
        }
        assert!(check_key("a.b_1").is_ok());
        assert!(values("{open").is_err());
        assert!(values("{0}").is_err());
    }
}
