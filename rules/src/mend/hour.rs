//! Times of day as users write them.

use crate::name::fold;
use time::Time;

/// A time of day from a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HourRead {
    /// As written in the cell.
    Plain(Time),
    /// A 12-hour time, converted to 24 hours.
    Mended(Time),
    /// 24:00, the start of the next day.
    NextMidnight,
}

/// Reads `14:30`, `14:30:00`, `14h30`, `14 giờ 30`, `2:30 PM`, `2 giờ chiều`; none where it is not a time of day.
pub fn read_hour(text: &str) -> Option<HourRead> {
    let written = fold(text).replace("gio", "h");
    let end = written.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | ' ' | 'h' | 'g')));
    let (clock, half) = written.split_at(end.unwrap_or(written.len()));
    // Fractions of a second, as databases write them; `14.30` is something else.
    let is_fraction = |half: &&str| {
        let digits = half.strip_prefix('.').unwrap_or_default();
        clock.matches(':').count() == 2 && !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let half = Some(half).filter(|half| !is_fraction(half)).unwrap_or_default();
    let is_later = match half.trim().replace('.', "").as_str() {
        "" => None,
        "am" | "sa" | "sang" => Some(false),
        "pm" | "ch" | "chieu" | "toi" => Some(true),
        _ => return None,
    };
    let clock = clock.replace(['h', 'g'], ":");
    let parts: Vec<&str> = clock.trim().trim_end_matches(':').split(':').map(str::trim).collect();
    let number = |part: &str| part.parse::<u8>().ok().filter(|_| part.len() <= 2);
    let hour = number(parts.first()?)?;
    let rest = match parts.get(1..) {
        Some(rest) if rest.len() <= 2 => rest,
        _ => return None,
    };
    let mut smaller = [0_u8; 2];
    for (place, part) in smaller.iter_mut().zip(rest) {
        *place = number(part)?;
    }
    if (hour, smaller, is_later) == (24, [0, 0], None) {
        return Some(HourRead::NextMidnight);
    }
    let on_clock = match (is_later, hour) {
        (Some(false), 12) => 0,
        (Some(true), 1..=11) => hour + 12,
        _ => hour,
    };
    // A stay is stored to the minute.
    let time = Time::from_hms(on_clock, smaller[0], smaller[1])
        .ok()?
        .replace_second(0)
        .ok()?;
    Some(if is_later.is_some() {
        HourRead::Mended(time)
    } else {
        HourRead::Plain(time)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        let at = |hour, minute| Time::from_hms(hour, minute, 0).unwrap();
        for text in [
            "14:30",
            "14:30:00",
            "14:30:00.000",
            "14:30:00.1234567",
            "14h30",
            "14 giờ 30",
            "14g30",
            "14 : 30",
        ] {
            assert_eq!(read_hour(text), Some(HourRead::Plain(at(14, 30))), "{text}");
        }
        for text in ["12", "12h", "12 giờ", "12:00"] {
            assert_eq!(read_hour(text), Some(HourRead::Plain(at(12, 0))), "{text}");
        }
        for (text, time) in [
            ("2:30 PM", at(14, 30)),
            ("2:30 p.m.", at(14, 30)),
            ("02:30 CH", at(14, 30)),
            ("2 giờ chiều", at(14, 0)),
            ("8h tối", at(20, 0)),
            ("8h sáng", at(8, 0)),
            ("12:15 AM", at(0, 15)),
            ("12:15 pm", at(12, 15)),
            ("9:00 SA", at(9, 0)),
        ] {
            assert_eq!(read_hour(text), Some(HourRead::Mended(time)), "{text}");
        }
        for text in ["24:00", "24h", "24:00:00"] {
            assert_eq!(read_hour(text), Some(HourRead::NextMidnight), "{text}");
        }
        for text in [
            "25:00",
            "24:01",
            "12:60",
            "sớm",
            "",
            "12:00:00:00",
            "1234",
            "trưa",
            "-1",
            "12:30 xm",
            "14.30",
            "14:30.5",
            "14:30:00Z",
            "14:30:00+07:00",
        ] {
            assert_eq!(read_hour(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "\\PC{0,24}") {
            let _ = read_hour(&text);
        }
    }
}
