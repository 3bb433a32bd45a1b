//! Additional rules for foreigners.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::Date;

/// How the data of foreign guests reach the immigration site (D-08). Every profile allows to record them here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ForeignGuestWay {
    /// As a file that the site imports; the confirmation is recorded here (KH-11.2c2).
    RecordAndExport,
    /// The facility declares them there: this system only shows the link (LC-6.2).
    LinkOnly,
}

/// Why a permitted stay and an arrival do not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PermitFault {
    /// The permit had ended before the arrival.
    #[error("the permitted stay ended {days} days before the arrival")]
    EndedBeforeArrival {
        /// Number of days between them.
        days: u32,
    },
    /// The permit ends during the stay.
    #[error("the permitted stay ends {days} days before the departure")]
    EndsBeforeDeparture {
        /// Number of days between them.
        days: u32,
    },
}

/// Why an entry and an arrival do not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EntryFault {
    /// The entry into the country is after the arrival at the facility.
    #[error("the entry into the country is after the arrival")]
    AfterArrival,
}

/// Why a document and an arrival do not match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ExpiryFault {
    /// The document had expired before the arrival.
    #[error("the document expired before the arrival")]
    ExpiredBeforeArrival,
}

/// KH-11.2c1 (information on foreigners is complete); docs/pages.md, case 9. The last permitted day still counts: an
/// arrival on it is valid. The caller decides about the consequence of an end before the arrival: such a guest has to
/// be notified all the same, so the question is whether the stamp was read correctly, and it is not a reason to refuse.
pub fn check_permit(permitted_until: Date, arrival: Date) -> Result<(), PermitFault> {
    match days_between(permitted_until, arrival) {
        0 => Ok(()),
        days => Err(PermitFault::EndedBeforeArrival { days }),
    }
}

/// KH-11.2c1: whether the permit lasts until the planned departure. A departure on its last day is valid.
pub fn check_permit_covers(permitted_until: Date, arrival: Date, departure: Date) -> Result<(), PermitFault> {
    check_permit(permitted_until, arrival)?;
    match days_between(permitted_until, departure) {
        0 => Ok(()),
        days => Err(PermitFault::EndsBeforeDeparture { days }),
    }
}

/// KH-11.2c1: a guest has entered the country on the day of arrival at the latest.
pub fn check_entry(entered_on: Date, arrival: Date) -> Result<(), EntryFault> {
    if entered_on > arrival {
        Err(EntryFault::AfterArrival)
    } else {
        Ok(())
    }
}

/// KH-11.2c1: a visa or passport is valid to the end of its last day.
pub fn check_expiry(expires_on: Date, arrival: Date) -> Result<(), ExpiryFault> {
    if expires_on < arrival {
        Err(ExpiryFault::ExpiredBeforeArrival)
    } else {
        Ok(())
    }
}

/// Whether it is a foreign nationality (KH-11.2c1): every one except `VN`, in upper or lower case, including
/// statelessness; an empty one is not known yet and so not foreign.
pub fn is_foreign(nationality_alpha2: &str) -> bool {
    let nationality = nationality_alpha2.trim();
    !nationality.is_empty() && !nationality.eq_ignore_ascii_case("VN")
}

/// The number of days from `day` to `later`; 0 if `later` is not after `day`.
fn days_between(day: Date, later: Date) -> u32 {
    u32::try_from((later - day).whole_days()).unwrap_or(0)
}
