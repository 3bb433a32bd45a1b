//! Codes that are valid once: the six digits of an authenticator app, and recovery codes.

use crate::unicode;

/// Digits and letters of recovery codes, without look-alikes (Crockford).
pub const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// The number of characters of a recovery code.
pub const RECOVERY_LENGTH: usize = 10;
const APP_LENGTH: usize = 6;

/// A code with a valid format.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OneTimeCode {
    /// Six digits of an authenticator app.
    App(String),
    /// A recovery code, in its canonical form.
    Recovery(String),
}

/// The code in the input: also in full width, as Vietnamese and Chinese keyboards may write it, with spaces or hyphens
/// between its groups, in lower case, with the letter O for zero and I or L for one. None, where it does not have the
/// format of a code: that is a typing mistake and not a guess.
pub fn read(typed: &str) -> Option<OneTimeCode> {
    let plain: String = unicode::plain(typed)
        .chars()
        .filter(|c| !c.is_whitespace() && !is_dash(*c) && !is_invisible(*c))
        .map(|c| c.to_ascii_uppercase())
        .collect();
    if plain.len() == APP_LENGTH && plain.bytes().all(|b| b.is_ascii_digit()) {
        return Some(OneTimeCode::App(plain));
    }
    let made: String = plain
        .chars()
        .map(|c| match c {
            'O' => '0',
            'I' | 'L' => '1',
            other => other,
        })
        .collect();
    let is_recovery = made.len() == RECOVERY_LENGTH && made.bytes().all(|b| ALPHABET.contains(&b));
    is_recovery.then_some(OneTimeCode::Recovery(made))
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '.' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Invisible characters that are copied together with a code from a message.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}' | '\u{FEFF}' | '\u{00AD}')
}
