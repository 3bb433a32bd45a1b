//! Decodes bytes to text, in the encodings of guest lists.

use crate::fault::Fault;
use crate::line_of;
use dto::import::ImportNote;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use rules::syllable::is_syllable;

/// A text file.
pub struct Decoded {
    /// The text.
    pub text: String,
    /// The encoding, if it was guessed.
    pub note: Option<ImportNote>,
}

/// Decodes the text.
///
/// # Errors
/// Returns an error if it is not text, or if its encoding cannot be determined.
pub fn decode(bytes: &[u8]) -> Result<Decoded, Fault> {
    let known = |text| Decoded { text, note: None };
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return whole(encoding, bytes).map(known);
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return whole(encoding, bytes).map(known);
    }
    if bytes.starts_with(b"%PDF-") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Fault::TypeRefused);
    }
    // PDFs, old workbooks and pictures contain many NUL bytes; a single one within text is a damaged text.
    let zeros = bytes.split(|byte| *byte == 0).count() - 1;
    if let Some(at) = bytes.iter().position(|byte| *byte == 0) {
        return Err(
            if zeros <= (bytes.len() / 100).max(1) && std::str::from_utf8(bytes).is_ok() {
                Fault::NotText {
                    line: line_of(bytes, at),
                }
            } else {
                Fault::TypeRefused
            },
        );
    }
    if let Some(label) = declared(bytes) {
        let encoding = Encoding::for_label(label.as_bytes());
        // Some programs declare one encoding and write another: text in a single-byte encoding is never valid UTF-8 by
        // chance.
        if encoding.is_some_and(Encoding::is_single_byte)
            && !bytes.is_ascii()
            && let Ok(text) = std::str::from_utf8(bytes)
        {
            return Ok(known(text.to_owned()));
        }
        let unknown = || Fault::XmlEncoding {
            name: label.chars().take(40).collect(),
        };
        return whole(encoding.ok_or_else(unknown)?, bytes)
            .map(known)
            .map_err(|_| unknown());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(known(text.to_owned()));
    }
    if is_markup(bytes) {
        // XML without a declared encoding is in UTF-8 (XML 1.0, 4.3.3).
        return Err(Fault::XmlEncoding {
            name: UTF_8.name().to_owned(),
        });
    }
    guessed(bytes)
}

/// Guesses the encoding of a list that is not in Unicode: Vietnamese systems write Windows-1258, others Windows-1252.
/// The two differ in the letters for tones, so the one with more valid Vietnamese syllables is used.
fn guessed(bytes: &[u8]) -> Result<Decoded, Fault> {
    let western = whole(WINDOWS_1252, bytes);
    // In Windows-1258 tones are separate combining marks.
    let vietnamese = whole(WINDOWS_1258, bytes).map(|text| rules::unicode::composed(&text));
    let (text, note) = match (western, vietnamese) {
        (Ok(western), Ok(vietnamese)) if syllables(&vietnamese) <= syllables(&western) => {
            (western, ImportNote::WesternEncoding)
        }
        (_, Ok(vietnamese)) => (vietnamese, ImportNote::OldEncoding),
        (Ok(western), Err(_)) => (western, ImportNote::WesternEncoding),
        (Err(error), Err(_)) => return Err(error),
    };
    Ok(Decoded { text, note: Some(note) })
}

/// Counts the words with non-ASCII letters that are Vietnamese syllables.
fn syllables(text: &str) -> usize {
    let words = text.split(|c: char| !c.is_alphabetic());
    words
        .filter(|word| !word.is_ascii() && word.len() <= 24 && is_syllable(word))
        .take(2_000)
        .count()
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, Fault> {
    let (text, _, has_errors) = encoding.decode(bytes);
    if has_errors {
        return Err(Fault::EncodingUnknown);
    }
    let is_sign = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    match text.find(is_sign) {
        Some(at) => Err(Fault::NotText {
            line: line_of(text.as_bytes(), at),
        }),
        None => Ok(text.into_owned()),
    }
}

/// Returns whether it is XML or HTML.
fn is_markup(bytes: &[u8]) -> bool {
    bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'<')
}

/// Returns the encoding that an XML file declares.
fn declared(bytes: &[u8]) -> Option<String> {
    let start = &bytes[..bytes.len().min(200)];
    let start = start.trim_ascii_start().strip_prefix(b"<?xml")?;
    let end = start.windows(2).position(|two| two == b"?>")?;
    let declaration = String::from_utf8_lossy(&start[..end]).into_owned();
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (label, _) = value[1..].split_once(quote)?;
    // The text was read as bytes, so a declared UTF-16 is wrong here.
    let is_wide = label.to_ascii_uppercase().starts_with("UTF-16");
    Some(if is_wide {
        UTF_8.name().to_owned()
    } else {
        label.to_owned()
    })
}

/// Detects UTF-16 without a byte-order mark: half of the bytes of headings and separators are zero, on one side.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(400) & !1];
    if start.len() < 20 {
        return None;
    }
    let zeros = |side: usize| start.iter().skip(side).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let many = start.len() / 5;
    match (even > many, odd > many) {
        (true, false) => Some(UTF_16BE),
        (false, true) => Some(UTF_16LE),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_that_nothing_declares_is_told_by_the_syllables() {
        let (western, _, _) = WINDOWS_1252.encode("Full name,Date\nJoão Peña Müller,1\nÞór Guðjónsson,2\n");
        let read = decode(&western).ok().unwrap();
        assert!(read.text.contains("João Peña Müller") && read.text.contains("Þór Guðjónsson"));
        assert_eq!(read.note, Some(ImportNote::WesternEncoding));
        let marks = "Họ và tên,Đức\n".replace('ọ', "o\u{323}").replace('ứ', "ư\u{301}");
        let (old, _, lost) = WINDOWS_1258.encode(&marks);
        assert!(!lost);
        let read = decode(&old).ok().unwrap();
        assert_eq!(read.text, "Họ và tên,Đức\n");
        assert_eq!(read.note, Some(ImportNote::OldEncoding));
    }

    #[test]
    fn a_declared_encoding_is_followed_or_refused() {
        for label in ["windows-1252", "iso-8859-1", "ISO-8859-15"] {
            let head = format!("<?xml version=\"1.0\" encoding=\"{label}\"?><a>");
            let bytes = [head.as_bytes(), b"JO\xC3O \xD1AND\xDA</a>"].concat();
            assert!(decode(&bytes).ok().unwrap().text.contains("JOÃO ÑANDÚ"), "{label}");
        }
        // Valid UTF-8 is read as UTF-8, whatever it declares.
        let lying = "<?xml version=\"1.0\" encoding=\"windows-1252\"?><a>JOÃO</a>";
        assert_eq!(decode(lying.as_bytes()).ok().unwrap().text, lying);
        for (head, name) in [
            ("<?xml version='1.0' encoding='VISCII'?><a>", "VISCII"),
            ("<?xml version='1.0' encoding='UTF-8'?><a>", "UTF-8"),
            ("<a>", "UTF-8"),
        ] {
            let error = decode(&[head.as_bytes(), b"JO\xC3O</a>"].concat()).err().unwrap();
            assert_eq!(error, Fault::XmlEncoding { name: name.to_owned() });
        }
        let error = decode(b"a,b\nc,\0d\n").err().unwrap();
        assert_eq!(error, Fault::NotText { line: 2 });
    }
}
