//! How long notified stays are kept online (KH-11.2f-1; D-12).

use serde::{Deserialize, Serialize};
use time::{Date, Month};

/// How long data are kept, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RetentionTerms {
    /// How many months a stay is online, counted from the end of the month in which it was notified; none: without
    /// limit.
    pub online_months: Option<u16>,
    /// How many months an archive is kept after that (KH-11.2f-2); none: until a decision is made.
    #[serde(default)]
    pub archive_months: Option<u16>,
}

impl RetentionTerms {
    /// The first day of the online period on that day: data notified before it have to be requested in writing
    /// (KH-11.2g). None where everything stays online.
    ///
    /// A month goes offline as a whole, at its end: 18 months after the last day of May 2025 is the last day of
    /// November 2026.
    pub fn online_from(&self, today: Date) -> Option<Date> {
        let months = i32::from(self.online_months?);
        let since = today.year() * 12 + i32::from(u8::from(today.month())) - 1 - months;
        let month = u8::try_from(since.rem_euclid(12) + 1).ok()?;
        Date::from_calendar_date(since.div_euclid(12), Month::try_from(month).ok()?, 1).ok()
    }

    /// The last day on which the archive of a month has to be kept: counted from the end of its online period. None
    /// where the regulation sets no end.
    pub fn archived_until(&self, month: Date) -> Option<Date> {
        let months = i32::from(self.online_months?) + i32::from(self.archive_months?) + 1;
        let after = month.year() * 12 + i32::from(u8::from(month.month())) - 1 + months;
        let next = u8::try_from(after.rem_euclid(12) + 1).ok()?;
        let next = Date::from_calendar_date(after.div_euclid(12), Month::try_from(next).ok()?, 1).ok()?;
        next.previous_day()
    }

    /// Whether the terms are possible.
    pub fn is_usable(&self) -> bool {
        self.online_months != Some(0)
    }
}
