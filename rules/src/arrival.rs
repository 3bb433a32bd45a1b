//! Whether arrival and departure can be true.

use thiserror::Error;
use time::{Duration, OffsetDateTime};

use crate::deadline::NotificationTerms;
use crate::nights::StayKind;

/// The longest stay by day or by the hour.
const DAY_USE_AT_MOST: Duration = Duration::DAY;

/// Why an arrival is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ArrivalFault {
    /// It lies further ahead than may be notified.
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
    /// A stay by day or by the hour that lasts longer than a day.
    #[error("a stay by day lasts at most {hours} hours")]
    DayUseTooLong {
        /// The most hours.
        hours: u16,
    },
    /// A departure that is said to have happened lies ahead.
    #[error("the departure is in the future")]
    InFuture,
}

/// Issue 2, bad input: an arrival may be notified `max_ahead_hours` ahead, that instant included. However
/// long ago it is accepted: late is marked, never refused.
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

/// A planned departure is after the arrival. Day-use (D-11) ends on the same or the next local day, at
/// most 24 hours after the arrival, that instant included: karaoke hours run past midnight, but who
/// stays longer than a day stays overnight. How long an overnight stay may be is asked of
/// [`crate::length::check_length`].
pub fn check_departure(arrival: OffsetDateTime, planned: OffsetDateTime, kind: StayKind) -> Result<(), DepartureFault> {
    if planned <= arrival {
        return Err(DepartureFault::NotAfterArrival);
    }
    if kind == StayKind::DayUse && planned - arrival > DAY_USE_AT_MOST {
        return Err(DepartureFault::DayUseTooLong { hours: 24 });
    }
    Ok(())
}

/// A declared departure (KH-11.2e-1) is after the arrival and not after now: what is still to come is a
/// plan, not a declaration (docs/rules.md 3).
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
