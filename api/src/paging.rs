//! Where a list goes on: cursors that tell nobody anything but the service that made them.

use crate::App;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use uuid::Uuid;

/// The form of cursors; another release may have another, and then begins anew.
const FORM: &str = "1.";
/// What sealed cursors are bound to.
const SEALED: &str = "cursor.sealed";

/// A cursor for a place that is nobody's secret.
pub fn write(place: &str) -> String {
    URL_SAFE_NO_PAD.encode(format!("{FORM}{place}"))
}

/// The place of a cursor, if it is one of ours.
pub fn read(cursor: &str) -> Option<String> {
    let plain = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let place = plain.strip_prefix(FORM)?;
    // PostgreSQL refuses a NUL in a text.
    (!place.chars().any(char::is_control)).then(|| place.to_owned())
}

/// A cursor for a place that names somebody: addresses are written down by proxies.
pub fn seal(app: &App, place: &str) -> anyhow::Result<String> {
    let sealed = app.sealer.seal(SEALED, Uuid::nil(), place.as_bytes())?;
    Ok(URL_SAFE_NO_PAD.encode(sealed))
}

/// The place of a sealed cursor.
pub fn open(app: &App, cursor: &str) -> Option<String> {
    let sealed = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let place = app.sealer.open_text(SEALED, Uuid::nil(), &sealed).ok()?;
    (!place.chars().any(char::is_control)).then_some(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_back_and_only_one_of_ours_does() {
        assert_eq!(read(&write("00008")).as_deref(), Some("00008"));
        for foreign in [
            "00008",
            "2",
            "",
            "%%",
            &URL_SAFE_NO_PAD.encode("2.00008"),
            &write("a\0b"),
        ] {
            assert_eq!(read(foreign), None, "{foreign}");
        }
    }
}
