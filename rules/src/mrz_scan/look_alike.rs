//! Characters that a scanner confuses with others.

use super::check::MrzField;
use std::ops::Range;

/// Characters that scanners confuse, digit and letter.
const LOOK_ALIKES: [(char, char); 5] = [('0', 'O'), ('1', 'I'), ('2', 'Z'), ('5', 'S'), ('8', 'B')];

/// The line with digits where only digits are possible: letters that look like a digit are replaced by it. Also returns
/// where that happened.
pub fn with_digits(line: &str, places: &[(Range<usize>, MrzField)]) -> (String, Vec<MrzField>) {
    let mut mended = Vec::new();
    let digit = |c: char| {
        LOOK_ALIKES
            .iter()
            .find(|(_, letter)| *letter == c)
            .map(|(digit, _)| *digit)
    };
    let line = line
        .char_indices()
        .map(|(at, c)| {
            let field = places
                .iter()
                .find(|(place, _)| place.contains(&at))
                .map(|(_, field)| *field);
            match field.zip(digit(c)) {
                Some((field, digit)) => {
                    if !mended.contains(&field) {
                        mended.push(field);
                    }
                    digit
                }
                None => c,
            }
        })
        .collect();
    (line, mended)
}

/// The only number with one look-alike exchanged whose check digits are correct; none if the number itself is correct.
pub fn look_alike(number: &str, agrees: impl Fn(&str) -> bool) -> Option<String> {
    if agrees(number) {
        return None;
    }
    let other = |c: char| {
        LOOK_ALIKES.iter().find_map(|&(digit, letter)| match c {
            _ if c == digit => Some(letter),
            _ if c == letter => Some(digit),
            _ => None,
        })
    };
    let mut found = number.char_indices().filter_map(|(at, c)| {
        let mut changed = number.to_owned();
        changed.replace_range(at..at + c.len_utf8(), other(c)?.encode_utf8(&mut [0; 4]));
        agrees(&changed).then_some(changed)
    });
    found.next().filter(|_| found.next().is_none())
}

/// Whether a 6 may be a G or the other way round: it is next to a character of the other kind.
pub fn has_six_or_g(number: &str) -> bool {
    let characters: Vec<char> = number.chars().collect();
    characters.windows(2).any(|pair| match pair {
        ['6', other] | [other, '6'] => other.is_ascii_alphabetic(),
        ['G', other] | [other, 'G'] => other.is_ascii_digit(),
        _ => false,
    })
}
