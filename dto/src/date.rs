//! Dates in JSON: `YYYY-MM-DD`, years 1000 to 9999. `time` by itself would accept signed years, which no database and
//! no user here can use.

use crate::check::unreadable;
use crate::given::Text;
use crate::problem::FieldCode;
use serde::{Deserialize, Deserializer, Serializer};
use time::Date;

/// For `#[serde(with = "crate::date")]`.
pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&date.to_text())
}

/// For `#[serde(with = "crate::date")]`.
pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    let text = String::deserialize(deserializer)?;
    Date::from_text(&text).ok_or_else(|| unreadable(FieldCode::DateNotInCalendar, &text))
}

/// The same for dates that may be absent: `#[serde(default, with = "crate::date::option")]`.
pub mod option {
    use super::{Date, Deserialize, Deserializer, FieldCode, Serializer, Text, unreadable};

    /// For `#[serde(with = "crate::date::option")]`.
    pub fn serialize<S: Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        match date {
            Some(date) => serializer.serialize_some(&date.to_text()),
            None => serializer.serialize_none(),
        }
    }

    /// For `#[serde(with = "crate::date::option")]`.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Date>, D::Error> {
        Option::<String>::deserialize(deserializer)?
            .map(|text| Date::from_text(&text).ok_or_else(|| unreadable(FieldCode::DateNotInCalendar, &text)))
            .transpose()
    }
}
