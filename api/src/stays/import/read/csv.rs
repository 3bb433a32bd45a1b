//! Text with separators.

use super::{Cell, CellKind, Gathering, MAX_COLUMNS, Table, refused};
use dto::import::{ImportFormat, ImportNote};
use dto::problem::{FieldCode, FieldError};
use std::io::Read;

/// Reads it; `is_old`: it came in Windows-1258.
pub fn read(text: &str, is_old: bool) -> Result<Table, FieldError> {
    let mut gathering = Gathering::new(ImportFormat::Csv);
    if is_old {
        gathering.notes.push(ImportNote::OldEncoding);
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(separator(text))
        // The last row counts as one also without a line break behind it.
        .from_reader(text.as_bytes().chain(&b"\n"[..]));
    let mut record = csv::StringRecord::new();
    let mut line = 0;
    loop {
        let before = reader.position().line();
        if !reader
            .read_record(&mut record)
            .map_err(|_| refused(FieldCode::FileUnreadable))?
        {
            break;
        }
        // Blank lines are passed over by the reader and are rows of a spreadsheet; line breaks within a cell are none.
        let passed = usize::try_from(reader.position().line() - before).unwrap_or(usize::MAX);
        let within: usize = record.iter().map(|cell| cell.matches('\n').count()).sum();
        line += u32::try_from(passed.saturating_sub(within)).unwrap_or(1).max(1);
        let cells = record.iter().take(MAX_COLUMNS).map(cell).collect();
        if !gathering.take(line, cells)? {
            break;
        }
    }
    gathering.table(None)?.ok_or_else(|| refused(FieldCode::ImportNoTable))
}

/// A cell; `="056…"` is how people keep Excel from taking a text for a number.
fn cell(text: &str) -> Cell {
    let text = text.trim();
    let kept = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
    match kept {
        Some(kept) => Cell::new(kept, CellKind::Text),
        None if text.starts_with('=') => Cell::new(text, CellKind::Formula),
        None if text.starts_with('#') && text.ends_with(['!', '?', 'A']) => Cell::new(text, CellKind::Broken),
        None => Cell::new(text, CellKind::Text),
    }
}

/// What separates the cells: whatever stands most often in the first lines.
fn separator(text: &str) -> u8 {
    let start: String = text.lines().take(5).collect();
    let often = |separator: &u8| start.bytes().filter(|byte| byte == separator).count();
    [b',', b';', b'\t'].into_iter().max_by_key(often).unwrap_or(b',')
}
