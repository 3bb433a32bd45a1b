//! From the bytes of a file to a table of cells. What the file is, is judged by its content alone.

mod csv;
pub mod heading;
mod text;
mod xlsx;
mod xml;

use dto::import::{ImportColumn, ImportFormat, ImportLayout, ImportNote, MAX_IMPORT_ROWS};
use dto::problem::{FieldCode, FieldError};
use heading::Heading;
use serde::{Deserialize, Serialize};

/// Where mistakes of the whole file point to.
const CONTENT: &str = "/file/content_base64";
/// Most columns that are looked at: the widest known list has 31.
const MAX_COLUMNS: usize = 60;
/// Most characters kept of a cell: one more than the longest field takes.
const MAX_CELL: usize = 501;
/// In how many rows the headings are looked for.
const HEADINGS_WITHIN: usize = 15;
/// The row of the portal's template that is never a guest.
const PORTAL_EXAMPLE: u32 = 4;

/// How a cell held its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CellKind {
    /// As text.
    #[default]
    Text,
    /// As a number.
    Number,
    /// As a date.
    Date,
    /// As a formula, whose value is not taken.
    Formula,
    /// It belongs to a block of merged cells.
    Merged,
    /// As an error of the spreadsheet.
    Broken,
}

/// A cell. It has no `Debug`, so that it cannot be logged.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What stands there.
    #[serde(rename = "t")]
    pub text: String,
    /// How.
    #[serde(rename = "k", default)]
    pub kind: CellKind,
}

impl Cell {
    /// A cell with text, cut where no field is as long.
    fn new(text: &str, kind: CellKind) -> Self {
        let text = rules::name::normalise(text);
        let text = match text.char_indices().nth(MAX_CELL) {
            Some((at, _)) => text[..at].to_owned(),
            None => text,
        };
        Self { text, kind }
    }

    fn is_empty(&self) -> bool {
        self.text.is_empty() && !matches!(self.kind, CellKind::Formula | CellKind::Broken)
    }
}

/// A row of the file with its cells in the order of the headings.
pub struct RawRow {
    /// As the spreadsheet numbers it.
    pub line: u32,
    /// Its cells.
    pub cells: Vec<Cell>,
}

/// What was read.
pub struct Table {
    /// What the file is.
    pub format: ImportFormat,
    /// Whose columns it has.
    pub layout: ImportLayout,
    /// The sheet.
    pub sheet: Option<String>,
    /// The columns.
    pub headings: Vec<Heading>,
    /// The rows with guests.
    pub rows: Vec<RawRow>,
    /// What is worth knowing.
    pub notes: Vec<ImportNote>,
}

/// Reads a file.
///
/// # Errors
/// Why it is no list of guests.
pub fn read(bytes: &[u8]) -> Result<Table, FieldError> {
    if bytes.starts_with(b"PK\x03\x04") {
        return xlsx::read(bytes);
    }
    let (text, is_old) = text::decode(bytes)?;
    if text.trim_start().starts_with('<') {
        xml::read(&text)
    } else {
        csv::read(&text, is_old)
    }
}

/// A mistake of the whole file.
fn refused(code: FieldCode) -> FieldError {
    FieldError::new(CONTENT, code)
}

/// Takes the rows of a sheet one after the other: finds the headings, and keeps what stands below them.
struct Gathering {
    format: ImportFormat,
    looked_at: usize,
    headings: Vec<Heading>,
    layout: ImportLayout,
    rows: Vec<RawRow>,
    notes: Vec<ImportNote>,
}

impl Gathering {
    fn new(format: ImportFormat) -> Self {
        Self {
            format,
            looked_at: 0,
            headings: Vec::new(),
            layout: ImportLayout::Template,
            rows: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Takes a row; `false` when there is no use in going on, because no headings are here.
    fn take(&mut self, line: u32, cells: Vec<Cell>) -> Result<bool, FieldError> {
        if cells.iter().all(Cell::is_empty) {
            return Ok(true);
        }
        if self.headings.is_empty() {
            self.looked_at += 1;
            return self.look_for_headings(&cells);
        }
        if self.layout == ImportLayout::Portal && line <= PORTAL_EXAMPLE {
            let is_example = cells.iter().any(|cell| cell.text.contains("[EXAMPLE]"));
            if line == PORTAL_EXAMPLE && !is_example {
                self.notes.push(ImportNote::ExampleRowHeldGuest);
            }
            return Ok(true);
        }
        if self.rows.len() >= MAX_IMPORT_ROWS {
            return Err(refused(FieldCode::ImportTooManyRows).with("max", MAX_IMPORT_ROWS));
        }
        let mut cells = cells;
        cells.resize(self.headings.len(), Cell::default());
        let says_something = |(cell, heading): (&Cell, &Heading)| {
            // A running number alone, filled down below the last guest, is no guest.
            !cell.is_empty() && !matches!(heading.column, Some(ImportColumn::Number | ImportColumn::Returned))
        };
        if cells.iter().zip(&self.headings).any(says_something) {
            self.rows.push(RawRow { line, cells });
        }
        Ok(true)
    }

    fn look_for_headings(&mut self, cells: &[Cell]) -> Result<bool, FieldError> {
        let headings = heading::of_row(cells);
        if !heading::are_headings(&headings) {
            return Ok(self.looked_at < HEADINGS_WITHIN);
        }
        heading::check(&headings)?;
        self.layout = heading::layout(&headings);
        if heading::are_moved(&headings, self.layout) {
            self.notes.push(ImportNote::ColumnsMoved);
        }
        self.headings = headings;
        Ok(true)
    }

    /// What was gathered; `None` when there were no headings.
    fn table(mut self, sheet: Option<String>) -> Result<Option<Table>, FieldError> {
        if self.headings.is_empty() {
            return Ok(None);
        }
        if self.rows.is_empty() {
            return Err(refused(FieldCode::ImportEmpty));
        }
        let departed = self
            .headings
            .iter()
            .position(|heading| heading.column == Some(ImportColumn::DepartedOn));
        if departed.is_some_and(|at| self.rows.iter().any(|row| !row.cells[at].is_empty())) {
            self.notes.push(ImportNote::DeparturesLeftOut);
        }
        Ok(Some(Table {
            format: self.format,
            layout: self.layout,
            sheet,
            headings: self.headings,
            rows: self.rows,
            notes: self.notes,
        }))
    }
}
