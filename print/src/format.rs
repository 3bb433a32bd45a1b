//! Serialises days, moments and lines for the templates.

use serde::Serialize;
use time::{Date, OffsetDateTime};

#[derive(Serialize)]
struct Day {
    #[serde(rename = "day")]
    of_month: u8,
    month: u8,
    year: i32,
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Self {
            of_month: date.day(),
            month: date.month().into(),
            year: date.year(),
        }
    }
}

/// Serialises a day in its three parts.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
pub fn day<S: serde::Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
    Day::from(*date).serialize(serializer)
}

/// Serialises a day, if it is known.
#[expect(
    clippy::ref_option,
    clippy::trivially_copy_pass_by_ref,
    reason = "serde hands fields over by reference"
)]
pub fn date<S: serde::Serializer>(date: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    date.map(Day::from).serialize(serializer)
}

/// Serialises a text line by line: within a line, a line break is only a space.
pub fn lines<S: serde::Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(text.lines())
}

#[derive(Serialize)]
struct Moment {
    on: Day,
    at: String,
}

impl From<OffsetDateTime> for Moment {
    fn from(moment: OffsetDateTime) -> Self {
        Self {
            on: moment.date().into(),
            at: format!("{:02}:{:02}", moment.hour(), moment.minute()),
        }
    }
}

/// Serialises a day with hour and minute.
pub fn moment<S: serde::Serializer>(moment: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
    Moment::from(*moment).serialize(serializer)
}

/// Serialises the same, if it is known.
#[expect(clippy::ref_option, reason = "serde hands fields over by reference")]
pub fn moment_if<S: serde::Serializer>(moment: &Option<OffsetDateTime>, serializer: S) -> Result<S::Ok, S::Error> {
    moment.map(Moment::from).serialize(serializer)
}
