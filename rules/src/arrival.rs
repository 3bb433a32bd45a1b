//! Whether arrival and departure are plausible.

use thiserror::Error;
use time::{Duration, OffsetDateTime};

use crate::deadline::NotificationTerms;
use crate::nights::StayKind;

/// Maximum length of day use.
const DAY_USE_AT_MOST: Duration = Duration::DAY;

/// Why an arrival is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ArrivalFault {
    /// It is further in the future than may be notified.
    #[error("the arrival is more than {hours} hours ahead")]
    TooFarAhead {
        /// How many hours ahead are allowed.
        hours: u16,
    },
}

/// Why a departure is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DepartureFault {
    /// Before the arrival or at the same instant.
    #[error("the departure is not after the arrival")]
    NotAfterArrival,
    /// Day use that lasts longer than a day.
    #[error("a stay by day lasts at most {hours} hours")]
    DayUseTooLong {
        /// Maximum number of hours.
        hours: u16,
    },
    /// A declared departure is in the future.
    #[error("the departure is in the future")]
    InFuture,
}

/// Issue 2, bad input: an arrival may be notified `max_ahead_hours` in advance, that instant included. An arrival in
/// the past is always accepted: a late notification is marked, never refused.
pub fn check_arrival(
    arrival: OffsetDateTime,
    now: OffsetDateTime,
    terms: &NotificationTerms,
) -> Result<(), ArrivalFault> {
    let hours = terms.max_ahead_hours;
    if arrival > now.saturating_add(Duration::hours(i64::from(hours))) {
        return Err(ArrivalFault::TooFarAhead { hours });
    }
    Ok(())
}

/// A planned departure is after the arrival. Day use (D-11) ends on the same or the next local day, at most 24 hours
/// after the arrival, that instant included: karaoke opening times run past midnight, but a guest who stays longer than
/// a day stays overnight. [`crate::length::check_length`] checks the length of an overnight stay.
pub fn check_departure(arrival: OffsetDateTime, planned: OffsetDateTime, kind: StayKind) -> Result<(), DepartureFault> {
    if planned <= arrival {
        return Err(DepartureFault::NotAfterArrival);
    }
    if kind == StayKind::DayUse && planned - arrival > DAY_USE_AT_MOST {
        return Err(DepartureFault::DayUseTooLong { hours: 24 });
    }
    Ok(())
}

/// A declared departure (KH-11.2e-1) is after the arrival and not after now: a future departure is a plan, not a
/// declaration (docs/rules.md 3).
pub fn check_declared_departure(
    arrival: OffsetDateTime,
    left_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Result<(), DepartureFault> {
    if left_at <= arrival {
        return Err(DepartureFault::NotAfterArrival);
    }
    if left_at > now {
        return Err(DepartureFault::InFuture);
    }
    Ok(())
}
