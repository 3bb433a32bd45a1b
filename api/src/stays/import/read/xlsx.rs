//! Workbooks.
//!
//! A workbook is an archive and can unpack to anything: it is unpacked once for nothing, with a limit, before anybody
//! builds something of what is inside.

use super::{Cell, CellKind, Gathering, MAX_COLUMNS, Table, refused};
use calamine::{DataRef, Dimensions, ExcelDateTime, Reader, Xlsx};
use dto::import::{ImportFormat, ImportLayout, ImportNote};
use dto::problem::{FieldCode, FieldError};
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Most bytes that a workbook may unpack to: five thousand guests take eight million.
const UNPACKED: u64 = 64 * 1024 * 1024;
const MEGABYTE: u64 = 1024 * 1024;
/// Most parts of a workbook, and most sheets that are looked into.
const MAX_PARTS: usize = 500;
const MAX_SHEETS: usize = 20;
/// Most blocks of merged cells: a title has a few.
const MAX_MERGED: usize = 500;
/// The sheet of the portal's template with the guests.
const PORTAL_SHEET: &str = "DS_KHACH_VIET_NAM_LUU_TRU";

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// Reads it.
pub fn read(bytes: &[u8]) -> Result<Table, FieldError> {
    prove(bytes)?;
    let mut workbook: Workbook<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    let mut names = workbook.sheet_names();
    names.truncate(MAX_SHEETS);
    // The portal's sheet first; whatever it is called now, the headings tell.
    names.sort_by_key(|name| name != PORTAL_SHEET);
    for name in names {
        if let Some(mut table) = read_sheet(&mut workbook, &name)? {
            if table.layout == ImportLayout::Portal && name != PORTAL_SHEET {
                table.notes.push(ImportNote::SheetRenamed);
            }
            return Ok(table);
        }
    }
    Err(refused(FieldCode::ImportNoTable))
}

fn unreadable() -> FieldError {
    refused(FieldCode::FileUnreadable)
}

/// Unpacks every part, keeps nothing of it, and stops where it becomes too much: what the archive says of its sizes is
/// only what somebody wrote there.
fn prove(bytes: &[u8]) -> Result<(), FieldError> {
    let too_large = || refused(FieldCode::ImportUnpacksTooLarge).with("megabytes", UNPACKED / MEGABYTE);
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| unreadable())?;
    if archive.len() > MAX_PARTS {
        return Err(too_large());
    }
    let names = archive.file_names().map(|name| name.map(|name| name.to_lowercase()));
    let names: Vec<String> = names.collect::<Result<_, _>>().map_err(|_| unreadable())?;
    if names.iter().any(|name| name.ends_with("vbaproject.bin")) {
        return Err(refused(FieldCode::ImportHasMacros));
    }
    if !names.iter().any(|name| name.ends_with("workbook.xml")) {
        return Err(refused(FieldCode::ImportTypeRefused));
    }
    let mut left = UNPACKED;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| unreadable())?;
        if part.size() > left {
            return Err(too_large());
        }
        let unpacked = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| unreadable())?;
        left = left.checked_sub(unpacked).ok_or_else(too_large)?;
    }
    Ok(())
}

/// A sheet; `None` when it has no headings of a guest list.
fn read_sheet(workbook: &mut Workbook<'_>, name: &str) -> Result<Option<Table>, FieldError> {
    let merged = workbook.merge_cells_by_sheet_name(name).unwrap_or_default();
    if merged.len() > MAX_MERGED {
        return Err(refused(FieldCode::CellMerged));
    }
    // What is no worksheet, such as a chart, has no cells.
    let Ok(mut reader) = workbook.worksheet_cells_reader(name) else {
        return Ok(None);
    };
    let mut gathering = Gathering::new(ImportFormat::Xlsx);
    let mut row = Row::default();
    while let Some(cell) = reader.next_cell_with_formula_metadata().map_err(|_| unreadable())? {
        if cell.pos.0 != row.at {
            if !row.give_to(&mut gathering, &merged)? {
                return Ok(None);
            }
            row.at = cell.pos.0;
        }
        let value = if cell.formula.is_some() {
            Cell::new("", CellKind::Formula)
        } else {
            value(&cell.value)
        };
        row.put(cell.pos.1, value);
    }
    row.give_to(&mut gathering, &merged)?;
    gathering.table(Some(name.chars().take(60).collect()))
}

/// The row that is being read.
#[derive(Default)]
struct Row {
    at: u32,
    cells: Vec<Cell>,
}

impl Row {
    fn put(&mut self, column: u32, cell: Cell) {
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        if at < MAX_COLUMNS && !cell.is_empty() {
            self.cells.resize(self.cells.len().max(at + 1), Cell::default());
            self.cells[at] = cell;
        }
    }

    /// Gives the row away and begins the next.
    fn give_to(&mut self, gathering: &mut Gathering, merged: &[Dimensions]) -> Result<bool, FieldError> {
        let mut cells = std::mem::take(&mut self.cells);
        // Titles are merged in every template; among the guests it hides what belongs to whom.
        if !gathering.headings.is_empty() && !cells.is_empty() {
            for block in merged
                .iter()
                .filter(|block| (block.start.0..=block.end.0).contains(&self.at))
            {
                for column in block.start.1..=block.end.1.min(59) {
                    let at = usize::try_from(column).unwrap_or(usize::MAX);
                    cells.resize(cells.len().max(at + 1), Cell::default());
                    cells[at].kind = CellKind::Merged;
                }
            }
        }
        gathering.take(self.at + 1, cells)
    }
}

fn value(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::default(),
        DataRef::String(text) => Cell::new(text, CellKind::Text),
        DataRef::SharedString(text) => Cell::new(text, CellKind::Text),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::new(&text.replace('T', " "), CellKind::Text),
        DataRef::Int(number) => Cell::new(&number.to_string(), CellKind::Number),
        DataRef::Float(number) => Cell::new(&number_text(*number), CellKind::Number),
        DataRef::Bool(truth) => Cell::new(if *truth { "TRUE" } else { "FALSE" }, CellKind::Text),
        DataRef::Error(_) => Cell::new("", CellKind::Broken),
        DataRef::DateTime(moment) => date_text(moment),
    }
}

/// A number as people read it: whole ones without a fraction.
fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e15 {
        format!("{number:.0}")
    } else {
        format!("{number}")
    }
}

/// A date or a time of day that the workbook holds as such, in whichever of the two calendars.
fn date_text(moment: &ExcelDateTime) -> Cell {
    let number = moment.as_f64();
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}");
    if (0.0..1.0).contains(&number) {
        return Cell::new(&time, CellKind::Date);
    }
    if !(1.0..3_000_000.0).contains(&number) {
        return Cell::new(&number_text(number), CellKind::Number);
    }
    let day = format!("{day:02}/{month:02}/{year:04}");
    if number.fract() == 0.0 {
        Cell::new(&day, CellKind::Date)
    } else {
        Cell::new(&format!("{day} {time}"), CellKind::Date)
    }
}
