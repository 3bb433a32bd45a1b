//! The typed values of a form.

use super::field::Part;
use crate::ui::DateText;
use dto::Given;
use dto::problem::{FieldCode, FieldError};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use time::Date;

/// The typed values, by the JSON pointer of their field of the request. A cell of a row has the pointer
/// `/rooms/<key>/name`: its key stays while rows come and go.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Typed {
    pub(super) texts: BTreeMap<String, String>,
    pub(super) dates: BTreeMap<String, DateText>,
    pub(super) ticks: BTreeSet<String>,
    pub(super) rows: BTreeMap<String, Vec<u32>>,
}

impl Typed {
    /// Returns a text as typed.
    pub fn raw(&self, at: &str) -> &str {
        self.texts.get(at).map_or("", String::as_str)
    }

    /// Returns a text, trimmed; an empty text is an absent value.
    pub fn text(&self, at: &str) -> Given<String> {
        match self.raw(at).trim() {
            "" => Given::Missing,
            text => Given::Value(text.to_owned()),
        }
    }

    /// Returns a count of at most `max`: `Err` for a value that is not a whole number or is larger, with what is
    /// expected.
    pub fn count(&self, at: &str, max: u16) -> Result<Option<u16>, FieldError> {
        match self.raw(at).trim() {
            "" => Ok(None),
            text => match text.parse() {
                Ok(count) if count <= max => Ok(Some(count)),
                _ => Err(FieldError::new(at, FieldCode::CountMalformed).with("max", max)),
            },
        }
    }

    /// Returns a date.
    pub fn date(&self, at: &str) -> Given<Date> {
        self.dates.get(at).map(DateText::given).unwrap_or_default()
    }

    /// Returns whether a box is ticked.
    pub fn tick(&self, at: &str) -> bool {
        self.ticks.contains(at)
    }

    /// Returns the pointers of the rows of a field that are not removed, in their order.
    pub fn rows(&self, at: &str) -> Vec<String> {
        let keys = self.rows.get(at).map(Vec::as_slice).unwrap_or_default();
        let rows = keys.iter().map(|key| format!("{at}/{key}"));
        rows.filter(|row| !self.tick(&gone(row))).collect()
    }

    /// Returns an error for each of these fields that is empty.
    pub fn missing(&self, fields: &[&str]) -> Vec<FieldError> {
        let missing = fields.iter().filter(|at| self.raw(at).trim().is_empty());
        missing.map(|at| FieldError::new(*at, FieldCode::Required)).collect()
    }

    /// Returns the complete content of a field.
    pub(super) fn content(&self, at: &str) -> (String, Option<DateText>, bool) {
        (self.raw(at).to_owned(), self.dates.get(at).cloned(), self.tick(at))
    }

    /// Returns the values without one field, for storage in the browser: a password is not stored.
    #[must_use]
    pub fn without(mut self, at: &str) -> Self {
        self.texts.remove(at);
        self.dates.remove(at);
        self.ticks.remove(at);
        self
    }

    /// Sets a text.
    #[must_use]
    pub fn with(mut self, at: &str, text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            self.texts.remove(at);
        } else {
            self.texts.insert(at.to_owned(), text);
        }
        self
    }

    /// Sets a date.
    #[must_use]
    pub fn with_date(mut self, at: &str, date: Option<Date>) -> Self {
        if let Some(date) = date {
            self.dates.insert(at.to_owned(), DateText::of(date));
        }
        self
    }

    /// Adds a row with these cells.
    #[must_use]
    pub fn with_row(mut self, at: &str, cells: &[(&str, String)]) -> Self {
        let keys = self.rows.entry(at.to_owned()).or_default();
        let key = next_key(keys);
        keys.push(key);
        cells.iter().fold(self, |typed, (cell, text)| {
            typed.with(&format!("{at}/{key}{cell}"), text.clone())
        })
    }

    /// Returns the values of a filed request as they would be typed: fields are named by their pointers.
    pub fn of(filed: &Value, parts: &[Part]) -> Self {
        let mut typed = Self::default();
        for at in parts.iter().flat_map(|part| part.fields).map(|field| field.at) {
            match filed.pointer(at) {
                Some(Value::String(text)) => {
                    let mut parts = text.split('-').map(str::to_owned);
                    if let (10, Some(year), Some(month), Some(day)) =
                        (text.len(), parts.next(), parts.next(), parts.next())
                    {
                        typed.dates.insert(at.to_owned(), DateText { day, month, year });
                    }
                    typed.texts.insert(at.to_owned(), text.clone());
                }
                Some(Value::Number(count)) => {
                    typed.texts.insert(at.to_owned(), count.to_string());
                }
                Some(Value::Bool(true)) => {
                    typed.ticks.insert(at.to_owned());
                }
                _ => {}
            }
        }
        typed
    }
}

/// Returns the pointer of the mark that a row is to be removed.
pub fn gone(row: &str) -> String {
    format!("{row}/gone")
}

/// Returns the key of one more row.
pub(super) fn next_key(keys: &[u32]) -> u32 {
    keys.iter().max().map_or(0, |key| key.wrapping_add(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_is_a_whole_number_or_said_to_be_none() {
        let count = |text: &str| {
            Typed::default()
                .with("/rooms", text)
                .count("/rooms", 2_000)
                .map_err(|error| error.code)
        };
        assert_eq!(count(" 48 "), Ok(Some(48)));
        assert_eq!(count(""), Ok(None));
        for wrong in ["khoảng 50", "hai mươi", "-1", "2001"] {
            assert_eq!(count(wrong), Err(FieldCode::CountMalformed), "{wrong}");
        }
    }

    #[test]
    fn a_row_keeps_its_key_while_another_is_removed() {
        let row = |name: &str| [("/name", name.to_owned())];
        let mut typed = Typed::default()
            .with_row("/rooms", &row("101"))
            .with_row("/rooms", &row("102"));
        assert_eq!(typed.rows("/rooms"), ["/rooms/0", "/rooms/1"]);
        typed.ticks.insert(gone("/rooms/0"));
        let left = typed.rows("/rooms");
        assert_eq!(left, ["/rooms/1"]);
        assert_eq!(typed.raw("/rooms/1/name"), "102");
    }
}
