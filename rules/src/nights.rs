//! The number of nights of a stay. Nights are computed, never entered: the same data at the same instant always give
//! the same nights.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime, Time};

use crate::zone::{self, LocalTime};

/// KH-11.2e-1, KH-11.2e-2; docs/rules.md 3 and 4; S-10, S-11.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DepartureTerms {
    /// The hour before which a departure has to be declared; without one a stay never grows automatically (Lào Cai).
    pub cutoff: Option<LocalTime>,
    /// By how many days a stay grows each time the cut-off passes (S-11: the regulation does not define it; one).
    pub growth_days: u16,
}

crate::codes! {
    /// Overnight or day use (LC-11.5, D-11): different kinds, counted separately.
    StayKind {
        /// Qua đêm.
        Overnight = "overnight",
        /// Nghỉ ban ngày, theo giờ.
        DayUse = "day_use",
    }
}

/// The kind of a stay of which only the times are given, and whether it needs a warning: within one day it is day use,
/// unless the guest arrives before the morning hour, when the night before was probably meant.
pub fn untold_kind(arrived_on: Date, hour: Option<Time>, leaves_on: Date, morning: Time) -> (StayKind, bool) {
    if arrived_on != leaves_on {
        return (StayKind::Overnight, false);
    }
    match hour {
        Some(hour) if hour < morning => (StayKind::Overnight, true),
        _ => (StayKind::DayUse, false),
    }
}

/// The data of a stay that determine its nights, as far as they are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Course {
    /// Overnight or day use.
    pub kind: StayKind,
    /// When the guest arrived.
    pub arrival: OffsetDateTime,
    /// When the stay was notified: a stay that the system did not know yet cannot have grown.
    pub notified: OffsetDateTime,
    /// When the guest plans to leave, including extensions. A plan, not a declaration (docs/rules.md 3).
    pub planned_departure: OffsetDateTime,
    /// The declared departure, if there is one.
    pub departure: Option<Departure>,
}

/// A declared departure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Departure {
    /// When the guest left.
    pub at: OffsetDateTime,
    /// When the facility declared it.
    pub declared_at: OffsetDateTime,
}

/// The nights of a stay at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Nights {
    /// All guest-nights, including those that were added.
    pub total: u32,
    /// Those that were added automatically (KH-11.2e-2), separate for statistics (D-11).
    pub grown: u32,
    /// The local day on which the stay ends, by the current data.
    pub ends_on: Date,
}

/// The nights of a stay at `now`: KH-11.2e-1, KH-11.2e-2, S-10, S-11, D-11; docs/rules.md 3 and 4.
///
/// **Day use** has no nights and never grows.
///
/// **Overnight** has as many nights as there are local days between arrival and end, and at least one (a guest who
/// arrives at 02:00 and leaves at noon slept here). The end is:
/// - *No declared departure, no cut-off* (Lào Cai): the planned day, however long ago (docs/rules.md 4).
/// - *No declared departure, cut-off* (14:00): the planned day; each time `now` is past the cut-off of the day on which
///   the stay ends, it ends `growth_days` later, and the cut-off of that later day counts next. "At the latest 14:00":
///   14:00:00 itself adds nothing, the instant after it does.
/// - *Declared before or on the planned day*: the day of departure. A declaration after 14:00 of the planned day undoes
///   that day's growth (S-10), so its hour does not matter.
/// - *Declared on a later day*: growth of a day whose 24:00 passed before the declaration is final and remains counted;
///   growth of the day of declaration itself is undone. The stay ends on the later of the grown day and the day of
///   departure, so a departure that is backdated after 24:00 removes nothing.
///
/// Growth counts from arrival and notification on: a stay that is notified late has not grown by cut-offs that passed
/// before.
///
/// `grown` counts nights, not days: a stay planned to end on its day of arrival has one night, and its first day of
/// growth only turns that minimum into a real night. A departure declared later than `now` is not known yet: so the
/// function can also be called for a past instant.
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

/// Whether the guest has stayed on without a declared departure. KH-11.2e-1: past the cut-off of the planned day; where
/// there is no cut-off, and for day use (D-11), past the planned instant. The instant itself is still in time. A stay
/// that has grown remains overdue until its departure or an extension is declared.
pub fn is_overdue(course: &Course, now: OffsetDateTime, terms: &DepartureTerms) -> bool {
    if known_departure(course, now).is_some() {
        return false;
    }
    let cutoff = terms
        .cutoff
        .filter(|_| course.kind == StayKind::Overnight)
        .map(|cutoff| zone::at(zone::local_date(course.planned_departure), cutoff.0))
        // A guest who arrives in the evening and plans to leave in the same night has already passed that day's
        // cut-off.
        .filter(|&cutoff| cutoff > course.arrival);
    now > cutoff.unwrap_or(course.planned_departure)
}

/// The number of the current night: 1 from arrival on, one more with each local midnight, and on the day of departure
/// still the last one. Past a planned day without a declared departure it counts the nights that have begun, with or
/// without growth. 0 before arrival and for day use.
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
        // The growth of the day of the declaration is undone, that of the days before it is final.
        zone::local_date(departure.declared_at)
    } else {
        day_after_cutoff(now, cutoff.0)
    };
    // A facility must not have a disadvantage from an honest notification (docs/rules.md): cut-offs before the
    // notification do not count. Nor do those before the arrival of a guest who was notified in advance.
    let first = day_after_cutoff(course.notified.max(course.arrival), cutoff.0).max(planned);
    let days_late = (grown_before - first).whole_days().max(0);
    Duration::days((days_late + step - 1) / step * step)
}

/// The local day of the next cut-off at that instant.
fn day_after_cutoff(instant: OffsetDateTime, cutoff: Time) -> Date {
    let local = zone::local(instant);
    if local.time() > cutoff {
        local.date().saturating_add(Duration::DAY)
    } else {
        local.date()
    }
}

/// The departure, if it is declared by `now`.
fn known_departure(course: &Course, now: OffsetDateTime) -> Option<Departure> {
    course.departure.filter(|departure| departure.declared_at <= now)
}

/// Nights of an overnight stay from one local day to another, at least one.
fn nights_between(from: Date, until: Date) -> u32 {
    u32::try_from((until - from).whole_days()).unwrap_or(0).max(1)
}
