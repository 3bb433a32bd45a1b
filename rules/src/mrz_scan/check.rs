//! Check digits: the field of each, and how it is computed.

/// The field of a check digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MrzField {
    /// The number of the document.
    Number,
    /// The date of birth.
    Birth,
    /// The day of expiry.
    Expiry,
    /// The optional data of a passport, most often a personal number.
    Optional,
    /// All of these together.
    Whole,
}

/// A check digit and whether it matches its field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MrzCheck {
    /// The field.
    pub field: MrzField,
    /// Whether it is correct.
    pub agrees: bool,
}

/// The value of a character for its check digit; none for characters that do not occur.
pub fn value(c: char) -> Option<u32> {
    match c {
        '<' => Some(0),
        '0'..='9' | 'A'..='Z' => c.to_digit(36),
        _ => None,
    }
}

/// Weights 7, 3, 1, repeated; the sum modulo 10 (ICAO 9303 part 3, 4.9).
fn check_digit(field: &str) -> u32 {
    let sum: u32 = field
        .chars()
        .zip([7, 3, 1].into_iter().cycle())
        .map(|(c, weight)| value(c).unwrap_or(0) * weight)
        .sum();
    sum % 10
}

/// Whether a check digit is correct for a field.
pub fn agrees(field: &str, check: &str) -> bool {
    check.parse() == Ok(check_digit(field))
}
