//! The order of names in lists: a ă â b c d đ e ê …, and of equal letters the tones (ngang, huyền, hỏi, ngã, sắc, nặng).

use crate::{name, unicode};

/// The key of a name in the order of the Vietnamese alphabet: of two names the one whose key is smaller, byte for byte,
/// comes first. Both database engines compare bytes, so that a stored key gives one order everywhere.
///
/// Words are compared one by one: first their letters, then their tone. A letter with a mark of its own (ă, â, đ, ê, ô,
/// ơ, ư) comes behind every use of the letter without it. Capitals, spaces and punctuation make no difference. Letters
/// of other languages stand where their letter without accents stands.
///
/// A name is compared from its first word on, as it is written. Rejected: the last word first, as in lists of
/// Vietnamese alone; guests of all countries stand in one list, and nobody could tell which word leads.
pub fn key(text: &str) -> String {
    let lower_case: String = unicode::plain(text).chars().flat_map(char::to_lowercase).collect();
    let mut key = String::with_capacity(text.len() + 8);
    let mut tone = None;
    for c in unicode::decomposed(&lower_case).chars() {
        match c {
            '\u{306}' => key.push('{'),
            '\u{302}' => key.push('|'),
            '\u{31b}' => key.push('}'),
            '\u{300}' => tone = tone.and(Some('1')),
            '\u{309}' => tone = tone.and(Some('2')),
            '\u{303}' => tone = tone.and(Some('3')),
            '\u{301}' => tone = tone.and(Some('4')),
            '\u{323}' => tone = tone.and(Some('5')),
            _ if unicode::is_mark(c) => {}
            'đ' | 'ð' | 'ɖ' => {
                key.push_str("d{");
                tone = tone.or(Some(LEVEL));
            }
            _ => {
                for letter in name::fold(c.encode_utf8(&mut [0; 4]))
                    .chars()
                    .filter(|c| c.is_alphanumeric())
                {
                    key.push(letter);
                    tone = tone.or(Some(LEVEL));
                }
                if !c.is_alphanumeric()
                    && let Some(heard) = tone.take()
                {
                    key.push(heard);
                    key.push(' ');
                }
            }
        }
    }
    key.extend(tone);
    key.truncate(key.trim_end().len());
    key
}

/// The tone without a mark.
const LEVEL: char = '0';

#[cfg(test)]
mod tests {
    use super::key;

    fn is_in_order(names: &[&str]) {
        for pair in names.windows(2) {
            assert!(
                key(pair[0]) < key(pair[1]),
                "{pair:?}: {:?} {:?}",
                key(pair[0]),
                key(pair[1])
            );
        }
    }

    #[test]
    fn letters_with_a_mark_come_behind_the_letter_without_it() {
        is_in_order(&[
            "An", "Azo", "Ăn", "Ân", "Bình", "Dung", "Dy", "Đào", "Em", "Ếch", "Giang",
        ]);
        is_in_order(&["O", "Oz", "Ô", "Ôz", "Ơ", "P", "U", "Uy", "Ư", "V"]);
    }

    #[test]
    fn of_equal_letters_the_tone_decides_and_of_two_words_the_first() {
        is_in_order(&["Ma", "Mà", "Mả", "Mã", "Má", "Mạ", "Man"]);
        is_in_order(&["Ha", "Ha Zung", "Hà", "Hà An", "Hạ An", "Han"]);
        is_in_order(&["Trần Thị Ánh", "Trần Thị Ấn"]);
        is_in_order(&["Nguyễn Văn An", "Nguyễn Văn Đức", "Nguyễn Vân An"]);
    }

    #[test]
    fn capitals_spaces_forms_and_punctuation_make_no_difference() {
        for other in [
            "đỗ thị-mộng  trầm",
            "ĐỖ THỊ MỘNG TRẦM.",
            " Đo\u{302}\u{303} Thi\u{323} Mộng Trầm",
        ] {
            assert_eq!(key("Đỗ Thị Mộng Trầm"), key(other), "{other}");
        }
        assert_eq!(key(""), "");
        assert_eq!(key(" - "), "");
    }

    #[test]
    fn numbers_and_letters_of_other_languages_have_a_place() {
        is_in_order(&["", "24 Giờ", "Alpha", "Łukasz", "Lyon", "Müller", "Nuñez", "陈"]);
        is_in_order(&["Hotel 1", "Hotel 10", "Hotel 2"]);
    }
}
