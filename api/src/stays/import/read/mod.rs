//! From the bytes of a file to a table of cells. What the file is, is judged by its content alone.

mod csv;
pub mod heading;
mod text;
mod xlsx;
mod xml;

use dto::import::ImportColumn;
use dto::import::{ImportFormat, ImportLayout, ImportNote, MAX_IMPORT_ROWS};
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
/// Most numbers of hidden rows that are told.
const MAX_TOLD: usize = 200;

/// Asked again and again while reading: whether anybody still waits for the answer.
pub type GoOn<'a> = &'a dyn Fn() -> Result<(), FieldError>;

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
    /// As an error of the spreadsheet, or as something that is not there.
    Broken,
    /// As a truth value.
    Boolean,
    /// It stands there twice.
    Twice,
    /// Not there at all, which only the reader of XML needs to know.
    Absent,
}

/// A cell, as it came but for white space around it: whether a name has signs that nobody sees is for the check to say.
/// It has no `Debug`, so that it cannot be logged.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What stands there.
    #[serde(rename = "t")]
    pub text: String,
    /// How.
    #[serde(rename = "k", default)]
    pub kind: CellKind,
    /// What the spreadsheet shows instead, where its format adds letters.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
}

impl Cell {
    /// A cell with text, cut where no field is as long.
    fn new(text: &str, kind: CellKind) -> Self {
        let text = text.trim();
        let text = match text.char_indices().nth(MAX_CELL) {
            Some((at, _)) => &text[..at],
            None => text,
        };
        Self {
            text: text.to_owned(),
            kind,
            shown: None,
        }
    }

    fn absent() -> Self {
        Self {
            kind: CellKind::Absent,
            ..Self::default()
        }
    }

    fn is_empty(&self) -> bool {
        let is_text = matches!(
            self.kind,
            CellKind::Text | CellKind::Number | CellKind::Date | CellKind::Absent
        );
        is_text && rules::name::normalise(&self.text).is_empty()
    }
}

/// A row of the file with its cells in the order of the headings.
pub struct RawRow {
    /// As the spreadsheet numbers it.
    pub line: u32,
    /// Its cells. More than headings where a row is too wide.
    pub cells: Vec<Cell>,
}

/// What the spreadsheet does not show.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Hidden {
    /// The numbers of hidden rows with something in them, the first of them.
    pub rows: Vec<u32>,
    /// How many there are.
    pub row_count: u32,
    /// The headings of hidden columns.
    pub columns: Vec<String>,
    /// The names of hidden sheets.
    pub sheets: Vec<String>,
    /// Whether they were read all the same.
    pub is_read: bool,
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
    /// How many lines below the headings hold something.
    pub lines: u32,
    /// What the spreadsheet does not show.
    pub hidden: Hidden,
    /// Whether its days are counted from 1904 on.
    pub is_1904: bool,
}

/// Reads a file; with `hidden`, what its spreadsheet hides as well.
///
/// # Errors
/// Why it is no list of guests.
pub fn read(bytes: &[u8], hidden: bool, go_on: GoOn<'_>) -> Result<Table, FieldError> {
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
            return Err(refused(FieldCode::ImportIsHtml));
        }
        xml::read(&decoded.text, go_on)
    } else {
        csv::read(&decoded.text, decoded.note, go_on)
    }
}

/// A mistake of the whole file.
fn refused(code: FieldCode) -> FieldError {
    FieldError::new(CONTENT, code)
}

/// The line of a place in a text, counted from 1.
fn line_of(text: &[u8], at: usize) -> usize {
    text[..at.min(text.len())].split(|byte| *byte == b'\n').count()
}

/// Takes the rows of a sheet one after the other: finds the headings, and keeps what stands below them.
struct Gathering {
    format: ImportFormat,
    looked_at: usize,
    /// Headings of which some are missing, which may stand in the row below, and why they do not do alone.
    above: Option<(Vec<Heading>, FieldError)>,
    headings: Vec<Heading>,
    layout: ImportLayout,
    rows: Vec<RawRow>,
    notes: Vec<ImportNote>,
    lines: u32,
    within: u32,
    hidden: Hidden,
    /// Which columns the spreadsheet hides.
    hidden_columns: Vec<std::ops::RangeInclusive<u32>>,
}

impl Gathering {
    fn new(format: ImportFormat, takes_hidden: bool) -> Self {
        Self {
            format,
            looked_at: 0,
            above: None,
            headings: Vec::new(),
            layout: ImportLayout::Template,
            rows: Vec::new(),
            notes: Vec::new(),
            lines: 0,
            within: 0,
            hidden: Hidden {
                is_read: takes_hidden,
                ..Hidden::default()
            },
            hidden_columns: Vec::new(),
        }
    }

    /// Takes a row that the spreadsheet hides.
    fn take_hidden(&mut self, line: u32, cells: Vec<Cell>) -> Result<bool, FieldError> {
        let is_guest = !self.headings.is_empty() && !cells.iter().all(Cell::is_empty);
        if is_guest && (self.layout != ImportLayout::Portal || line > PORTAL_EXAMPLE) {
            self.hidden.row_count += 1;
            if self.hidden.rows.len() < MAX_TOLD {
                self.hidden.rows.push(line);
            }
        }
        if is_guest && !self.hidden.is_read {
            self.lines += 1;
            return Ok(true);
        }
        self.take(line, cells)
    }

    /// Takes a row; `false` when there is no use in going on, because no headings are here.
    fn take(&mut self, line: u32, mut cells: Vec<Cell>) -> Result<bool, FieldError> {
        if cells.iter().all(Cell::is_empty) {
            return Ok(true);
        }
        if self.headings.is_empty() {
            self.looked_at += 1;
            return self.look_for_headings(&cells);
        }
        if heading::repeat(&self.headings, &cells) {
            return Ok(true);
        }
        if self.layout == ImportLayout::Portal && line <= PORTAL_EXAMPLE {
            let is_example = cells.iter().any(|cell| cell.text.contains("[EXAMPLE]"));
            if line == PORTAL_EXAMPLE && !is_example {
                self.notes.push(ImportNote::ExampleRowHeldGuest);
            }
            return Ok(true);
        }
        self.lines += 1;
        if self.rows.len() >= MAX_IMPORT_ROWS {
            return Err(refused(FieldCode::ImportTooManyRows).with("max", MAX_IMPORT_ROWS));
        }
        let width = self.headings.len();
        if cells.iter().skip(width).all(Cell::is_empty) {
            cells.resize(width, Cell::default());
        } else if self.format == ImportFormat::Xlsx && !self.notes.contains(&ImportNote::CellsWithoutHeading) {
            // Beside the list somebody has written something: no cell stands in another's place by that.
            self.notes.push(ImportNote::CellsWithoutHeading);
        }
        let says_something = |(at, cell): (usize, &Cell)| {
            let column = self.headings.get(at).and_then(|heading| heading.column);
            // A running number alone, filled down below the last guest, is no guest.
            !cell.is_empty() && !matches!(column, Some(ImportColumn::Number | ImportColumn::Returned))
        };
        let is_row = cells.iter().enumerate().take(width).any(says_something)
            || (self.format == ImportFormat::Csv && cells.len() > width);
        if is_row {
            self.rows.push(RawRow { line, cells });
        }
        Ok(true)
    }

    fn look_for_headings(&mut self, cells: &[Cell]) -> Result<bool, FieldError> {
        let mut headings = heading::of_row(cells);
        if let Some((above, error)) = self.above.take() {
            headings = heading::joined(&above, &headings);
            if heading::check(&headings).is_err() {
                return Err(error);
            }
        } else if !heading::are_headings(&headings) {
            return Ok(self.looked_at < HEADINGS_WITHIN);
        } else if let Err(error) = heading::check(&headings)
            && error.code == FieldCode::ImportColumnsMissing
        {
            self.above = Some((headings, error));
            return Ok(true);
        }
        let mut left_out = Vec::new();
        for (at, heading) in (0..).zip(&mut headings) {
            if !heading.text.is_empty() && self.hidden_columns.iter().any(|range| range.contains(&at)) {
                self.hidden.columns.push(heading.text.chars().take(60).collect());
                if !self.hidden.is_read {
                    left_out.extend(heading.column.take());
                }
            }
        }
        heading::check(&headings).map_err(|error| match error.code {
            FieldCode::ImportColumnsMissing if left_out.iter().any(|column| heading::is_needed(*column)) => {
                refused(FieldCode::ImportColumnsHidden).with("columns", self.hidden.columns.join(", "))
            }
            _ => error,
        })?;
        self.layout = heading::layout(&headings);
        if heading::are_moved(&headings, self.layout) {
            self.notes.push(ImportNote::ColumnsMoved);
        }
        self.headings = headings;
        Ok(true)
    }

    /// Whether there is a list of guests with somebody in it.
    fn has_guests(&self) -> bool {
        !self.headings.is_empty() && (!self.rows.is_empty() || self.hidden.row_count > 0)
    }

    /// What was gathered; `None` when there were no headings.
    fn table(mut self, sheet: Option<String>) -> Result<Option<Table>, FieldError> {
        if let Some((_, error)) = self.above {
            return Err(error);
        }
        if self.headings.is_empty() {
            return Ok(None);
        }
        if self.rows.is_empty() {
            let only_hidden = self.hidden.row_count > 0 && !self.hidden.is_read;
            return Err(refused(if only_hidden {
                FieldCode::ImportOnlyHidden
            } else {
                FieldCode::ImportEmpty
            }));
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
            lines: self.lines + self.within,
            hidden: self.hidden,
            is_1904: false,
        }))
    }
}
