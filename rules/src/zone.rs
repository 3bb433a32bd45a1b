//! The local day: local time of Việt Nam and the stored instants.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use time::macros::offset;
use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// `Asia/Ho_Chi_Minh`: seven hours ahead of UTC.
///
/// A fixed offset, not a zone of the time-zone database: Việt Nam has had +07:00 without interruption since 13 June
/// 1975, every instant here is later, and the database would be larger in the browser than all rules together.
pub const LOCAL: UtcOffset = offset!(+7);

/// A time on the local clock, written `HH:MM` on a 24-hour clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(value_type = String, pattern = "^([01][0-9]|2[0-3]):[0-5][0-9]$", example = "23:00"))]
pub struct LocalTime(
    /// The time of day.
    pub Time,
);

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

impl std::str::FromStr for LocalTime {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const FORM: &str = "a time is written HH:MM, from 00:00 to 23:59";
        let (hour, minute) = text.split_once(':').ok_or(FORM)?;
        let two_digits = |part: &str| part.len() == 2 && part.bytes().all(|b| b.is_ascii_digit());
        if !two_digits(hour) || !two_digits(minute) {
            return Err(FORM);
        }
        let hour = hour.parse().map_err(|_| FORM)?;
        let minute = minute.parse().map_err(|_| FORM)?;
        Time::from_hms(hour, minute, 0).map(Self).map_err(|_| FORM)
    }
}

impl Serialize for LocalTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(de::Error::custom)
    }
}

/// The instant in local time. Instants so late that their local year would be 10000 become the last local instant that
/// can be represented, so that no input can panic.
pub fn local(instant: OffsetDateTime) -> OffsetDateTime {
    instant
        .checked_to_offset(LOCAL)
        .unwrap_or_else(|| edge(instant).assume_offset(LOCAL))
}

/// The local calendar day of an instant; 24:00 belongs to the next day.
pub fn local_date(instant: OffsetDateTime) -> Date {
    local(instant).date()
}

/// The instant, in UTC, of a time on the local clock.
pub fn at(date: Date, time: Time) -> OffsetDateTime {
    let local = PrimitiveDateTime::new(date, time).assume_offset(LOCAL);
    local
        .checked_to_offset(UtcOffset::UTC)
        .unwrap_or_else(|| edge(local).assume_utc())
}

/// 00:00 of a local day, in UTC.
pub fn start_of_day(date: Date) -> OffsetDateTime {
    at(date, Time::MIDNIGHT)
}

/// 24:00 of a local day, in UTC: the first instant that no longer belongs to it. "Before 24:00"
/// (KH-11.2d-1, docs/rules.md 1) is `now < end_of_day(day)`.
pub fn end_of_day(date: Date) -> OffsetDateTime {
    // A local day always has 24 hours; adding them, rather than asking for the next date, also serves
    // the last date of the calendar.
    start_of_day(date).saturating_add(Duration::DAY)
}

/// The limit of the calendar that an instant exceeded.
fn edge(instant: OffsetDateTime) -> PrimitiveDateTime {
    if instant.year() > 0 {
        PrimitiveDateTime::MAX
    } else {
        PrimitiveDateTime::MIN
    }
}
