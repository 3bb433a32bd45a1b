//! The working calendar (docs/rules.md 5): holidays and make-up days, year by year.

use crate::Timestamp;
use crate::check::{CheckContext, Checked, validator_errors};
use crate::problem::{FieldCode, FieldError};
use rules::working_time::Shift;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use time::Date;
use validator::Validate;

rules::codes! {
    /// The kind of a day in the calendar.
    CalendarDayKind {
        /// Offices are closed: a public holiday, or a day off instead of one.
        Holiday = "holiday",
        /// A Saturday or Sunday that is a working day in exchange.
        MakeUpDay = "make_up_day",
    }
}

/// A day that differs from the rule for its weekday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarDay {
    /// The day.
    #[serde(with = "crate::date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date, example = "2026-08-31"))]
    pub date: Date,
    /// Its kind.
    pub kind: CalendarDayKind,
    /// Its name.
    #[validate(length(min = 1, max = 120), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(
            min_length = 1,
            max_length = 120,
            example = "Nghỉ Quốc khánh, đổi với ngày 22/08/2026"
        )
    )]
    pub name: String,
    /// The official document that defines it.
    #[validate(length(min = 1, max = 200), custom(function = "crate::check::plain_text"))]
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 200, example = "Thông báo 9441/TB-BNV ngày 16/10/2025")
    )]
    pub source: String,
}

/// A year of the calendar.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CalendarOut {
    /// The year.
    #[cfg_attr(feature = "openapi", schema(example = 2026))]
    pub year: i32,
    /// Its version; 0 for a year that is not entered: only its weekends are days off.
    pub version: i32,
    /// When it was entered.
    pub changed_at: Option<Timestamp>,
    /// Office hours on working days, from the profile.
    pub office_hours: Vec<Shift>,
    /// The days that differ from the rule Monday to Friday, in order.
    pub days: Vec<CalendarDay>,
}

/// A year of the calendar, whole: it replaces the current one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CalendarIn {
    /// The version that the change starts from.
    pub version: i32,
    /// The days that differ from the rule Monday to Friday.
    #[validate(length(max = 120), nested)]
    #[cfg_attr(feature = "openapi", schema(max_items = 120))]
    #[serde(deserialize_with = "crate::object::list")]
    pub days: Vec<CalendarDay>,
}

impl Checked for CalendarIn {
    type Out = Self;

    fn check(self, _: CheckContext<'_>) -> Result<Self, Vec<FieldError>> {
        let mut errors = validator_errors(&self);
        let mut seen = HashSet::new();
        for (index, day) in self.days.iter().enumerate() {
            let mut error = |code| errors.push(FieldError::new(format!("/days/{index}/date"), code));
            if !seen.insert(day.date) {
                error(FieldCode::Duplicate);
            }
            if day.kind == CalendarDayKind::MakeUpDay && !rules::working_time::is_weekend(day.date) {
                error(FieldCode::WorkedAnyway);
            }
        }
        if errors.is_empty() { Ok(self) } else { Err(errors) }
    }
}

impl CalendarIn {
    /// The days that are not in `year`, the year in the path.
    pub fn outside(&self, year: i32) -> Vec<FieldError> {
        let outside = self.days.iter().enumerate().filter(|(_, day)| day.date.year() != year);
        outside
            .map(|(index, _)| {
                FieldError::new(format!("/days/{index}/date"), FieldCode::DateOutsideYear).with("year", year)
            })
            .collect()
    }
}
