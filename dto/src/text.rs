//! The texts that the API says and that it shares with the browser, from `locales/{vi,en}/*.json`.

use std::collections::BTreeMap;

/// Values to insert into a text, by name.
pub type Params = BTreeMap<String, String>;

rules::codes! {
    /// A language of the product, named by its BCP 47 tag.
    #[derive(Default)]
    Lang {
        /// Vietnamese, the first language.
        #[default]
        Vi = "vi",
        /// English.
        En = "en",
    }
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
}

/// A text of `dto/locales` in a language, in the service only: `say!(lang, register.title)`, `say!(lang, register.area, name = area)`. Without
/// values it is a `&'static str`, else a `String`; a letter is an array of its subject and its text.
#[macro_export]
macro_rules! say {
    ($lang:expr, $namespace:ident $(.$key:ident)+ $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::texts::$namespace$(::$key)+::text($lang, &$crate::texts::$namespace$(::$key)+::Values {
            $($name: ::std::string::ToString::to_string(&$value)),*
        })
    };
}

/// Texts whose keys are the names of a closed enum. Each enum checks with [`Table::demand`] at compile time that it has
/// its texts.
#[derive(Clone, Copy)]
pub struct Table(&'static [Row]);

/// Key, Vietnamese and English.
#[cfg(not(target_arch = "wasm32"))]
type Row = (&'static str, &'static str, &'static str);

/// Key, and number of the text in the file that the browser fetches.
#[cfg(target_arch = "wasm32")]
type Row = (&'static str, usize);

#[cfg(not(target_arch = "wasm32"))]
fn said((_, vi, en): Row, lang: Lang) -> &'static str {
    match lang {
        Lang::Vi => vi,
        Lang::En => en,
    }
}

/// The page has one language at a time, and asks for no other.
#[cfg(target_arch = "wasm32")]
fn said((_, number): Row, _: Lang) -> &'static str {
    SAYS.get().map_or("", |says| says(number))
}

/// What says a text of the fetched file by its number.
#[cfg(target_arch = "wasm32")]
static SAYS: std::sync::OnceLock<fn(usize) -> &'static str> = std::sync::OnceLock::new();

/// The texts come from there, in the language of the page. Told once.
#[cfg(target_arch = "wasm32")]
pub fn say_with(says: fn(usize) -> &'static str) {
    let _ = SAYS.set(says);
}

/// Title and detail of every [`crate::ErrorCode`].
pub(crate) const PROBLEM: Table = Table(crate::texts::problem::TABLE);
/// What is wrong, of every [`crate::FieldCode`].
pub(crate) const FIELD: Table = Table(crate::texts::field::TABLE);
/// The warning, of every [`crate::WarningCode`].
pub(crate) const WARNING: Table = Table(crate::texts::warning::TABLE);
/// What a column of a guest list is called.
pub(crate) const COLUMN_HEADING: Table = Table(crate::texts::column_heading::TABLE);
/// What belongs into a column of our template, and an example.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) const COLUMN_GUIDE: Table = Table(crate::texts::column_guide::TABLE);
/// What an operation does, of every operationId in `snake_case`.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) const OPERATION: Table = Table(crate::texts::operation::TABLE);

impl Table {
    /// The text under `name` and `part` together, with its gaps.
    pub(crate) fn get(self, lang: Lang, name: &str, part: &str) -> Option<&'static str> {
        self.find(name, part).map(|row| said(self.0[row], lang))
    }

    /// Whether there is a text.
    pub(crate) const fn has(self, name: &str, part: &str) -> bool {
        self.find(name, part).is_some()
    }

    /// Does not compile, in a constant, where there is no text.
    pub(crate) const fn demand(self, name: &str, part: &str) {
        assert!(self.has(name, part), "{}", name);
    }

    const fn find(self, name: &str, part: &str) -> Option<usize> {
        let mut row = 0;
        while row < self.0.len() {
            if is_joined(self.0[row].0.as_bytes(), name.as_bytes(), part.as_bytes()) {
                return Some(row);
            }
            row += 1;
        }
        None
    }
}

const fn is_joined(key: &[u8], name: &[u8], part: &[u8]) -> bool {
    if key.len() != name.len() + part.len() {
        return false;
    }
    let mut at = 0;
    while at < key.len() {
        let wanted = if at < name.len() {
            name[at]
        } else {
            part[at - name.len()]
        };
        if key[at] != wanted {
            return false;
        }
        at += 1;
    }
    true
}

/// Fails the compilation where a code has no text: `$part` is what follows its name in the key.
macro_rules! demand_texts {
    ($codes:ty, $table:expr, [$($part:literal),+]) => {
        const _: () = {
            let codes = <$codes>::ALL;
            let mut at = 0;
            while at < codes.len() {
                $($table.demand(codes[at].as_str(), $part);)+
                at += 1;
            }
        };
    };
}
pub(crate) use demand_texts;

/// A text of a table with `{name}` replaced from `params`.
pub(crate) fn filled(template: &str, params: &Params) -> String {
    let mut out = String::with_capacity(template.len() + 16);
    let mut rest = template;
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
    use crate::import::ImportColumn;
    use crate::{ErrorCode, FieldCode, WarningCode};

    /// The keys of a table that start with none of the names.
    fn strangers(table: Table, names: &[&str], separators: &[&str]) -> Vec<&'static str> {
        let belongs = |key: &str| {
            names.iter().any(|name| {
                let rest = key.strip_prefix(name);
                rest.is_some_and(|rest| rest.is_empty() || separators.iter().any(|mark| rest.starts_with(mark)))
            })
        };
        table.0.iter().map(|row| row.0).filter(|key| !belongs(key)).collect()
    }

    #[test]
    fn every_text_of_a_table_belongs_to_a_name_of_its_enum() {
        let columns: Vec<&str> = ImportColumn::ALL.iter().map(|column| column.as_str()).collect();
        let problems: Vec<&str> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        let fields: Vec<&str> = FieldCode::ALL.iter().map(|code| code.as_str()).collect();
        let warnings: Vec<&str> = WarningCode::ALL.iter().map(|code| code.as_str()).collect();
        for (table, names, separators) in [
            (PROBLEM, problems, &[".title", ".detail"] as &[&str]),
            (FIELD, fields, &["."]),
            (WARNING, warnings, &["_"]),
            (COLUMN_HEADING, columns.clone(), &[]),
            (COLUMN_GUIDE, columns, &[".about", ".example"]),
        ] {
            assert!(!table.0.is_empty());
            assert_eq!(strangers(table, &names, separators), Vec::<&str>::new());
        }
    }

    #[test]
    fn a_title_has_no_values_because_none_are_put_in() {
        for (key, vi, en) in PROBLEM.0 {
            let is_title = key.ends_with(".title");
            assert!(!(is_title && [vi, en].iter().any(|text| text.contains('{'))), "{key}");
        }
    }

    #[test]
    fn a_key_is_found_whole_only() {
        assert!(FIELD.has("out_of_range", ""));
        assert!(FIELD.has("out_of_range", ".max_min"));
        for (name, part) in [
            ("out_of_rang", ""),
            ("out_of_range", "."),
            ("", ""),
            ("out_of_range", ".min_max"),
        ] {
            assert!(!FIELD.has(name, part), "{name}{part}");
        }
    }

    #[test]
    fn a_text_is_said_in_the_language_asked_for_with_its_values() {
        assert_eq!(crate::say!(Lang::En, register.title), "Register of stays received");
        assert_ne!(
            crate::say!(Lang::Vi, register.title),
            crate::say!(Lang::En, register.title)
        );
        assert_eq!(crate::say!(Lang::En, register.area, name = "{x}"), "Area: {x}");
        let [subject, text] = crate::say!(Lang::En, mail.contact_changed, unit = "Bình Minh");
        assert!(subject.contains("Bình Minh") && text.contains("Bình Minh"));
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
        let template = FIELD.get(Lang::En, "too_long", "").unwrap();
        assert!(filled(template, &params).contains("{min}"));
    }
}
