//! The input of a hand scanner before it is parsed: characters that come from the scanner and not from the document,
//! the beginning of a scan, and text that another keyboard layout has changed.

use crate::name;
use crate::unicode;

/// Digits of a personal number, the first field in the code of a citizen card.
const PERSONAL_NUMBER: usize = 12;
/// Characters of the number of a health insurance card: the ten digits of the new one, the fifteen of the full code.
const HEALTH_NUMBERS: [usize; 2] = [10, 15];
/// Separators in the code of a citizen card, before and since 2024-07-01.
const SEPARATORS: [usize; 2] = [6, 10];
/// Characters of the machine-readable lines of a document.
const LINES: [usize; 3] = [72, 88, 90];
/// This many equal characters are fillers: no other character of such lines occurs so often.
const FILLERS: usize = 4;

/// The characters of the digit keys of a French keyboard that no other layout has there.
const AZERTY_ONLY: &str = "&\"'(_ç";
/// All of them, from 0 to 9.
const AZERTY: &str = "à&é\"'(-è_ç";

/// What changed the text between the scanner and the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// The Vietnamese layout of Windows: its digit keys type ă, â, ê, ô, đ and the tones.
    Vietnamese,
    /// The French layout.
    Azerty,
    /// A Vietnamese input method, such as Unikey: `DD` becomes Đ, `A1` becomes Á.
    InputMethod,
    /// Another layout: fillers or separators are another character.
    Other,
}

/// The text without the characters that the scanner adds: control characters (STX before, ETX after), a byte-order mark
/// and other invisible characters, the three characters that identify the kind of code (ISO/IEC 15424: `]Q1`), the
/// number of its encoding, space around.
pub fn stripped(text: &str) -> String {
    let visible: String = text
        .chars()
        .filter(|c| c.is_whitespace() || !(c.is_control() || name::is_invisible(*c)))
        .collect();
    let visible = visible.trim();
    let named = without_identifier(visible).unwrap_or(visible).trim_start();
    without_encoding(named).unwrap_or(named).to_owned()
}

/// `\` and six digits, with which a scanner gives the encoding of what follows (ECI: `\000026` is UTF-8).
fn without_encoding(text: &str) -> Option<&str> {
    let (digits, rest) = text.strip_prefix('\\')?.split_at_checked(6)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(rest)
}

/// `]`, a letter for the kind of code, a character for how it was read.
fn without_identifier(text: &str) -> Option<&str> {
    let mut signs = text.strip_prefix(']')?.chars();
    let named = signs.next()?.is_ascii_alphabetic() && signs.next()?.is_ascii_alphanumeric();
    named.then_some(signs.as_str())
}

/// Whether a text begins like a scan and nothing else: the machine-readable lines of a document, or a number of a card
/// and a separator.
pub fn begins(text: &str) -> bool {
    let text = stripped(text);
    let mut signs = text.chars();
    if let (Some(first), Some('<')) = (signs.next(), signs.next())
        && is_line_letter(first)
    {
        return true;
    }
    text.split_once('|').is_some_and(|(number, _)| is_card_number(number))
}

/// Whether the text after a finished scan is the next one: it begins like a scan, or like the first line of a document
/// whose kind has two letters.
pub fn begins_anew(text: &str) -> bool {
    let text = stripped(text);
    let mut signs = text.chars();
    let is_line = signs.next().is_some_and(is_line_letter)
        && text.chars().count() > 4
        && signs.take(4).all(|c| c.is_ascii_alphabetic() || c == '<');
    is_line || begins(&text)
}

/// Whether the text after a finished scan may be the next one, but is still too short to decide.
pub fn may_begin(text: &str) -> bool {
    let text = stripped(text);
    text.len() <= PERSONAL_NUMBER && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '<')
}

fn is_line_letter(c: char) -> bool {
    matches!(c.to_ascii_uppercase(), 'P' | 'I' | 'A' | 'C' | 'V')
}

fn is_card_number(number: &str) -> bool {
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let length = number.len();
    (length == PERSONAL_NUMBER && is_digits(number))
        || (HEALTH_NUMBERS.contains(&length) && number.get(length - 10..).is_some_and(is_digits))
}

/// The layout that changed a text which is meant as a scan; none when nothing indicates one.
pub fn layout(text: &str) -> Option<Layout> {
    let text = stripped(text);
    if let Some((number, _)) = text.split_once('|') {
        return layout_of(number, number.chars().filter(|c| !c.is_ascii_alphanumeric()));
    }
    let signs: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if signs.contains('<') {
        let strange = signs.chars().filter(|c| !(c.is_ascii_alphanumeric() || *c == '<'));
        return layout_of(&signs, strange);
    }
    is_of_other_layout(&signs).then_some(Layout::Other)
}

fn layout_of(text: &str, strange: impl Iterator<Item = char>) -> Option<Layout> {
    let strange: Vec<char> = strange.filter(|c| !c.is_whitespace()).collect();
    let has_digits = text.bytes().any(|byte| byte.is_ascii_digit());
    let is_azerty = !strange.is_empty()
        && strange.iter().all(|c| AZERTY.contains(*c))
        && strange.iter().any(|c| AZERTY_ONLY.contains(*c));
    if is_azerty && !has_digits {
        return Some(Layout::Azerty);
    }
    let is_marked = |c: &char| !c.is_ascii() && (c.is_alphabetic() || unicode::is_mark(*c));
    match (strange.iter().any(is_marked), has_digits) {
        (true, true) => Some(Layout::InputMethod),
        (true, false) => Some(Layout::Vietnamese),
        (false, _) => None,
    }
}

/// Lines of the right length, or a number and the right number of separators, with another character everywhere
/// instead.
fn is_of_other_layout(signs: &str) -> bool {
    let count = |wanted: char| signs.chars().filter(|c| *c == wanted).count();
    let Some(sign) = signs.chars().find(|c| !c.is_alphanumeric()) else {
        return false;
    };
    let is_lines = LINES.contains(&signs.chars().count())
        && signs.chars().next().is_some_and(is_line_letter)
        && count(sign) >= FILLERS;
    let is_card = SEPARATORS.contains(&count(sign))
        && signs
            .split_once(sign)
            .is_some_and(|(number, _)| number.len() == PERSONAL_NUMBER && is_card_number(number));
    is_lines || is_card
}
