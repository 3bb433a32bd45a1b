//! What is asked of foreigners besides.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::Date;

/// How foreign guests reach the immigration site (D-08). They can be recorded here in every profile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ForeignGuestWay {
    /// As a file that the site imports; what it has taken is noted here (KH-11.2c2).
    RecordAndExport,
    /// By whoever declares them there: this system shows the way and no more (LC-6.2).
    LinkOnly,
}

/// Why a permitted stay and an arrival do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum PermitFault {
    /// The permit had ended before the guest came.
    #[error("the permitted stay ended {days} days before the arrival")]
    EndedBeforeArrival {
        /// Days between.
        days: u32,
    },
    /// The permit ends while the guest is here.
    #[error("the permitted stay ends {days} days before the departure")]
    EndsBeforeDeparture {
        /// Days between.
        days: u32,
    },
}

/// Why an entry and an arrival do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum EntryFault {
    /// The guest would have come here before entering the country.
    #[error("the entry into the country is after the arrival")]
    AfterArrival,
}

/// Why a document and an arrival do not fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ExpiryFault {
    /// The document had expired before the guest came.
    #[error("the document expired before the arrival")]
    ExpiredBeforeArrival,
}

/// KH-11.2c1 (information on foreigners is complete); docs/pages.md, case 9. The last permitted day
/// still counts: an arrival on it is in order. What an end before arrival leads to, the caller decides:
/// such a guest must be notified all the same, so it is a question for the stamp, not a refusal.
pub fn check_permit(permitted_until: Date, arrival: Date) -> Result<(), PermitFault> {
    match days_between(permitted_until, arrival) {
        0 => Ok(()),
        days => Err(PermitFault::EndedBeforeArrival { days }),
    }
}

/// KH-11.2c1: does the permit last until the planned departure? Leaving on its last day is in order.
pub fn check_permit_covers(permitted_until: Date, arrival: Date, departure: Date) -> Result<(), PermitFault> {
    check_permit(permitted_until, arrival)?;
    match days_between(permitted_until, departure) {
        0 => Ok(()),
        days => Err(PermitFault::EndsBeforeDeparture { days }),
    }
}

/// KH-11.2c1: who stays here has entered the country, at the latest on the day of arrival.
pub fn check_entry(entered_on: Date, arrival: Date) -> Result<(), EntryFault> {
    if entered_on > arrival {
        Err(EntryFault::AfterArrival)
    } else {
        Ok(())
    }
}

/// KH-11.2c1: a visa or passport is good to the end of its last day.
pub fn check_expiry(expires_on: Date, arrival: Date) -> Result<(), ExpiryFault> {
    if expires_on < arrival {
        Err(ExpiryFault::ExpiredBeforeArrival)
    } else {
        Ok(())
    }
}

/// Is it a foreign nationality (KH-11.2c1)? Every one but `VN`, in any case, statelessness included; an
/// empty one is not known yet and so not foreign.
pub fn is_foreign(nationality_alpha2: &str) -> bool {
    let nationality = nationality_alpha2.trim();
    !nationality.is_empty() && !nationality.eq_ignore_ascii_case("VN")
}

/// Days by which `later` is past `day`; 0 if it is not.
fn days_between(day: Date, later: Date) -> u32 {
    u32::try_from((later - day).whole_days()).unwrap_or(0)
}
