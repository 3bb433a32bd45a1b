//! Formats of dates, numbers and lengths (docs/pages.md, "Formats").

use crate::i18n::lang;
use crate::t;
use dto::{Lang, Timestamp};
use rules::zone::local;
use time::{Date, Weekday};

/// Separator between a number and its unit.
pub const NBSP: char = '\u{a0}';

/// Returns a measure of a drawing with up to three places, such as `12.5`. The standard library's formatting of such a
/// number is exact for every number, and as large as a page.
pub fn measure(value: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "drawings are smaller than 2^63 thousandths"
    )]
    let thousandths = (value * 1_000.0).round() as i64;
    let sign = if thousandths < 0 { "-" } else { "" };
    let thousandths = thousandths.unsigned_abs();
    let text = format!("{sign}{}.{:03}", thousandths / 1_000, thousandths % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Returns 21/11/2026.
pub fn date(date: Date) -> String {
    format!("{:02}/{:02}/{:04}", date.day(), u8::from(date.month()), date.year())
}

/// Returns 21/11/2026 for `2026-11-21` as in the JSON; an empty text for an invalid date.
pub fn date_text(iso: &str) -> String {
    match iso.split('-').collect::<Vec<_>>()[..] {
        [year, month, day] => format!("{day}/{month}/{year}"),
        _ => String::new(),
    }
}

/// Returns 21/11 for a day of `this_year`, else with the year: for lists.
pub fn short_date(day: Date, this_year: i32) -> String {
    if day.year() == this_year {
        format!("{:02}/{:02}", day.day(), u8::from(day.month()))
    } else {
        date(day)
    }
}

/// Returns 19:42.
pub fn time(at: Timestamp) -> String {
    let at = local(at.get());
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// Returns 20/11/2026, 20:14.
pub fn instant(at: Timestamp) -> String {
    format!("{}, {}", date(local(at.get()).date()), time(at))
}

/// Returns the moment at which something ends: midnight is 24:00 of the day before.
pub fn end_instant(at: Timestamp) -> String {
    let moment = local(at.get());
    match moment.date().previous_day() {
        Some(before) if moment.time() == time::Time::MIDNIGHT => t!(format.end_of_day, date = date(before)),
        _ => instant(at),
    }
}

/// Returns Thứ Bảy, 21/11/2026.
pub fn weekday_date(day: Date) -> String {
    format!("{}, {}", weekday(day.weekday()), date(day))
}

fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => t!(format.monday),
        Weekday::Tuesday => t!(format.tuesday),
        Weekday::Wednesday => t!(format.wednesday),
        Weekday::Thursday => t!(format.thursday),
        Weekday::Friday => t!(format.friday),
        Weekday::Saturday => t!(format.saturday),
        Weekday::Sunday => t!(format.sunday),
    }
}

/// Returns 01/11 – 21/11/2026.
pub fn period(from: Date, to: Date) -> String {
    format!("{}{NBSP}– {}", short_date(from, to.year()), date(to))
}

/// Returns "3 giờ 18 phút", "19 phút", "dưới 1 phút"; from two days on "3 ngày".
pub fn duration_words(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    let (hours, rest) = (minutes / 60, minutes % 60);
    match (hours, rest) {
        (0, 0) => t!(format.under_a_minute).to_owned(),
        (0, _) => minutes_words(rest),
        (48.., _) => {
            let days = hours / 24;
            t!(format.days, count = number(days))
        }
        (_, 0) => hours_words(hours),
        (_, _) => format!("{} {}", hours_words(hours), minutes_words(rest)),
    }
}

/// Returns the same in hours only, for time limits that are set in hours: "70 giờ 12 phút".
pub fn length(seconds: i64) -> String {
    let minutes = seconds.max(0) / 60;
    match (minutes / 60, minutes % 60) {
        (0, _) => duration_words(seconds),
        (hours, 0) => hours_words(hours),
        (hours, rest) => format!("{} {}", hours_words(hours), minutes_words(rest)),
    }
}

fn hours_words(hours: i64) -> String {
    t!(format.hours, count = hours)
}

fn minutes_words(minutes: i64) -> String {
    t!(format.minutes, count = minutes)
}

/// Returns "3 đêm".
pub fn nights(count: u32) -> String {
    t!(format.nights, count = number(i64::from(count)))
}

/// Returns 424.860.
pub fn number(value: i64) -> String {
    let separator = if lang() == Lang::Vi { '.' } else { ',' };
    let digits = value.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if value < 0 {
        out.push('−');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

/// Returns 650.000 đ.
pub fn money(dong: i64) -> String {
    let unit = if lang() == Lang::Vi { "đ" } else { "VND" };
    format!("{}{NBSP}{unit}", number(dong))
}

/// Returns "1,2 MB", "340 KB".
pub fn bytes(count: usize) -> String {
    let comma = if lang() == Lang::Vi { ',' } else { '.' };
    let tenths = (count + 52_428) / 104_858;
    if tenths < 10 {
        format!("{}{NBSP}KB", count.div_ceil(1024))
    } else {
        format!("{}{comma}{}{NBSP}MB", tenths / 10, tenths % 10)
    }
}

/// Returns 0905 000 148; 0258 000 0113. Numbers of other countries are not changed.
pub fn phone(text: &str) -> String {
    let digits: String = text.chars().filter(|c| !matches!(c, ' ' | '.' | '-')).collect();
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) || !digits.starts_with('0') {
        return text.to_owned();
    }
    match digits.len() {
        10 | 11 => format!("{} {} {}", &digits[..4], &digits[4..7], &digits[7..]),
        _ => digits,
    }
}

/// Returns 056 187 004 512; other numbers are not changed.
pub fn personal_id(number: &str) -> String {
    if number.len() == 12 && number.bytes().all(|byte| byte.is_ascii_digit()) {
        format!("{} {} {} {}", &number[..3], &number[3..6], &number[6..9], &number[9..])
    } else {
        number.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_measure_has_as_many_places_as_it_needs() {
        assert_eq!(measure(12.0), "12");
        assert_eq!(measure(82.152_777_7), "82.153");
        assert_eq!(measure(-0.5), "-0.5");
    }

    #[test]
    fn numbers_of_documents_and_telephones_are_grouped() {
        assert_eq!(personal_id("056187004512"), "056 187 004 512");
        assert_eq!(personal_id("EZ4410827"), "EZ4410827");
        assert_eq!(phone("0905000148"), "0905 000 148");
        assert_eq!(phone("02580000113"), "0258 000 0113");
        assert_eq!(phone("+48 22 000 00 00"), "+48 22 000 00 00");
    }
}
