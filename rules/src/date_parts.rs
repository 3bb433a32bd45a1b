//! Dates as users type them.

use thiserror::Error;
use time::{Date, Duration, Month};

/// How far in the past a day and month without a year may be: a late notification is of yesterday, not of last year
/// ([`near_date`]).
const LOOK_BACK: Duration = Duration::days(30);

/// Why the input is not a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum DatePartsFault {
    /// A part is empty.
    #[error("a part of the date is missing")]
    Missing,
    /// A part is not written in digits, or the number of parts is wrong.
    #[error("the date is not written in numbers")]
    NotANumber,
    /// The year has fewer than four digits; the century is not guessed.
    #[error("the year needs four digits")]
    ShortYear,
    /// The day does not exist in the calendar: 31/02.
    #[error("{day:02}/{month:02}/{year:04} is not in the calendar")]
    NotInCalendar {
        /// As typed.
        day: u16,
        /// As typed.
        month: u16,
        /// As typed.
        year: i32,
    },
}

/// A part of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatePart {
    /// Ngày.
    Day,
    /// Tháng.
    Month,
    /// Năm.
    Year,
}

/// A date from the three inputs of a form (docs/pages.md, "Dates"). Space around a part does not matter; day
/// and month have one or two digits, the year four, as "88" may be 1988 or 1888.
pub fn parse_parts(day: &str, month: &str, year: &str) -> Result<Date, DatePartsFault> {
    let (day, month, year) = (day.trim(), month.trim(), year.trim());
    if day.is_empty() || month.is_empty() || year.is_empty() {
        return Err(DatePartsFault::Missing);
    }
    let day = number(day, 2)?;
    let month = number(month, 2)?;
    let full_year = i32::from(number(year, 4)?);
    if year.len() < 4 {
        return Err(DatePartsFault::ShortYear);
    }
    in_calendar(day, month, full_year)
}

/// The part to mark when [`parse_parts`] refuses, because an error marks only one part (docs/pages.md, "Dates"): the
/// first that is empty or not a number, else a year that is too short, else a month that does not exist, else the day.
/// None when the parts are a date.
pub fn faulty_part(day: &str, month: &str, year: &str) -> Option<DatePart> {
    let fault = parse_parts(day, month, year).err()?;
    let first = |bad: &dyn Fn(&str, usize) -> bool| {
        [
            (DatePart::Day, day, 2),
            (DatePart::Month, month, 2),
            (DatePart::Year, year, 4),
        ]
        .into_iter()
        .find_map(|(part, text, digits)| bad(text.trim(), digits).then_some(part))
    };
    match fault {
        DatePartsFault::Missing => first(&|text, _| text.is_empty()),
        DatePartsFault::NotANumber => first(&|text, digits| number(text, digits).is_err()),
        DatePartsFault::NotInCalendar { month, year, .. } if year > 0 => {
            let known_month = (1..=12).contains(&month);
            Some(if known_month { DatePart::Day } else { DatePart::Month })
        }
        DatePartsFault::ShortYear | DatePartsFault::NotInCalendar { .. } => Some(DatePart::Year),
    }
}

/// `31/02/1988`, also with dots or hyphens; the order is always day, month, year.
pub fn parse_vn_date(text: &str) -> Result<Date, DatePartsFault> {
    let parts = split(text)?;
    match parts.as_slice() {
        [day, month, year] => parse_parts(day, month, year),
        [_] | [_, _] => Err(DatePartsFault::Missing),
        _ => Err(DatePartsFault::NotANumber),
    }
}

/// `ddMMyyyy` without separators, as the citizen card writes it.
pub fn parse_compact(text: &str) -> Result<Date, DatePartsFault> {
    match (text.get(..2), text.get(2..4), text.get(4..)) {
        (Some(day), Some(month), Some(year)) if text.len() == 8 => parse_parts(day, month, year),
        _ => Err(DatePartsFault::NotANumber),
    }
}

/// `dd/MM/yyyy`, as dates are shown (docs/pages.md, "Formats").
pub fn format_vn_date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), date.month() as u8, date.year())
}

/// A date near today, for arrival and departure (docs/pages.md, "Dates near today"):
/// - `+3`, `-1`: that many days from today;
/// - `24`: the next 24th, today included; `31` skips the months without one;
/// - `24/11`: the first 24 November that is not more than 30 days ago: yesterday's date means yesterday, and in
///   December `05/01` means next January; `29/02` means the next leap year;
/// - `24/11/26`: the year of the current century; `24/11/2026`: as written.
pub fn near_date(text: &str, today: Date) -> Result<Date, DatePartsFault> {
    let text = text.trim();
    if let Some(days) = text.strip_prefix('+') {
        return days_from(today, days, 1);
    }
    if let Some(days) = text.strip_prefix('-') {
        return days_from(today, days, -1);
    }
    let parts = split(text)?;
    match parts.as_slice() {
        [day] => next_day_of_month(number(day, 2)?, today),
        [day, month] => next_day_of_year(number(day, 2)?, number(month, 2)?, today),
        [day, month, year] if year.len() == 2 => {
            let century = today.year().div_euclid(100) * 100;
            in_calendar(
                number(day, 2)?,
                number(month, 2)?,
                century + i32::from(number(year, 2)?),
            )
        }
        [day, month, year] => parse_parts(day, month, year),
        _ => Err(DatePartsFault::NotANumber),
    }
}

/// The parts between `/`, `.` or `-`, trimmed; none may be empty.
fn split(text: &str) -> Result<Vec<&str>, DatePartsFault> {
    let parts: Vec<&str> = text.trim().split(['/', '.', '-']).map(str::trim).collect();
    if parts.iter().any(|part| part.is_empty()) {
        Err(DatePartsFault::Missing)
    } else {
        Ok(parts)
    }
}

/// A number of at most `most` ASCII digits.
fn number(text: &str, most: usize) -> Result<u16, DatePartsFault> {
    if text.len() > most || text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(DatePartsFault::NotANumber);
    }
    text.parse().map_err(|_| DatePartsFault::NotANumber)
}

fn in_calendar(day: u16, month: u16, year: i32) -> Result<Date, DatePartsFault> {
    calendar_date(day, month, year).ok_or(DatePartsFault::NotInCalendar { day, month, year })
}

/// The date, unless it does not exist in the calendar. There is no year 0.
fn calendar_date(day: u16, month: u16, year: i32) -> Option<Date> {
    let month = Month::try_from(u8::try_from(month).ok()?).ok()?;
    let day = u8::try_from(day).ok()?;
    Date::from_calendar_date(year, month, day).ok().filter(|_| year > 0)
}

fn days_from(today: Date, days: &str, sign: i64) -> Result<Date, DatePartsFault> {
    if days.trim().is_empty() {
        return Err(DatePartsFault::Missing);
    }
    let days = i64::from(number(days.trim(), 3)?);
    today
        .checked_add(Duration::days(sign * days))
        .ok_or(DatePartsFault::NotANumber)
}

fn next_day_of_month(day: u16, today: Date) -> Result<Date, DatePartsFault> {
    let (mut month, mut year) = (today.month(), today.year());
    // Of any two neighbouring months one has 31 days; the third covers a start late in the first.
    for _ in 0..3 {
        if let Some(date) = calendar_date(day, u16::from(month as u8), year).filter(|&date| date >= today) {
            return Ok(date);
        }
        month = month.next();
        if month == Month::January {
            year += 1;
        }
    }
    Err(DatePartsFault::NotInCalendar {
        day,
        month: u16::from(today.month() as u8),
        year: today.year(),
    })
}

fn next_day_of_year(day: u16, month: u16, today: Date) -> Result<Date, DatePartsFault> {
    let first = today.saturating_sub(LOOK_BACK);
    // There are at most eight years between two leap years (1896 and 1904).
    (0..=9)
        .filter_map(|years| calendar_date(day, month, first.year() + years))
        .find(|&date| date >= first)
        .ok_or(DatePartsFault::NotInCalendar {
            day,
            month,
            year: today.year(),
        })
}
