//! Rooms typed as ranges: `201–210`, `201, 203, 205`, `A1-A12`.

use dto::facility::MAX_ROOMS;

/// Error of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RangeFault {
    /// Nothing was typed.
    Empty,
    /// This part is neither a name nor a range.
    Unreadable(String),
    /// This part ends before it begins.
    Backwards(String),
    /// More rooms than a facility may have.
    TooMany,
}

/// Returns the names of the rooms.
pub fn read_range(text: &str) -> Result<Vec<String>, RangeFault> {
    let mut names: Vec<String> = Vec::new();
    for part in text
        .split([',', ';', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        for name in read_part(part)? {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        if names.len() > MAX_ROOMS {
            return Err(RangeFault::TooMany);
        }
    }
    if names.is_empty() {
        Err(RangeFault::Empty)
    } else {
        Ok(names)
    }
}

fn read_part(part: &str) -> Result<Vec<String>, RangeFault> {
    // En dash and hyphen; a name such as `K3-08` is not a range, as its ends begin differently.
    let ends: Vec<&str> = part.split(['–', '—', '-']).map(str::trim).collect();
    let unreadable = || RangeFault::Unreadable(part.to_owned());
    let (from, to) = match ends.as_slice() {
        [one] if !one.is_empty() => return Ok(vec![(*one).to_owned()]),
        [from, to] if !from.is_empty() && !to.is_empty() => (*from, *to),
        _ => return Err(unreadable()),
    };
    let ((start, first), (_, last)) = match (split_number(from), split_number(to)) {
        (Some(from), Some(to)) if from.0 == to.0 || to.0.is_empty() => (from, to),
        _ => return Ok(vec![part.to_owned()]),
    };
    let number = |digits: &str| digits.parse::<u32>().map_err(|_| unreadable());
    let (begin, end) = (number(first)?, number(last)?);
    if begin > end {
        return Err(RangeFault::Backwards(part.to_owned()));
    }
    if (end - begin) as usize >= MAX_ROOMS {
        return Err(RangeFault::TooMany);
    }
    // `01–12` keeps its leading zeros.
    let width = if first.starts_with('0') { first.len() } else { 0 };
    Ok((begin..=end).map(|number| format!("{start}{number:0width$}")).collect())
}

/// Splits a name into the text before its number, and the number at its end.
fn split_number(name: &str) -> Option<(&str, &str)> {
    let start = name.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let (before, digits) = name.split_at(start);
    (!digits.is_empty()).then_some((before, digits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        read_range(text).unwrap()
    }

    #[test]
    fn ranges_and_single_rooms_are_read_together() {
        assert_eq!(read("201–204"), ["201", "202", "203", "204"]);
        assert_eq!(read("201-203, 205; 207"), ["201", "202", "203", "205", "207"]);
        assert_eq!(read("A1 – A3"), ["A1", "A2", "A3"]);
        assert_eq!(read("B08-10"), ["B08", "B09", "B10"]);
        assert_eq!(read("Vườn Xoài, 12A"), ["Vườn Xoài", "12A"]);
        assert_eq!(read("201, 201–202"), ["201", "202"]);
    }

    #[test]
    fn zeros_in_front_stay() {
        assert_eq!(read("08–11"), ["08", "09", "10", "11"]);
    }

    #[test]
    fn a_name_with_a_hyphen_is_no_range() {
        assert_eq!(read("K3-B08"), ["K3-B08"]);
    }

    #[test]
    fn what_makes_no_sense_is_told_apart() {
        assert_eq!(read_range("  "), Err(RangeFault::Empty));
        assert_eq!(read_range("210–201"), Err(RangeFault::Backwards("210–201".to_owned())));
        assert_eq!(read_range("201–"), Err(RangeFault::Unreadable("201–".to_owned())));
        assert_eq!(read_range("1–999999999"), Err(RangeFault::TooMany));
        assert_eq!(read_range("1-2-3"), Err(RangeFault::Unreadable("1-2-3".to_owned())));
        assert_eq!(
            read_range("1–99999999999999"),
            Err(RangeFault::Unreadable("1–99999999999999".to_owned()))
        );
    }
}
