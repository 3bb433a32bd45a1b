//! The texts that both the API and the browser use, from `locales/*.json`.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

/// Values to insert into a text, by name.
pub type Params = BTreeMap<String, String>;

/// A language of the product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lang {
    /// Vietnamese, the first language.
    #[default]
    Vi,
    /// English.
    En,
}

impl Lang {
    /// The best language for an `Accept-Language` header (RFC 9110, section 12.5.4).
    pub fn negotiate(header: &str) -> Self {
        let mut best = (0.0_f32, Self::Vi);
        for range in header.split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
            let quality = parts
                .find_map(|part| part.trim().strip_prefix("q=").map(|q| q.parse::<f32>().unwrap_or(0.0)))
                .unwrap_or(1.0);
            let lang = match tag.split('-').next() {
                Some("en") => Self::En,
                Some("vi" | "*") => Self::Vi,
                _ => continue,
            };
            if quality > best.0 {
                best = (quality, lang);
            }
        }
        best.1
    }

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }
}

type Table = HashMap<String, String>;

fn table(lang: Lang) -> &'static Table {
    static VI: OnceLock<Table> = OnceLock::new();
    static EN: OnceLock<Table> = OnceLock::new();
    // A file that does not parse gives an empty table; the tests below would fail on it.
    let read = |json: &str| serde_json::from_str(json).unwrap_or_default();
    match lang {
        Lang::Vi => VI.get_or_init(|| read(include_str!("../locales/vi.json"))),
        Lang::En => EN.get_or_init(|| read(include_str!("../locales/en.json"))),
    }
}

/// Whether there is a text with the key `key`.
pub fn has_text(lang: Lang, key: &str) -> bool {
    table(lang).contains_key(key)
}

/// The text with the key `key`, with `{name}` replaced from `params`; the key itself where there is no text.
pub fn text(lang: Lang, key: &str, params: &Params) -> String {
    let Some(template) = table(lang).get(key) else {
        return key.to_owned();
    };
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template.as_str();
    // A single pass, so that a value that contains braces is not expanded.
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open..];
        let Some(close) = rest.find('}') else { break };
        match params.get(&rest[1..close]) {
            Some(value) => out.push_str(value),
            None => out.push_str(&rest[..=close]),
        }
        rest = &rest[close + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(template: &str) -> Vec<&str> {
        let mut names: Vec<&str> = template
            .split('{')
            .skip(1)
            .filter_map(|part| part.split_once('}').map(|(name, _)| name))
            .collect();
        names.sort_unstable();
        names
    }

    #[test]
    fn both_languages_have_the_same_keys_and_values() {
        let (vi, en) = (table(Lang::Vi), table(Lang::En));
        let mut keys: Vec<_> = vi.keys().collect();
        let mut other: Vec<_> = en.keys().collect();
        keys.sort();
        other.sort();
        assert!(!keys.is_empty());
        assert_eq!(keys, other);
        for (key, template) in vi {
            assert_eq!(names(template), names(&en[key]), "{key}");
        }
    }

    #[test]
    fn the_language_is_chosen_by_weight() {
        assert_eq!(Lang::negotiate(""), Lang::Vi);
        assert_eq!(Lang::negotiate("en-GB,en;q=0.9,vi;q=0.5"), Lang::En);
        assert_eq!(Lang::negotiate("fr, vi;q=0.3, en;q=0.2"), Lang::Vi);
        assert_eq!(Lang::negotiate("de"), Lang::Vi);
    }

    #[test]
    fn a_value_with_braces_is_not_expanded_again() {
        let params = Params::from([
            ("max".to_owned(), "{min}".to_owned()),
            ("min".to_owned(), "1".to_owned()),
        ]);
        assert!(text(Lang::En, "field.too_long", &params).contains("{min}"));
    }
}
