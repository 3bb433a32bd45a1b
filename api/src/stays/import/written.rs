//! Reads dates, times and codes from the text of a cell.

use dto::import::ImportColumn;
use dto::problem::FieldCode;
use rules::date_parts::{DatePartsFault, parse_vn_date};
use rules::mend::iso_date;
use time::Date;

/// Returns the reason why a text is not a date.
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

/// Returns the code of `code - label`; the whole text if it has none.
pub fn code(text: &str) -> &str {
    text.split_once(" - ").map_or(text, |(code, _)| code).trim()
}

/// Returns the label of `code - label`; the whole text if it has none. A label may contain a dash.
pub fn label(text: &str) -> &str {
    match text.split_once(" - ") {
        Some((code, label)) if code.trim().bytes().all(|byte| byte.is_ascii_alphanumeric()) => label.trim(),
        _ => text.trim(),
    }
}

/// Returns a year of birth that stands alone, with a month, or with zeros for unknown parts: `1990`, `03/1990`,
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

/// Reads a date in one of the two orders that are unambiguous here.
pub fn read_date(text: &str) -> Option<Date> {
    parse_vn_date(text).ok().or_else(|| iso_date(text))
}

/// Splits `21/11/2026 14:30` and `2026-11-21T14:30:00` into day and time. Midnight with seconds is not a time that a
/// person wrote: programs write a day alone in that way.
pub fn split_time(text: &str) -> (&str, Option<&str>) {
    let is_of_instant = |at: &usize| text[..*at].ends_with(|c: char| c.is_ascii_digit());
    let at = text.find(' ').or_else(|| text.find('T').filter(is_of_instant));
    match at.map(|at| (&text[..at], text[at + 1..].trim())) {
        Some((day, "" | "00:00:00" | "0:00:00" | "00:00:00.000" | "12:00:00 AM")) => (day, None),
        Some((day, rest)) => (day, Some(rest)),
        None => (text.trim(), None),
    }
}

/// Returns whether Excel has rounded the number: `5.60750E+10`.
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
            // Programs write a day alone in this way.
            ("2026-11-21T00:00:00", "2026-11-21", None),
            ("2026-11-21 00:00:00.000", "2026-11-21", None),
            ("11/21/2026 12:00:00 AM", "11/21/2026", None),
            // A person wrote this.
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
