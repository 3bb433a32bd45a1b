//! Reads cell formats: whether a number is a date, and with which zeros and letters it is displayed.

use crate::table::{Cell, CellKind};
use time::{Date, Duration, Time};

/// The longest format code that is read, in bytes: Excel itself allows 255 characters, and each cell is displayed with
/// all of it.
const LONGEST: usize = 255;

/// The format of a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NumberFormat {
    /// The general format.
    General,
    /// A date or a time of day.
    Date,
    /// A date displayed without its day, such as `Jul-87`, which Excel makes from a typed `7/1987`.
    WithoutDay,
    /// Digits in places, with characters before, between and after them.
    Places(Vec<Place>),
}

/// A part of a format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A digit: `0`, displayed even if the number has none at this place.
    Digit,
    /// A literal character.
    Sign(char),
}

impl NumberFormat {
    /// Returns a built-in format by its number.
    pub fn built_in(id: u32) -> Self {
        match id {
            1 => Self::of("0"),
            17 => Self::WithoutDay,
            14..=22 | 27..=36 | 45..=47 | 50..=58 => Self::Date,
            _ => Self::General,
        }
    }

    /// Returns a format by its code.
    pub fn of(code: &str) -> Self {
        if code.len() > LONGEST {
            return Self::General;
        }
        // Document numbers are not negative: only the first section applies.
        let mut places = Vec::new();
        let mut rest = code.chars();
        let mut is_plain = true;
        let mut letters = String::new();
        while let Some(c) = rest.next() {
            match c {
                '"' => places.extend(rest.by_ref().take_while(|c| *c != '"').map(Place::Sign)),
                '\\' => places.extend(rest.next().map(Place::Sign)),
                // A colour, a language or a condition; elapsed hours are a time.
                '[' => {
                    let inner: String = rest.by_ref().take_while(|c| *c != ']').collect();
                    if matches!(
                        inner.to_ascii_lowercase().as_str(),
                        "h" | "hh" | "m" | "mm" | "s" | "ss"
                    ) {
                        return Self::Date;
                    }
                }
                // A space with the width of a character; filling with a character.
                '_' | '*' => drop(rest.next()),
                ';' => break,
                '0' => places.push(Place::Digit),
                ' ' | '-' | '(' | ')' | '+' | '/' | ':' | '\u{a0}' => places.push(Place::Sign(c)),
                'd' | 'm' | 'y' | 'h' | 's' | 'D' | 'M' | 'Y' | 'H' | 'S' => letters.push(c.to_ascii_lowercase()),
                _ => is_plain = false,
            }
        }
        if !letters.is_empty() {
            let has_day = letters.contains(['d', 'h', 's']) || !letters.contains('y');
            return if has_day { Self::Date } else { Self::WithoutDay };
        }
        let is_used = places.contains(&Place::Digit);
        if is_plain && is_used {
            Self::Places(places)
        } else {
            Self::General
        }
    }

    /// Makes the cell of a number with this format.
    pub fn cell(&self, number: f64, is_1904: bool) -> Cell {
        match self {
            Self::Date => date(number, is_1904),
            Self::WithoutDay => year(date(number, is_1904)),
            Self::Places(places) if number.fract() == 0.0 && (0.0..1e15).contains(&number) => in_places(places, number),
            _ => Cell::new(&written(number), CellKind::Number),
        }
    }
}

/// Writes a number for people: whole numbers without a fraction.
pub fn written(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        format!("{number}")
    }
}

/// Makes a cell for a format with a fixed number of digits. The letters that it adds may or may not belong to the
/// number.
fn in_places(places: &[Place], number: f64) -> Cell {
    let least = places.iter().filter(|place| **place == Place::Digit).count();
    let digits = format!("{number:0least$.0}");
    let mut left = digits.len() - least;
    let mut rest = digits.chars();
    let mut shown = String::new();
    for place in places {
        match place {
            Place::Digit => {
                // Surplus digits are displayed at the first place.
                shown.extend(rest.by_ref().take(left + 1));
                left = 0;
            }
            Place::Sign(c) => shown.push(*c),
        }
    }
    let has_letters = shown.chars().any(char::is_alphabetic);
    Cell {
        shown: has_letters.then_some(shown),
        ..Cell::new(&digits, CellKind::Number)
    }
}

/// Makes the cell of a date or time of day, in either of the two date systems.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "less than three million days, and less than a day of minutes"
)]
fn date(number: f64, is_1904: bool) -> Cell {
    const MINUTES: f64 = 1_440.0;
    if !(0.0..3_000_000.0).contains(&number) {
        return Cell::new(&written(number), CellKind::Number);
    }
    let minutes = ((number.fract() * MINUTES).round() as u16).min(1_439);
    let Ok(time) = Time::from_hms((minutes / 60) as u8, (minutes % 60) as u8, 0) else {
        return Cell::new(&written(number), CellKind::Number);
    };
    let time = format!("{:02}:{:02}", time.hour(), time.minute());
    if number < 1.0 && !is_1904 {
        return Cell::new(&time, CellKind::Date);
    }
    let days = number.trunc() as i64;
    // The 1900 date system has a 29 February that did not exist.
    let (first, days) = match (is_1904, days) {
        (true, days) => (time::macros::date!(1904 - 01 - 01), days),
        (false, ..60) => (time::macros::date!(1899 - 12 - 31), days),
        (false, _) => (time::macros::date!(1899 - 12 - 30), days),
    };
    let Some(day) = first.checked_add(Duration::days(days)) else {
        return Cell::new(&written(number), CellKind::Number);
    };
    let day = shown_day(day);
    if number.fract() == 0.0 {
        Cell::new(&day, CellKind::Date)
    } else {
        Cell::new(&format!("{day} {time}"), CellKind::Date)
    }
}

/// Returns the year of a date without its day.
fn year(date: Cell) -> Cell {
    let year = rules::date_parts::parse_vn_date(&date.text).map(time::Date::year);
    year.map_or(date, |year| Cell::new(&year.to_string(), CellKind::Date))
}

fn shown_day(day: Date) -> String {
    rules::date_parts::format_vn_date(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(code: &str, number: f64) -> (String, Option<String>) {
        let cell = NumberFormat::of(code).cell(number, false);
        (cell.text, cell.shown)
    }

    #[test]
    fn zeros_and_letters_of_a_format_are_read_as_they_are_shown() {
        let plain = |text: &str| (text.to_owned(), None);
        assert_eq!(read("000000000000", 56_190_030_022.0), plain("056190030022"));
        assert_eq!(read("[Red]000000000000", 56_196_030_024.0), plain("056196030024"));
        assert_eq!(read("0000\\ 000\\ 000", 905_123_456.0), plain("0905123456"));
        assert_eq!(read("000", 12_345.0), plain("12345"));
        let lettered = |text: &str, shown: &str| (text.to_owned(), Some(shown.to_owned()));
        assert_eq!(
            read("\"CC \"000000000000", 56_085_030_025.0),
            lettered("056085030025", "CC 056085030025")
        );
        assert_eq!(read("\"C\"0000000", 4_071_936.0), lettered("4071936", "C4071936"));
        // Formats without digit places prove nothing.
        for code in ["General", "#,##0", "0.00", "0%", "@", "#"] {
            assert_eq!(read(code, 4_071_936.0), plain("4071936"), "{code}");
        }
    }

    #[test]
    fn a_code_that_no_spreadsheet_writes_says_nothing() {
        let zeros = "0".repeat(LONGEST);
        assert_eq!(read(&zeros, 7.0).0.len(), LONGEST);
        // Wider than any display.
        assert_eq!(read(&"0".repeat(70_000), 7.0), ("7".to_owned(), None));
        let shown = format!("\"{}\"0", "C".repeat(LONGEST));
        assert_eq!(read(&shown, 7.0), ("7".to_owned(), None));
    }

    #[test]
    fn dates_are_told_by_their_format_and_not_by_colours_and_words() {
        for code in ["dd/mm/yyyy", "[$-42A]dd\" tháng \"mm\" năm \"yyyy", "yyyy-mm-dd;@"] {
            assert_eq!(read(code, 46_355.0).0, "29/11/2026", "{code}");
        }
        assert_eq!(read("hh:mm", 0.604_166_667).0, "14:30");
        assert_eq!(read("dd/mm/yyyy hh:mm", 46_355.625).0, "29/11/2026 15:00");
        let old = NumberFormat::Date.cell(44_893.0, true);
        assert_eq!((old.text.as_str(), old.kind), ("29/11/2026", CellKind::Date));
        assert_eq!(NumberFormat::built_in(14), NumberFormat::Date);
        // A hidden day is unknown: Excel stores the first of the month.
        for code in ["mmm-yy", "mm/yyyy", "yyyy", "[$-42A]mmmm yyyy", "\"năm \"yyyy"] {
            assert_eq!(read(code, 31_959.0).0, "1987", "{code}");
        }
        assert_eq!(NumberFormat::built_in(17).cell(31_959.0, false).text, "1987");
        for code in ["d-mmm", "dd/mm/yy", "h:mm AM/PM", "mm:ss", "yyyy-mm-dd hh:mm:ss"] {
            assert_eq!(NumberFormat::of(code), NumberFormat::Date, "{code}");
        }
    }
}
