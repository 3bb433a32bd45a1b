//! Names of people: how they are kept, compared and checked.

use crate::unicode;
use thiserror::Error;

/// The longest full name that is accepted, in characters.
pub const MAX_LENGTH: usize = 120;

/// Why a text is no full name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameFault {
    /// Nothing but space.
    #[error("the name is empty")]
    Empty,
    /// More characters than a name has.
    #[error("the name is longer than {max} characters")]
    TooLong {
        /// Most characters.
        max: usize,
    },
    /// A digit.
    #[error("the name has a digit")]
    Digit {
        /// The first digit.
        found: char,
        /// Where the digits stand.
        place: Place,
    },
    /// A control character, tabs and line breaks included.
    #[error("the name has a control character at position {position}")]
    Control {
        /// Counted from 1.
        position: usize,
    },
    /// A character that no name has.
    #[error("the name has a character that no name has")]
    Symbol {
        /// This character.
        found: char,
    },
}

/// Part of a name in which something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Before everything else.
    Start,
    /// Between.
    Middle,
    /// After everything else.
    End,
}

/// A name for searching without accents: NFD without marks, đ as d, lower case, runs of space as one.
/// Letters of other languages that have no accent to strip are written as passports write them (ł as
/// l, ß as ss), and all apostrophes are one. Folding twice is folding once. It is for comparing, never
/// for showing: DESIGN section 3, personal data.
pub fn fold(text: &str) -> String {
    let lower_case: String = text.chars().flat_map(char::to_lowercase).collect();
    let mut folded = String::with_capacity(text.len());
    for c in unicode::decomposed_without_marks(&lower_case).chars() {
        match c {
            _ if is_invisible(c) => {}
            // ð is what old Vietnamese fonts made of Đ.
            'đ' | 'ð' | 'ɖ' => folded.push('d'),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'ı' => folded.push('i'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            '’' | '‘' | 'ʼ' => folded.push('\''),
            _ => folded.push(c),
        }
    }
    collapse_space(&folded)
}

/// A name as the machine-readable lines of a passport write it (ICAO 9303-3, section 6): capitals of the basic Latin
/// alphabet, a hyphen as space, apostrophes and dots left out. None where a letter has no such form: nobody should guess
/// how a passport transcribes Cyrillic or Chinese.
pub fn as_in_mrz(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    for c in unicode::composed(text).chars().flat_map(char::to_uppercase) {
        match c {
            'Ä' => written.push_str("AE"),
            'Å' => written.push_str("AA"),
            'Ö' | 'Ø' => written.push_str("OE"),
            'Ü' => written.push_str("UE"),
            '-' => written.push(' '),
            '\'' | '’' | '‘' | 'ʼ' | '.' => {}
            _ => written.push(c),
        }
    }
    let name = fold(&written).to_ascii_uppercase();
    let is_basic = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b' ');
    is_basic.then_some(name)
}

/// A name as it is kept: NFC (so that two ways of typing ệ are one name), without characters that
/// cannot be seen, trimmed, runs of space as one. The case stays as it came: foreigners' names are in
/// capitals because their passports are (style.md 2.2).
pub fn normalise(text: &str) -> String {
    let visible: String = unicode::composed(text).chars().filter(|c| !is_invisible(*c)).collect();
    collapse_space(&visible)
}

/// Can this be a full name (issue 2, bad input; KH-11.2b)? Letters of any script with their marks,
/// space, apostrophes, hyphen and dot, at most [`MAX_LENGTH`] characters; one word is enough. Faults in
/// order: nothing there, too long, a control character, a digit, any other character. Whether it has
/// been normalised does not matter, save that a tab or line break is refused and not taken for space.
pub fn check_full_name(text: &str) -> Result<(), NameFault> {
    if text.chars().all(|c| c.is_whitespace() && !c.is_control()) {
        return Err(NameFault::Empty);
    }
    if unicode::composed(text).chars().count() > MAX_LENGTH {
        return Err(NameFault::TooLong { max: MAX_LENGTH });
    }
    if let Some(index) = text.chars().position(char::is_control) {
        return Err(NameFault::Control { position: index + 1 });
    }
    if let Some((found, place)) = first_digits(text.trim()) {
        return Err(NameFault::Digit { found, place });
    }
    if let Some(found) = text.chars().find(|&c| !is_name_character(c)) {
        return Err(NameFault::Symbol { found });
    }
    // Dots and hyphens alone are no name.
    match text.trim().chars().next() {
        Some(found) if !text.chars().any(char::is_alphabetic) => Err(NameFault::Symbol { found }),
        _ => Ok(()),
    }
}

/// Characters that print nothing and come with pasted text: byte-order mark, zero-width space and
/// joiners, marks of direction. Two names that differ by them only would look alike.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
        | '\u{e0000}'..='\u{e007f}')
}

/// Trimmed, each run of white space one space.
pub(crate) fn collapse_space(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}

/// The first digit, and where its run of digits stands: "Anh 32" ends with digits.
fn first_digits(text: &str) -> Option<(char, Place)> {
    let (start, found) = text.char_indices().find(|(_, c)| c.is_numeric())?;
    let rest = text.get(start..).unwrap_or_default();
    let place = if start == 0 {
        Place::Start
    } else if rest.chars().all(char::is_numeric) {
        Place::End
    } else {
        Place::Middle
    };
    Some((found, place))
}

fn is_name_character(c: char) -> bool {
    c.is_alphabetic() || unicode::is_mark(c) || c.is_whitespace() || matches!(c, '\'' | '’' | '‘' | 'ʼ' | '-' | '.')
}
