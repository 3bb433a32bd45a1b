//! From bytes to text: the encodings in which Vietnamese lists come.

use super::refused;
use dto::problem::{FieldCode, FieldError};
use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1258};

/// The text, and whether it was written in Windows-1258.
///
/// # Errors
/// It is no text, or in an encoding that cannot be told.
pub fn decode(bytes: &[u8]) -> Result<(String, bool), FieldError> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return Ok((whole(encoding, bytes)?, false));
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return Ok((whole(encoding, bytes)?, false));
    }
    // Text has no NUL; PDF, old workbooks and pictures do.
    if bytes.contains(&0) || bytes.starts_with(b"%PDF-") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(refused(FieldCode::ImportTypeRefused));
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok((text.to_owned(), false));
    }
    // Tones come as marks of their own in Windows-1258; every cell is composed (NFC) when it is read.
    Ok((whole(WINDOWS_1258, bytes)?, true))
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Result<String, FieldError> {
    let (text, _, has_errors) = encoding.decode(bytes);
    let is_text = text.chars().all(|c| !c.is_control() || matches!(c, '\t' | '\n' | '\r'));
    if has_errors || !is_text {
        return Err(refused(FieldCode::ImportEncodingUnknown));
    }
    Ok(text.into_owned())
}

/// UTF-16 without a mark: half of the bytes of headings and separators are zero, on one side.
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
