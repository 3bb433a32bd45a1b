//! Dates, hours and codes as they stand in a cell.

use dto::import::ImportColumn;
use dto::problem::FieldCode;
use rules::date_parts::{DatePartsFault, parse_vn_date};
use rules::mend::iso_date;
use time::Date;

/// Why a text is no date.
pub fn date_fault(column: ImportColumn, day: &str) -> Option<FieldCode> {
    if read_date(day).is_some() || (column == ImportColumn::BirthDate && birth_year(day).is_some()) {
        return None;
    }
    let is_iso = day.split(['-', '/', '.']).next().is_some_and(|year| year.len() == 4);
    Some(match parse_vn_date(day) {
        Err(DatePartsFault::ShortYear) => FieldCode::DateYearShort,
        Err(DatePartsFault::NotInCalendar { .. }) => FieldCode::DateNotInCalendar,
        _ if is_iso && day.bytes().all(|byte| byte.is_ascii_digit() || b"-/.".contains(&byte)) => {
            FieldCode::DateNotInCalendar
        }
        _ => FieldCode::DateMalformed,
    })
}

/// The code of `code - label`; all of a text that has none.
pub fn code(text: &str) -> &str {
    text.split_once(" - ").map_or(text, |(code, _)| code).trim()
}

/// The label of `code - label`; all of a text that has none. A label may have a dash of its own.
pub fn label(text: &str) -> &str {
    match text.split_once(" - ") {
        Some((code, label)) if code.trim().bytes().all(|byte| byte.is_ascii_alphanumeric()) => label.trim(),
        _ => text.trim(),
    }
}

/// A year of birth that stands alone, or with a month, or with zeros where nobody knows more: `1990`, `03/1990`,
/// `00/00/1990`.
pub fn birth_year(text: &str) -> Option<i32> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).map(str::trim).collect();
    let is_month = |month: &str| month.len() <= 2 && month.parse().is_ok_and(|month: u8| month <= 12);
    let year = match parts.as_slice() {
        [year] => year,
        [month, year] if is_month(month) => year,
        ["0" | "00", month, year] if is_month(month) => year,
        _ => return None,
    };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit());
    is_year.then(|| year.parse().ok()).flatten()
}

/// A date as it stands, in one of the two orders that nobody mistakes here.
pub fn read_date(text: &str) -> Option<Date> {
    parse_vn_date(text).ok().or_else(|| iso_date(text))
}

/// Day and time of `21/11/2026 14:30` and `2026-11-21T14:30:00`. Midnight to the second is no hour that somebody has
/// written: so programs write a day alone.
pub fn split_time(text: &str) -> (&str, Option<&str>) {
    let is_of_instant = |at: &usize| text[..*at].ends_with(|c: char| c.is_ascii_digit());
    let at = text.find(' ').or_else(|| text.find('T').filter(is_of_instant));
    match at.map(|at| (&text[..at], text[at + 1..].trim())) {
        Some((day, "" | "00:00:00" | "0:00:00" | "00:00:00.000" | "12:00:00 AM")) => (day, None),
        Some((day, rest)) => (day, Some(rest)),
        None => (text.trim(), None),
    }
}

/// `5.60750E+10`: Excel has rounded.
pub fn is_rounded(text: &str) -> bool {
    let Some((digits, power)) = text
        .to_ascii_uppercase()
        .split_once("E+")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
    else {
        return false;
    };
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        && power.parse::<u8>().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_day_and_its_hour_are_parted_however_they_are_written() {
        for (text, day, hour) in [
            ("21/11/2026 14:30", "21/11/2026", Some("14:30")),
            ("21/11/2026", "21/11/2026", None),
            ("2026-11-21T14:30:00", "2026-11-21", Some("14:30:00")),
            ("2026-11-21 14:30:00.000", "2026-11-21", Some("14:30:00.000")),
            // Programs write a day alone so.
            ("2026-11-21T00:00:00", "2026-11-21", None),
            ("2026-11-21 00:00:00.000", "2026-11-21", None),
            ("11/21/2026 12:00:00 AM", "11/21/2026", None),
            // Somebody has written this.
            ("21/11/2026 00:00", "21/11/2026", Some("00:00")),
            ("Tháng 11", "Tháng", Some("11")),
            ("T7", "T7", None),
        ] {
            assert_eq!(split_time(text), (day, hour), "{text}");
        }
    }

    #[test]
    fn a_birth_of_which_no_day_is_told_is_a_year() {
        for text in ["1990", "03/1990", "3-1990", "00/00/1990", "0/3/1990", "00.00.1990"] {
            assert_eq!(birth_year(text), Some(1990), "{text}");
        }
        for text in [
            "90",
            "13/1990",
            "08/03/1990",
            "00/13/1990",
            "1990/03",
            "+199",
            "",
            "03/90",
        ] {
            assert_eq!(birth_year(text), None, "{text}");
        }
    }

    #[test]
    fn dates_with_the_year_first_are_read_whatever_parts_them() {
        for text in ["2026-11-21", "2026/11/21", "2026.11.21", "21.11.2026", "21-11-2026"] {
            assert_eq!(read_date(text), Some(date!(2026 - 11 - 21)), "{text}");
        }
        for text in ["2026.13.01", "21.11.26", "20261121", "2026"] {
            assert_eq!(read_date(text), None, "{text}");
        }
    }
}
