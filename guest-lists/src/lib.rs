//! Guest lists in files: from bytes to a table of cells. The type of a file is determined by its content alone.
//!
//! The bytes are untrusted. Nothing here panics on them, and all work and memory is limited: by [`MAX_COLUMNS`],
//! [`dto::import::MAX_IMPORT_ROWS`] and the limits of each reader, and by the caller, who is asked repeatedly whether
//! to continue ([`GoOn`]). The crate opens no file and reads no clock: the same bytes always give the same table.

mod csv;
mod fault;
mod gathering;
pub mod heading;
#[cfg(test)]
mod hostile;
mod table;
mod text;
mod xlsx;
mod xml;

pub use fault::{Fault, GivenUp};
pub use table::{Cell, CellKind, Hidden, MAX_COLUMNS, RawRow, Table};

/// The callback that is called repeatedly while reading, to ask whether to continue.
pub type GoOn<'a> = &'a dyn Fn() -> Result<(), GivenUp>;

/// The limit of bytes unpacked from a workbook, and of bytes kept of its cells: five thousand guests take eight
/// million.
const UNPACKED: u64 = 64 * 1024 * 1024;

/// The error for more than that.
const TOO_LARGE: Fault = Fault::UnpacksTooLarge {
    megabytes: UNPACKED / (1024 * 1024),
};

/// Reads a file; with `hidden`, also the parts that its spreadsheet hides.
///
/// # Errors
/// Returns the reason why it is not a guest list.
pub fn read(bytes: &[u8], hidden: bool, go_on: GoOn<'_>) -> Result<Table, Fault> {
    if bytes.starts_with(b"PK\x03\x04") {
        return xlsx::read(bytes, hidden, go_on);
    }
    let decoded = text::decode(bytes)?;
    let start = decoded
        .text
        .trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    if start.starts_with('<') {
        let start: String = start.chars().take(20).collect::<String>().to_ascii_lowercase();
        if start.starts_with("<!doctype html") || start.starts_with("<html") {
            return Err(Fault::IsHtml);
        }
        xml::read(&decoded.text, go_on)
    } else {
        csv::read(&decoded.text, decoded.note, go_on)
    }
}

/// Returns the line of a position in a text, counted from 1.
fn line_of(text: &[u8], at: usize) -> usize {
    text[..at.min(text.len())].split(|byte| *byte == b'\n').count()
}
