//! Unicode normalisation, capital and small letters. Their tables are a twentieth of the data that a browser would have to
//! load, and every browser has them: there the browser's own functions are used (ECMA-262, `String.prototype.normalize`,
//! `toLowerCase`, `toUpperCase`; `\p{M}`).

#[cfg(not(target_arch = "wasm32"))]
mod tables {
    use unicode_normalization::UnicodeNormalization;

    pub use unicode_normalization::char::is_combining_mark as is_mark;

    pub fn composed(text: &str) -> String {
        text.nfc().collect()
    }

    pub fn decomposed(text: &str) -> String {
        text.nfd().collect()
    }

    pub fn plain(text: &str) -> String {
        text.nfkc().collect()
    }

    pub fn plain_without_marks(text: &str) -> String {
        text.nfkd().filter(|c| !is_mark(*c)).collect()
    }

    pub fn small(text: &str) -> String {
        text.to_lowercase()
    }

    pub fn capital(text: &str) -> String {
        text.to_uppercase()
    }
}

#[cfg(target_arch = "wasm32")]
mod tables {
    use js_sys::{JsString, RegExp};

    pub fn is_mark(c: char) -> bool {
        RegExp::new(r"^\p{M}$", "u").test(c.encode_utf8(&mut [0; 4]))
    }

    pub fn composed(text: &str) -> String {
        normalized(text, "NFC").into()
    }

    pub fn decomposed(text: &str) -> String {
        normalized(text, "NFD").into()
    }

    pub fn plain(text: &str) -> String {
        normalized(text, "NFKC").into()
    }

    pub fn plain_without_marks(text: &str) -> String {
        let marks = RegExp::new(r"\p{M}", "gu");
        normalized(text, "NFKD").replace_by_pattern(&marks, "").into()
    }

    pub fn small(text: &str) -> String {
        JsString::from(text).to_lower_case().into()
    }

    pub fn capital(text: &str) -> String {
        JsString::from(text).to_upper_case().into()
    }

    fn normalized(text: &str, form: &str) -> JsString {
        JsString::from(text).normalize(form)
    }
}

/// Whether the character is allowed in XML (XML 1.0, 2.2).
pub fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// The text with every letter and its marks as one character where such a character exists (NFC).
pub fn composed(text: &str) -> String {
    // Most numbers and codes need no conversion.
    if text.is_ascii() {
        return text.to_owned();
    }
    tables::composed(text)
}

/// The text with compatibility forms of letters, such as full-width ones, as plain letters (NFKC).
pub(crate) fn plain(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    tables::plain(text)
}

/// The text with letters and marks separated (NFD).
pub(crate) fn decomposed(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    tables::decomposed(text)
}

/// The same with letters and marks separated (NFKD), and without the marks.
pub(crate) fn plain_without_marks(text: &str) -> String {
    if text.is_ascii() {
        return text.to_owned();
    }
    tables::plain_without_marks(text)
}

/// The text in small letters (`str::to_lowercase`).
pub fn small(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    tables::small(text)
}

/// The text in capitals (`str::to_uppercase`).
pub fn capital(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_uppercase();
    }
    tables::capital(text)
}

/// The text with its first letter as a capital.
pub fn with_capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    capital(&first) + letters.as_str()
}

/// The text with its first letter as a small one.
pub fn with_small(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(String::from).unwrap_or_default();
    small(&first) + letters.as_str()
}

/// Whether a letter has a small form, and is not it.
pub fn is_capital(c: char) -> bool {
    let text = c.to_string();
    small(&text) != text
}

/// Whether a character is a mark on a letter (category M).
pub(crate) fn is_mark(c: char) -> bool {
    !c.is_ascii() && tables::is_mark(c)
}

#[cfg(test)]
mod tests {
    use super::{capital, is_capital, small, with_capital, with_small};

    #[test]
    fn letters_change_between_capital_and_small() {
        assert_eq!(small("Phường ĐÔNG"), "phường đông");
        assert_eq!(capital("Phường đông"), "PHƯỜNG ĐÔNG");
        assert_eq!(with_capital("đã gửi"), "Đã gửi");
        assert_eq!(with_small("Đã Gửi"), "đã Gửi");
        assert_eq!(with_capital(""), "");
        assert!(is_capital('Đ') && is_capital('A'));
        assert!(!is_capital('đ') && !is_capital('1') && !is_capital('中'));
    }
}
