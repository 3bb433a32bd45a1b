//! Terms in hours, days, working hours and working days (docs/rules.md 5; Civil Code Articles 147 and 148).

use crate::zone::{self, LocalTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::{Date, Duration, OffsetDateTime, Weekday};

crate::codes! {
    /// The unit of a term.
    TermUnit {
        /// Hours by the clock, including nights and holidays.
        Hours = "hours",
        /// Days of the calendar.
        Days = "days",
        /// Hours in which offices are open.
        WorkingHours = "working_hours",
        /// Days on which offices are open.
        WorkingDays = "working_days",
    }
}

/// A term: an amount of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Term {
    /// The amount.
    pub amount: u16,
    /// The unit.
    pub unit: TermUnit,
}

/// A period of an office day: from its first time on, before its second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Shift {
    /// When offices open.
    pub opens: LocalTime,
    /// When they close.
    pub closes: LocalTime,
}

/// The days off and the weekend days that are working days, in addition to the rule for Saturday and Sunday. A day that
/// is not entered follows the rule for its weekday.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Calendar {
    holidays: BTreeSet<Date>,
    make_up_days: BTreeSet<Date>,
}

impl Calendar {
    /// With public holidays and days off instead of them, and with weekend days that are working days in exchange.
    pub fn new(holidays: impl IntoIterator<Item = Date>, make_up_days: impl IntoIterator<Item = Date>) -> Self {
        Self {
            holidays: holidays.into_iter().collect(),
            make_up_days: make_up_days.into_iter().collect(),
        }
    }

    /// Whether offices are open on that day: Monday to Friday without holidays, and make-up days.
    pub fn is_working_day(&self, date: Date) -> bool {
        self.make_up_days.contains(&date) || !(is_weekend(date) || self.holidays.contains(&date))
    }
}

/// Saturday and Sunday.
pub fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The first instant that is no longer within the term which starts with `start` (docs/rules.md 1 and 5): a second
/// before it is in time, the instant itself is late.
///
/// Hours run without interruption. Days and working days do not count the day of receipt and end at 24:00 of the last
/// one; a term in days that ends on a day off ends with the next working day (Civil Code Article 148). For working
/// hours and working days, a filing outside office hours counts as received at the start of the next working hour.
pub fn due(start: OffsetDateTime, term: Term, office: &[Shift], calendar: &Calendar) -> OffsetDateTime {
    let amount = i64::from(term.amount);
    match term.unit {
        TermUnit::Hours => start.saturating_add(Duration::hours(amount)),
        TermUnit::Days => {
            let last = zone::local_date(start).saturating_add(Duration::days(amount));
            zone::end_of_day(
                days_from(last)
                    .find(|day| calendar.is_working_day(*day))
                    .unwrap_or(last),
            )
        }
        TermUnit::WorkingHours => {
            let mut left = Duration::hours(amount);
            for (from, to) in spans(start, office, calendar) {
                if left <= to - from {
                    return from + left;
                }
                left -= to - from;
            }
            zone::end_of_day(Date::MAX)
        }
        TermUnit::WorkingDays => {
            let received = spans(start, office, calendar).next().map_or(start, |(from, _)| from);
            let received = zone::local_date(received);
            let last = days_from(received)
                .skip(1)
                .filter(|day| calendar.is_working_day(*day))
                .take(usize::from(term.amount))
                .last();
            zone::end_of_day(last.unwrap_or(received))
        }
    }
}

/// By how much the term that ends with `due` is exceeded; zero at exactly that instant, which is already late. None
/// while it runs.
pub fn late_by(now: OffsetDateTime, due: OffsetDateTime) -> Option<Duration> {
    (now >= due).then(|| now - due)
}

/// The remaining time of the term that ends with `due`; none after its end.
pub fn time_left(now: OffsetDateTime, due: OffsetDateTime) -> Option<Duration> {
    (now < due).then(|| due - now)
}

/// The periods of office time from `start` on.
fn spans(
    start: OffsetDateTime,
    office: &[Shift],
    calendar: &Calendar,
) -> impl Iterator<Item = (OffsetDateTime, OffsetDateTime)> {
    days_from(zone::local_date(start))
        .filter(|day| calendar.is_working_day(*day))
        .flat_map(move |day| {
            office
                .iter()
                .map(move |shift| (zone::at(day, shift.opens.0).max(start), zone::at(day, shift.closes.0)))
        })
        .filter(|(from, to)| from < to)
}

/// A day and all following days, to the end of the calendar.
fn days_from(day: Date) -> impl Iterator<Item = Date> {
    std::iter::successors(Some(day), |day| day.next_day())
}

/// Whether the shifts are valid for an office day: at least one, each with a length, one after the other.
pub fn are_office_hours(office: &[Shift]) -> bool {
    !office.is_empty()
        && office.iter().all(|shift| shift.opens < shift.closes)
        && office.windows(2).all(|pair| pair[0].closes <= pair[1].opens)
}
