//! The length of a stay.

use serde::{Deserialize, Serialize};
use time::Date;

/// docs/rules.md 8.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LengthTerms {
    /// From this number of days on, the facility gets a warning that temporary residence has to be registered.
    pub warn_from_days: u16,
    /// A stay longer than this is refused.
    pub max_days: u16,
}

/// The result for the length of a stay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LengthVerdict {
    /// No remark.
    Fine,
    /// A warning: temporary residence has to be registered.
    Long {
        /// Length in days.
        days: u32,
    },
    /// Refused.
    TooLong {
        /// Length in days.
        days: u32,
    },
}

/// docs/rules.md 8: from `warn_from_days` on a warning, over `max_days` refused; exactly `max_days` is still accepted.
/// Days are local days from arrival to departure. A departure before the arrival is not checked here but by
/// [`crate::arrival::check_departure`].
pub fn check_length(arrival: Date, departure: Date, terms: &LengthTerms) -> LengthVerdict {
    let days = u32::try_from((departure - arrival).whole_days()).unwrap_or(0);
    if days > u32::from(terms.max_days) {
        LengthVerdict::TooLong { days }
    } else if days >= u32::from(terms.warn_from_days) {
        LengthVerdict::Long { days }
    } else {
        LengthVerdict::Fine
    }
}
