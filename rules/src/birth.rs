//! Dates of birth and what follows from them.

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::Date;

/// docs/rules.md 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BirthTerms {
    /// The first year of birth that is accepted.
    pub earliest_year: i32,
    /// Above this age the receptionist gets a warning.
    pub warn_over_age: u16,
}

/// The precision of the date of birth on the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum BirthPrecision {
    /// Day, month and year.
    Day,
    /// The year only.
    Year,
}

/// A date of birth as the document shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Birth {
    /// The whole date.
    Day(Date),
    /// The year only.
    Year(i32),
}

impl Birth {
    /// The year, which is always known.
    pub fn year(&self) -> i32 {
        match self {
            Self::Day(date) => date.year(),
            Self::Year(year) => *year,
        }
    }

    /// The precision.
    pub fn precision(&self) -> BirthPrecision {
        match self {
            Self::Day(_) => BirthPrecision::Day,
            Self::Year(_) => BirthPrecision::Year,
        }
    }
}

/// A warning; never a reason to refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BirthWarning {
    /// Older than is plausible.
    OverAge {
        /// The resulting age.
        age: u32,
    },
    /// The document shows only the year: accepted, marked as incomplete.
    YearOnly,
}

/// Why it cannot be a date of birth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum BirthFault {
    /// Before the earliest accepted year.
    #[error("the birth is before {earliest_year}")]
    TooEarly {
        /// This year.
        earliest_year: i32,
    },
    /// After today.
    #[error("the birth is in the future")]
    InFuture,
}

/// docs/rules.md 6: before the earliest year or after today refused, over the age a warning, a year alone accepted and
/// marked. The first day of the earliest year and today are accepted; so is exactly the age. The warning about the age
/// has priority over the mark of the year alone, because [`Birth::precision`] gives that mark anyway.
pub fn check_birth(birth: &Birth, today: Date, terms: &BirthTerms) -> Result<Option<BirthWarning>, BirthFault> {
    let in_future = match *birth {
        Birth::Day(date) => date > today,
        Birth::Year(year) => year > today.year(),
    };
    if in_future {
        return Err(BirthFault::InFuture);
    }
    if birth.year() < terms.earliest_year {
        return Err(BirthFault::TooEarly {
            earliest_year: terms.earliest_year,
        });
    }
    let age = age_on(birth, today);
    Ok(if age > u32::from(terms.warn_over_age) {
        Some(BirthWarning::OverAge { age })
    } else if birth.precision() == BirthPrecision::Year {
        Some(BirthWarning::YearOnly)
    } else {
        None
    })
}

/// Completed years of life on a day; 0 before birth. A person born on 29 February completes a year on 1 March of a
/// common year. For a year alone, the age is the one reached in the course of that year.
pub fn age_on(birth: &Birth, day: Date) -> u32 {
    let years = day.year() - birth.year();
    let completed = match birth {
        Birth::Day(date) if (day.month() as u8, day.day()) < (date.month() as u8, date.day()) => years - 1,
        _ => years,
    };
    u32::try_from(completed).unwrap_or(0)
}

/// Age groups of the statistics (LC-11.1c; docs/rules.md 11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum AgeGroup {
    /// 0 to 14.
    #[serde(rename = "0-14")]
    To14,
    /// 15 to 24.
    #[serde(rename = "15-24")]
    From15,
    /// 25 to 34.
    #[serde(rename = "25-34")]
    From25,
    /// 35 to 44.
    #[serde(rename = "35-44")]
    From35,
    /// 45 to 54.
    #[serde(rename = "45-54")]
    From45,
    /// 55 to 64.
    #[serde(rename = "55-64")]
    From55,
    /// 65 to 74.
    #[serde(rename = "65-74")]
    From65,
    /// 75 and older.
    #[serde(rename = "75+")]
    From75,
}

/// The group of an age in completed years, at arrival (docs/rules.md 11).
pub fn age_group(age: u32) -> AgeGroup {
    match age {
        0..=14 => AgeGroup::To14,
        15..=24 => AgeGroup::From15,
        25..=34 => AgeGroup::From25,
        35..=44 => AgeGroup::From35,
        45..=54 => AgeGroup::From45,
        55..=64 => AgeGroup::From55,
        65..=74 => AgeGroup::From65,
        75.. => AgeGroup::From75,
    }
}
