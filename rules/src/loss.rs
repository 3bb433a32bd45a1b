//! The time limit for reporting a lost password or a stolen account, and the channels (LC-7.4, KH-9d-1, KH-9d-2; D-01).

use crate::zone;
use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

/// The demands of the regulation on a report of a loss. A report is always accepted; what is missing is only marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LossTerms {
    /// The time limit after the loss was noticed (S-04: as the reporter states it).
    pub window: LossWindow,
    /// The channels.
    pub channels: LossChannels,
}

/// Until when a report is in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LossWindow {
    /// This number of hours (LC-7.4).
    Hours(u16),
    /// Until 24:00 of the day (KH-9d-1).
    SameDay,
}

/// The channels by which a report has to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum LossChannels {
    /// Any channel.
    Any,
    /// Both by telephone and by e-mail (KH-9d-2).
    PhoneAndEmail,
}

impl LossTerms {
    /// Whether the time limit is longer than zero.
    pub fn is_usable(&self) -> bool {
        self.window != LossWindow::Hours(0)
    }

    /// How late a report is; none where it is in time. A report at exactly the end of the time limit is late by zero:
    /// "within 24 hours" and "before 24:00" end one second before.
    pub fn late_by(&self, discovered: OffsetDateTime, reported: OffsetDateTime) -> Option<Duration> {
        let end = match self.window {
            LossWindow::Hours(hours) => discovered.saturating_add(Duration::hours(hours.into())),
            LossWindow::SameDay => zone::end_of_day(zone::local_date(discovered)),
        };
        (reported >= end).then(|| reported - end)
    }

    /// Whether a channel that the regulation demands is still missing.
    pub fn lacks_channel(&self, by_phone: bool, by_email: bool) -> bool {
        match self.channels {
            LossChannels::Any => !by_phone && !by_email,
            LossChannels::PhoneAndEmail => !by_phone || !by_email,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn a_day_has_86400_seconds_and_not_one_more() {
        let terms = LossTerms {
            window: LossWindow::Hours(24),
            channels: LossChannels::Any,
        };
        let noticed = datetime!(2026-11-21 03:00:00 UTC);
        assert_eq!(terms.late_by(noticed, datetime!(2026-11-22 02:59:59 UTC)), None);
        let late = terms.late_by(noticed, datetime!(2026-11-22 03:00:00 UTC));
        assert_eq!(late, Some(Duration::ZERO));
        let late = terms.late_by(noticed, datetime!(2026-11-22 03:00:01 UTC));
        assert_eq!(late, Some(Duration::SECOND));
    }

    #[test]
    fn the_same_day_ends_at_midnight_on_the_local_clock() {
        let terms = LossTerms {
            window: LossWindow::SameDay,
            channels: LossChannels::PhoneAndEmail,
        };
        // 23:50 on the 21st in Việt Nam.
        let noticed = datetime!(2026-11-21 16:50:00 UTC);
        assert_eq!(terms.late_by(noticed, datetime!(2026-11-21 16:59:59 UTC)), None);
        assert!(terms.late_by(noticed, datetime!(2026-11-21 17:00:00 UTC)).is_some());
    }

    #[test]
    fn both_ways_are_both() {
        let both = LossTerms {
            window: LossWindow::SameDay,
            channels: LossChannels::PhoneAndEmail,
        };
        assert!(both.lacks_channel(true, false) && both.lacks_channel(false, true));
        assert!(!both.lacks_channel(true, true));
        let any = LossTerms {
            channels: LossChannels::Any,
            ..both
        };
        assert!(!any.lacks_channel(true, false) && !any.lacks_channel(false, true));
    }
}
