//! How many nights a stay has. Nights are computed, never ticked: the same course, asked at the same
//! instant, always has the same nights.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime, Time};

use crate::zone::{self, LocalTime};

/// KH-11.2e-1, KH-11.2e-2; docs/rules.md 3 and 4; S-10, S-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepartureTerms {
    /// The hour by which a departure is declared at the latest; without one a stay never grows by
    /// itself (Lào Cai).
    pub cutoff: Option<LocalTime>,
    /// By how many days a stay grows each time the cut-off passes (S-11: the source does not say; one).
    pub growth_days: u16,
}

crate::codes! {
    /// Overnight or by day (LC-11.5, D-11): different kinds, counted apart.
    StayKind {
        /// Qua đêm.
        Overnight = "overnight",
        /// Nghỉ ban ngày, theo giờ.
        DayUse = "day_use",
    }
}

/// The kind of a stay of which only the times are told, and whether a person should look at it: on one day it is by day,
/// unless the guest comes before the morning hour, when the night before was probably meant.
pub fn untold_kind(arrived_on: Date, hour: Option<Time>, leaves_on: Date, morning: Time) -> (StayKind, bool) {
    if arrived_on != leaves_on {
        return (StayKind::Overnight, false);
    }
    match hour {
        Some(hour) if hour < morning => (StayKind::Overnight, true),
        _ => (StayKind::DayUse, false),
    }
}

/// The course of a stay as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// Overnight or day-use.
    pub kind: StayKind,
    /// When the guest came.
    pub arrival: OffsetDateTime,
    /// When the stay was notified: what the system did not know of yet cannot have grown in it.
    pub notified: OffsetDateTime,
    /// When the guest means to leave, extensions included. A plan, not a declaration (docs/rules.md 3).
    pub planned_departure: OffsetDateTime,
    /// The declared departure, once there is one.
    pub departure: Option<Departure>,
}

/// A declared departure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departure {
    /// When the guest left.
    pub at: OffsetDateTime,
    /// When the facility said so.
    pub declared_at: OffsetDateTime,
}

/// The nights of a stay as they stand at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nights {
    /// All guest-nights, grown ones included.
    pub total: u32,
    /// Those of them that the stay grew by itself (KH-11.2e-2), told apart for statistics (D-11).
    pub grown: u32,
    /// The local day on which the stay ends as it stands.
    pub ends_on: Date,
}

/// The nights of a stay at `now`: KH-11.2e-1, KH-11.2e-2, S-10, S-11, D-11; docs/rules.md 3 and 4.
///
/// **Day-use** has no nights and never grows.
///
/// **Overnight** has as many nights as there are local days between arrival and end, and at least one
/// (a guest who comes at 02:00 and leaves at noon slept here). What the end is:
/// - *No declared departure, no cut-off* (Lào Cai): the planned day, however long ago (docs/rules.md 4).
/// - *No declared departure, cut-off* (14:00): the planned day; each time `now` is past the cut-off of
///   the day on which the stay ends, it ends `growth_days` later, and the cut-off of that later day
///   counts next. "At the latest 14:00": 14:00:00 itself adds nothing, the instant after it does.
/// - *Declared before or on the planned day*: the day of departure. A declaration after 14:00 of the
///   planned day undoes that day's growth (S-10), so its hour does not matter.
/// - *Declared on a later day*: growth of a day whose 24:00 passed before the declaration is frozen and
///   stays counted; growth of the day of declaration itself is undone. The stay ends on the later of
///   the grown day and the day of departure, so a departure dated back after 24:00 takes nothing away.
///
/// Growth counts from arrival and notification on: a stay told of late has not grown by cut-offs that passed before.
///
/// `grown` counts nights, not days: a stay planned to end on its day of arrival has one night, and its
/// first day of growth only makes that night a real one. A departure declared later than `now` is not
/// known yet: so the past can be asked again.
pub fn nights(course: &Course, now: OffsetDateTime, terms: &DepartureTerms) -> Nights {
    let arrived = zone::local_date(course.arrival);
    let planned = zone::local_date(course.planned_departure).max(arrived);
    let left = known_departure(course, now).map(|departure| zone::local_date(departure.at).max(arrived));
    if course.kind == StayKind::DayUse {
        return Nights {
            total: 0,
            grown: 0,
            ends_on: left.unwrap_or(planned),
        };
    }
    let grown_to = planned.saturating_add(growth(course, planned, now, terms));
    let ends_on = match left {
        None => grown_to,
        Some(left) if grown_to == planned => left,
        Some(left) => left.max(grown_to),
    };
    Nights {
        total: nights_between(arrived, ends_on),
        grown: nights_between(arrived, grown_to) - nights_between(arrived, planned),
        ends_on,
    }
}

/// Has the guest stayed on without a declared departure? KH-11.2e-1: past the cut-off of the planned
/// day; where there is no cut-off, and for day-use (D-11), past the planned instant. The instant itself
/// is still in time. A stay that has grown remains overdue until its departure or an extension is declared.
pub fn is_overdue(course: &Course, now: OffsetDateTime, terms: &DepartureTerms) -> bool {
    if known_departure(course, now).is_some() {
        return false;
    }
    let cutoff = terms
        .cutoff
        .filter(|_| course.kind == StayKind::Overnight)
        .map(|cutoff| zone::at(zone::local_date(course.planned_departure), cutoff.0))
        // Who comes in the evening and means to leave in the same night has that day's cut-off behind him.
        .filter(|&cutoff| cutoff > course.arrival);
    now > cutoff.unwrap_or(course.planned_departure)
}

/// Which night the guest is in: 1 from arrival on, one more with each local midnight, and on the day of
/// departure still the last one. Past a planned day without a declared departure it counts the nights
/// that have begun, with or without growth. 0 before arrival and for day-use.
pub fn current_night(course: &Course, now: OffsetDateTime) -> u32 {
    if course.kind == StayKind::DayUse || now < course.arrival {
        return 0;
    }
    let arrived = zone::local_date(course.arrival);
    let today = zone::local_date(now);
    let last = match known_departure(course, now) {
        Some(departure) => zone::local_date(departure.at),
        None => zone::local_date(course.planned_departure).max(today),
    };
    let tomorrow = today.next_day().unwrap_or(today);
    nights_between(arrived, last.min(tomorrow))
}

/// By how much an overnight stay has grown past its planned day.
fn growth(course: &Course, planned: Date, now: OffsetDateTime, terms: &DepartureTerms) -> Duration {
    let (Some(cutoff), step @ 1..) = (terms.cutoff, i64::from(terms.growth_days)) else {
        return Duration::ZERO;
    };
    // The day after the last one whose cut-off counts against the facility.
    let grown_before = if let Some(departure) = known_departure(course, now) {
        // The day of the declaration is forgiven, the days before it are frozen.
        zone::local_date(departure.declared_at)
    } else {
        day_after_cutoff(now, cutoff.0)
    };
    // Honesty must be possible (docs/rules.md): cut-offs before the notification count against nobody. Nor do those
    // before the arrival of a guest announced ahead.
    let first = day_after_cutoff(course.notified.max(course.arrival), cutoff.0).max(planned);
    let days_late = (grown_before - first).whole_days().max(0);
    Duration::days((days_late + step - 1) / step * step)
}

/// The local day whose cut-off is the next one at that instant.
fn day_after_cutoff(instant: OffsetDateTime, cutoff: Time) -> Date {
    let local = zone::local(instant);
    if local.time() > cutoff {
        local.date().saturating_add(Duration::DAY)
    } else {
        local.date()
    }
}

/// The departure as far as it has been declared by `now`.
fn known_departure(course: &Course, now: OffsetDateTime) -> Option<Departure> {
    course.departure.filter(|departure| departure.declared_at <= now)
}

/// Nights of an overnight stay from one local day to another, at least one.
fn nights_between(from: Date, until: Date) -> u32 {
    u32::try_from((until - from).whole_days()).unwrap_or(0).max(1)
}
