//! Names of people: how they are stored, compared and checked.

use crate::unicode;
use thiserror::Error;

/// Maximum length of a full name, in characters.
pub const MAX_LENGTH: usize = 120;

/// Maximum number of marks on one letter. Vietnamese has two, Burmese syllables have up to seven.
pub const MAX_MARKS: usize = 8;

/// Why a text is not a full name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NameFault {
    /// Nothing but space.
    #[error("the name is empty")]
    Empty,
    /// More characters than a name has.
    #[error("the name is longer than {max} characters")]
    TooLong {
        /// Maximum number of characters.
        max: usize,
    },
    /// A digit.
    #[error("the name has a digit")]
    Digit {
        /// The first digit.
        found: char,
        /// The position of the digits.
        place: Place,
    },
    /// A control character, tabs and line breaks included.
    #[error("the name has a control character at position {position}")]
    Control {
        /// Counted from 1.
        position: usize,
    },
    /// A character that does not occur in names.
    #[error("the name has a character that no name has")]
    Symbol {
        /// This character.
        found: char,
    },
    /// An invisible character between others, so that two names which differ by it look the same.
    #[error("the name has a character that cannot be seen")]
    Invisible {
        /// This character.
        found: char,
    },
    /// More marks on one letter than any script has.
    #[error("a letter of the name has more than {max} marks")]
    TooManyMarks {
        /// Maximum number of marks.
        max: usize,
    },
}

/// A position in a name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Before everything else.
    Start,
    /// Between.
    Middle,
    /// After everything else.
    End,
}

/// A name for a search without accents: NFKD without marks (full-width letters and ligatures as plain ones), đ as d,
/// lower case, several spaces as one. Letters of other languages that have no accent to remove are written as in
/// passports (ł as l, ß as ss, ə as e; ICAO 9303-3, section 6 A), and all apostrophes are the same. Folding a folded
/// name does not change it. It is only for comparison, never for display: docs/rules.md, "Personal data".
pub fn fold(text: &str) -> String {
    let plain = unicode::plain_without_marks(text);
    // Each letter by itself: at the end of a word a small Σ would be ς.
    let lower_case = unicode::small(&plain.replace('Σ', "σ"));
    let mut folded = String::with_capacity(text.len());
    // The lower-case form of İ has its dot as a mark.
    for c in unicode::plain_without_marks(&lower_case).chars() {
        match c {
            _ if is_invisible(c) => {}
            // Old Vietnamese fonts made ð from Đ.
            'đ' | 'ð' | 'ɖ' => folded.push('d'),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'ı' => folded.push('i'),
            'ə' => folded.push('e'),
            'ħ' => folded.push('h'),
            'ĸ' => folded.push('q'),
            'ŋ' => folded.push('n'),
            'ŧ' => folded.push('t'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'þ' => folded.push_str("th"),
            '’' | '‘' | 'ʼ' => folded.push('\''),
            _ if is_hyphen(c) => folded.push('-'),
            // The dot of ŀ.
            '·' => {}
            _ => folded.push(c),
        }
    }
    collapse_space(&folded)
}

/// The folded words of a name, as filed and as searched for: only letters and digits, so that no word can be an
/// operator of a query language, and "hong anh" finds "Hồng-Ánh".
pub fn words(name: &str) -> Vec<String> {
    fold(name)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// A name as in the machine-readable lines of a passport (ICAO 9303-3, section 6): capitals of the basic Latin
/// alphabet, a hyphen as space, apostrophes and dots left out. None where a letter has no such form: the transcription
/// of Cyrillic or Chinese in a passport must not be guessed.
pub fn as_in_mrz(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    for c in unicode::capital(&unicode::plain(text)).chars() {
        match c {
            'Ä' => written.push_str("AE"),
            'Å' => written.push_str("AA"),
            'Ö' | 'Ø' => written.push_str("OE"),
            'Ü' => written.push_str("UE"),
            '-' | '\u{2010}' | '/' | '@' => written.push(' '),
            '\'' | '’' | '‘' | 'ʼ' | '.' | '·' => {}
            _ => written.push(c),
        }
    }
    let name = fold(&written).to_ascii_uppercase();
    let is_basic = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b' ');
    is_basic.then_some(name)
}

/// A name as it is stored: NFC (so that two ways of typing ệ give the same name), without invisible characters,
/// trimmed, several spaces as one, the hyphens of word processors as the hyphen of keyboards. Upper and lower case do
/// not change: foreigners' names are in capitals because their passports are (docs/pages.md, "Names").
pub fn normalise(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let meant: String = unicode::composed(&visible)
        .chars()
        .map(|c| if is_hyphen(c) { '-' } else { c })
        .collect();
    collapse_space(&meant)
}

/// A text of a Vietnamese guest, with the letters that only look like Đ (U+00D0, U+00F0, U+0189, U+0256) as Đ and đ.
/// Not for others: Ð is a letter of Icelandic names, Ɖ of Ewe names.
pub fn vietnamese_letters(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{d0}' | '\u{189}' => 'Đ',
            '\u{f0}' | '\u{256}' => 'đ',
            _ => c,
        })
        .collect()
}

/// The text without space and invisible characters at both ends: they come with pasted text and are harmless there.
pub fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_invisible(c))
}

/// Whether this can be a full name (issue 2, bad input; KH-11.2b). Letters of any script with their marks, space,
/// apostrophes, hyphen and dot, at most [`MAX_LENGTH`] characters; one word is enough. Between words also `A/L` (son
/// of) and `@` (alias), which passports of Malaysia and Singapore print. Faults in order: empty, too long, a control
/// character, a digit, an invisible character between others, any other character, a letter of another alphabet within
/// a Latin word, too many marks. The text may be normalised or not, except that a tab or line break is refused and not
/// read as space.
pub fn check_full_name(text: &str) -> Result<(), NameFault> {
    let text = text.trim_matches(is_invisible);
    if text.chars().all(|c| c.is_whitespace() && !c.is_control()) {
        return Err(NameFault::Empty);
    }
    let composed = unicode::composed(text);
    if composed.chars().count() > MAX_LENGTH {
        return Err(NameFault::TooLong { max: MAX_LENGTH });
    }
    if let Some(index) = text.chars().position(char::is_control) {
        return Err(NameFault::Control { position: index + 1 });
    }
    if let Some((found, place)) = first_digits(text.trim()) {
        return Err(NameFault::Digit { found, place });
    }
    if let Some(found) = trim(text).chars().find(|&c| is_invisible(c) || is_separator(c)) {
        return Err(NameFault::Invisible { found });
    }
    let words: Vec<&str> = composed.split_whitespace().collect();
    for (at, word) in words.iter().enumerate() {
        let is_between = at > 0 && at + 1 < words.len();
        if let Some(found) = word.chars().find(|&c| !is_name_character(c))
            && !(is_between && is_sign(word))
        {
            return Err(NameFault::Symbol { found });
        }
        if let Some(found) = stranger(word) {
            return Err(NameFault::Symbol { found });
        }
    }
    if let Some(found) = twice_encoded(&composed) {
        return Err(NameFault::Symbol { found });
    }
    if most_marks(&composed) > MAX_MARKS {
        return Err(NameFault::TooManyMarks { max: MAX_MARKS });
    }
    // Dots and hyphens alone are not a name.
    match text.trim().chars().next() {
        Some(found) if !text.chars().any(char::is_alphabetic) => Err(NameFault::Symbol { found }),
        _ => Ok(()),
    }
}

/// Words that a program writes where it has no name. Each may be a real name, so it is only a warning: `null`,
/// `undefined`, `NaN`, each word alone or one after the other.
pub fn is_placeholder(full_name: &str) -> bool {
    const NO_NAME: [&str; 8] = ["null", "undefined", "nan", "none", "nil", "true", "false", "unknown"];
    let words = words(full_name);
    !words.is_empty() && words.iter().all(|word| NO_NAME.contains(&word.as_str()))
}

/// A character as a message shows it: itself, or `U+200B` where it is invisible; with its number where it looks like a
/// Latin letter but is not one.
pub fn shown(c: char) -> String {
    let is_private = matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    let shows_nothing = c.is_control() || c.is_whitespace() || is_private || is_invisible(c) || is_noncharacter(c);
    if shows_nothing || unicode::is_mark(c) {
        format!("U+{:04X}", u32::from(c))
    } else if is_greek_or_cyrillic(c) {
        format!("{c} (U+{:04X})", u32::from(c))
    } else {
        c.to_string()
    }
}

/// Code points that are not characters and never will be (Unicode, section 23.7): they occur in no text, and files with
/// them are not well-formed.
pub fn is_noncharacter(c: char) -> bool {
    matches!(c, '\u{fdd0}'..='\u{fdef}') || u32::from(c) & 0xfffe == 0xfffe
}

/// Characters that are invisible and come with pasted text: byte-order mark, zero-width space and joiners, direction
/// marks, fillers, variation selectors. Two names that differ only by them would look the same.
pub fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// The second of two letters that are one letter in UTF-8, read as Windows-1252: `MÃœLLER` was `MÜLLER`. No language
/// has these two letters together; most other such pairs contain symbols that do not occur in names.
fn twice_encoded(text: &str) -> Option<char> {
    let second = text.chars().skip(1);
    let mut pairs = text.chars().zip(second);
    let found = pairs.find(|(first, second)| matches!(first, 'Â'..='ß') && "ƒŠŒŽšœžŸ".contains(*second));
    found.map(|(_, second)| second)
}

/// The end of a line or paragraph in Unicode: white space, but not a space within a name.
fn is_separator(c: char) -> bool {
    matches!(c, '\u{2028}' | '\u{2029}')
}

/// The longest run of marks.
fn most_marks(text: &str) -> usize {
    let (mut most, mut run) = (0, 0);
    for c in text.chars() {
        run = if unicode::is_mark(c) { run + 1 } else { 0 };
        most = most.max(run);
    }
    most
}

/// The text trimmed, with each sequence of white space as one space.
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

/// The first digit, and the position of its sequence of digits: "Anh 32" ends with digits.
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
    c.is_alphabetic() || unicode::is_mark(c) || is_hyphen(c) || matches!(c, '\'' | '’' | '‘' | 'ʼ' | '-' | '.' | '·')
}

/// Hyphens that word processors write.
fn is_hyphen(c: char) -> bool {
    matches!(c, '\u{2010}' | '\u{2011}')
}

/// `@` or `A/L`.
fn is_sign(word: &str) -> bool {
    let letters: Vec<char> = word.chars().collect();
    match letters.as_slice() {
        ['@'] => true,
        [one, '/', other] => one.is_alphabetic() && other.is_alphabetic(),
        _ => false,
    }
}

/// The first Greek or Cyrillic letter of a word that also has Latin ones: the difference is not visible, and no search
/// finds the word.
fn stranger(word: &str) -> Option<char> {
    let is_latin = |c: char| matches!(c, 'A'..='Z' | 'a'..='z' | 'À'..='ɏ' | 'Ḁ'..='ỿ');
    let part = word
        .split(['-', '\'', '’', '.'])
        .find(|part| part.contains(is_latin) && part.contains(is_greek_or_cyrillic))?;
    part.chars().find(|c| is_greek_or_cyrillic(*c))
}

fn is_greek_or_cyrillic(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52f}')
}
