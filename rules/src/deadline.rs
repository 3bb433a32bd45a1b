//! The deadline of a notification, and how late it is.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime, Time};

use crate::zone::{self, LocalTime};

/// Residence Law Article 30 as in force from 2026-07-01; docs/rules.md 1 and 2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationTerms {
    /// A stay is notified before this hour of the day of arrival.
    pub evening: LocalTime,
    /// A stay that begins at or after `evening` is notified before this hour of the next day.
    pub morning: LocalTime,
    /// The rule for arrivals between midnight and `morning`.
    pub early_arrival: EarlyArrival,
    /// How many hours in advance an arrival may be notified.
    pub max_ahead_hours: u16,
}

/// The deadline of an arrival between midnight and the morning hour (docs/rules.md 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum EarlyArrival {
    /// The evening hour of the same day: the wording of the law.
    SameEvening,
    /// The morning hour of the same day.
    SameMorning,
}

/// Whether it was notified in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Punctuality {
    /// Before the deadline.
    InTime {
        /// The remaining time; always more than zero.
        left: Duration,
    },
    /// At the deadline or after it. A late notification is accepted and marked, never refused.
    Late {
        /// How late; zero at exactly the second of the deadline, which is already late.
        by: Duration,
    },
}

/// The deadline for an arrival: Residence Law Article 30 as in force from 2026-07-01, docs/rules.md 1 and 2.
///
/// An arrival before the evening hour (23:00) is due before that hour of the same local day; at 23:00:00 or later,
/// before the morning hour (08:00:00) of the next day. An arrival between midnight and the morning hour is due in the
/// evening, by the wording of the law, or the same morning where the profile says so. The deadline is always after the
/// arrival. A notification *at* the deadline is late ([`punctuality`]).
pub fn due_at(arrival: OffsetDateTime, terms: &NotificationTerms) -> OffsetDateTime {
    let local = zone::local(arrival);
    let (date, time) = (local.date(), local.time());
    if time >= terms.evening.0 {
        // Not `next_day`: the last day of the calendar has none.
        zone::end_of_day(date).saturating_add(terms.morning.0 - Time::MIDNIGHT)
    } else if time < terms.morning.0 && terms.early_arrival == EarlyArrival::SameMorning {
        zone::at(date, terms.morning.0)
    } else {
        evening_cutoff_of(date, terms)
    }
}

/// In time or late (docs/rules.md 1): before the deadline is in time, exactly at the deadline is late by zero.
pub fn punctuality(notified: OffsetDateTime, due: OffsetDateTime) -> Punctuality {
    if notified < due {
        Punctuality::InTime { left: due - notified }
    } else {
        Punctuality::Late { by: notified - due }
    }
}

/// The evening hour of a local day: the countdown of the day ends at it.
pub fn evening_cutoff_of(date: Date, terms: &NotificationTerms) -> OffsetDateTime {
    zone::at(date, terms.evening.0)
}
