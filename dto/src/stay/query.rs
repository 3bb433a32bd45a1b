//! Searching for stays by a person's data.

use crate::check::{CheckContext, Checked, validator_errors};
use crate::problem::{FieldCode, FieldError};
use serde::{Deserialize, Serialize};
use std::fmt;
use time::Date;
use validator::Validate;

/// Search for stays. The method is POST, so that names and numbers never appear in a URL.
#[derive(Clone, Default, PartialEq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct StaySearchIn {
    /// Words of the name, in any order; accents may be left out. A single letter finds only people whose whole name is
    /// that letter.
    #[validate(length(min = 1, max = 120), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 120, example = "lam tan phat")
    )]
    pub name: Option<String>,
    /// The whole document number.
    #[validate(length(min = 4, max = 40), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 4, max_length = 40, example = "056082004731")
    )]
    pub document_number: Option<String>,
    /// The end of a document number, for a facility that searches among the guests who are present. Guests who have
    /// left are found by the whole number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(length(min = 4, max = 11), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(min_length = 4, max_length = 11, example = "4731"))]
    pub document_ending: Option<String>,
    /// Date of birth.
    #[serde(default, with = "crate::date::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub birth_date: Option<Date>,
    /// Year of birth.
    #[validate(range(min = 1900, max = 9999))]
    #[cfg_attr(feature = "openapi", schema(minimum = 1900, maximum = 9999))]
    pub birth_year: Option<i32>,
    /// Only stays that arrived on or after this local day.
    #[serde(default, with = "crate::date::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub from: Option<Date>,
    /// Only stays that arrived on or before this local day.
    #[serde(default, with = "crate::date::option")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, format = Date))]
    pub to: Option<Date>,
    /// The purpose: a code of the list `search_purposes`. Mandatory for officers; it is recorded.
    #[validate(length(min = 1, max = 40))]
    #[cfg_attr(feature = "openapi", schema(max_length = 40, example = "verify_report"))]
    pub purpose: Option<String>,
    /// The number of the written order, where there is one; it is recorded.
    #[validate(length(min = 1, max = 60), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 60, example = "214/CAP-2026"))]
    pub reference: Option<String>,
}

/// The purpose of an officer who reads or downloads more than a single stay of the officer's own area: this needs a
/// reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct PurposeIn {
    /// The purpose: a code of the list `search_purposes`; it is recorded.
    #[validate(length(min = 1, max = 40))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 40, example = "verify_report")
    )]
    pub purpose: String,
    /// The number of the written order, where there is one; it is recorded.
    #[validate(length(min = 1, max = 60), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(feature = "openapi", schema(max_length = 60, example = "214/CAP-2026"))]
    pub reference: Option<String>,
}

crate::check::checked_by_validator!(PurposeIn);

impl fmt::Debug for StaySearchIn {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("StaySearchIn(…)")
    }
}

/// The folded words of a name, as filed and as searched for.
pub use rules::name::words as name_words;

/// The folded words for a search in a list. Empty where nothing was typed, so that everything is listed; `None` where
/// only symbols were typed (`--`, `%_`), which occur in no name: then nothing is found.
pub fn words_sought(typed: &str) -> Option<Vec<String>> {
    let words = name_words(typed);
    (!words.is_empty() || typed.trim().is_empty()).then_some(words)
}

impl Checked for StaySearchIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut errors = validator_errors(&self);
        let name_is_blank = self.name.as_deref().map(name_words).unwrap_or_default().is_empty();
        // A year alone would list everybody born in it.
        let is_blank = |text: &Option<String>| text.as_ref().is_none_or(|text| text.trim().is_empty());
        let number_is_blank = is_blank(&self.document_number) && is_blank(&self.document_ending);
        if name_is_blank && number_is_blank && self.birth_date.is_none() {
            errors.push(FieldError::new("/name", FieldCode::Required));
        } else if name_is_blank && self.name.is_some() {
            errors.push(FieldError::new("/name", FieldCode::TooShort).with("min", 1));
        }
        if self.document_number.is_some() && self.document_ending.is_some() {
            errors.push(FieldError::new("/document_ending", FieldCode::EitherOr));
        }
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            errors.push(FieldError::new("/to", FieldCode::PeriodReversed));
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

/// Parses the single search field of the pages: a date, a year, a document number; the rest is the name.
pub fn parse_search_text(text: &str) -> StaySearchIn {
    let mut search = StaySearchIn::default();
    let mut name: Vec<&str> = Vec::new();
    // A personal number is often typed in groups: join adjacent digits.
    let mut digits = String::new();
    for word in text.split_whitespace() {
        let all_digits = word.bytes().all(|byte| byte.is_ascii_digit());
        if let Ok(date) = rules::date_parts::parse_vn_date(word) {
            search.birth_date = Some(date);
        } else if all_digits && word.len() == 4 && digits.is_empty() && ("1900".."2100").contains(&word) {
            search.birth_year = word.parse().ok();
        } else if all_digits {
            digits.push_str(word);
        } else if word.bytes().any(|byte| byte.is_ascii_digit()) {
            search.document_number = Some(word.to_owned());
        } else {
            name.push(word);
        }
    }
    if !digits.is_empty() {
        search.document_number = Some(digits);
    }
    if !name.is_empty() {
        search.name = Some(name.join(" "));
    }
    search
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_for_nothing_is_refused_however_it_is_dressed() {
        let profile = toml::from_str(include_str!("../../../profiles/khanh-hoa.toml")).unwrap();
        let now = crate::Timestamp::from_unix(1_795_000_000).unwrap();
        for name in ["--", "''", "%%", "__", "\u{0}\u{0}", "a\u{0}", "a\u{ffff}", "🙂", " . "] {
            let search = StaySearchIn {
                name: Some(name.to_owned()),
                birth_year: Some(1987),
                ..StaySearchIn::default()
            };
            assert!(search.check(CheckContext { now, profile: &profile }).is_err(), "{name}");
        }
    }

    #[test]
    fn one_line_is_taken_apart_into_name_year_date_and_number() {
        let found = parse_search_text("lam tan phat 1982");
        assert_eq!(
            (found.name.as_deref(), found.birth_year),
            (Some("lam tan phat"), Some(1982))
        );
        let found = parse_search_text("056 082 004 731");
        assert_eq!(found.document_number.as_deref(), Some("056082004731"));
        let found = parse_search_text("Kowalska EZ4410827");
        assert_eq!(
            (found.name.as_deref(), found.document_number.as_deref()),
            (Some("Kowalska"), Some("EZ4410827"))
        );
        assert!(parse_search_text("02/04/1982").birth_date.is_some());
    }
}
