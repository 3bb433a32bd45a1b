//! Until when a facility may correct what it declared.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use crate::zone;

/// KH-11.2d-1; D-10.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CorrectionTerms {
    /// Until when the facility itself may correct a notified guest.
    pub by_facility: CorrectionLimit,
}

/// When a facility's right to correct ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CorrectionLimit {
    /// At 24:00 of the day of notification.
    EndOfDay,
    /// No limit: the regulation sets none.
    None,
}

/// KH-11.2d-1: 24:00 of the local day on which the guest was notified; the right ends *at* this instant.
pub fn correctable_until(notified_at: OffsetDateTime) -> OffsetDateTime {
    zone::end_of_day(zone::local_date(notified_at))
}

/// Whether the facility itself may correct the guest's data. KH-11.2d-1, D-10, docs/rules.md 1 and 4: 23:59:59 of the
/// day of notification yes, 24:00:00 no; after that only the police may. A profile without a limit always allows it. It
/// does not matter how late the notification was: its own day counts.
pub fn facility_may_correct(notified_at: OffsetDateTime, now: OffsetDateTime, terms: &CorrectionTerms) -> bool {
    facility_correctable_until(notified_at, terms).is_none_or(|until| now < until)
}

/// Until when the facility itself may correct the guest's data; none where the profile sets no limit.
pub fn facility_correctable_until(notified_at: OffsetDateTime, terms: &CorrectionTerms) -> Option<OffsetDateTime> {
    match terms.by_facility {
        CorrectionLimit::EndOfDay => Some(correctable_until(notified_at)),
        CorrectionLimit::None => None,
    }
}

/// Whether an operation on the stay itself (departure, extension, move) may still be corrected. docs/rules.md, "Acts of
/// the stay"; S-10: until 24:00 of the local day on which it was declared.
pub fn act_correctable(declared_at: OffsetDateTime, now: OffsetDateTime) -> bool {
    now < correctable_until(declared_at)
}
