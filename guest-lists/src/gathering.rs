//! Makes the table from the rows of a sheet: finds the headings, and the guests below them.

use crate::fault::Fault;
use crate::heading::{self, Heading};
use crate::table::{Cell, Hidden, RawRow, Table};
use crate::{TOO_LARGE, UNPACKED};
use dto::import::{ImportColumn, ImportFormat, ImportLayout, ImportNote, MAX_IMPORT_ROWS};

/// The number of rows in which the headings are searched.
const HEADINGS_WITHIN: usize = 15;
/// The row of the portal's template that is never a guest.
const PORTAL_EXAMPLE: u32 = 4;
/// The largest number of hidden row numbers that are reported.
const MAX_TOLD: usize = 200;

/// Takes the rows of a sheet one after the other, finds the headings, and keeps the rows below them.
pub struct Gathering {
    format: ImportFormat,
    looked_at: usize,
    /// Incomplete headings, which may continue in the next row, and the reason why they are not sufficient alone.
    above: Option<(Vec<Heading>, Fault)>,
    /// The headings; empty until their row is found.
    pub headings: Vec<Heading>,
    layout: ImportLayout,
    rows: Vec<RawRow>,
    /// The remaining size of text that may be kept: in a workbook thousands of cells may share one text.
    left: u64,
    /// Notes for the user.
    pub notes: Vec<ImportNote>,
    lines: u32,
    /// The number of line breaks within cells.
    pub within: u32,
    hidden: Hidden,
    /// The columns that the spreadsheet hides.
    pub hidden_columns: Vec<std::ops::RangeInclusive<u32>>,
}

impl Gathering {
    /// Starts a table for a file of this format; with `takes_hidden`, hidden parts are read too.
    pub fn new(format: ImportFormat, takes_hidden: bool) -> Self {
        Self {
            format,
            looked_at: 0,
            above: None,
            headings: Vec::new(),
            layout: ImportLayout::Template,
            rows: Vec::new(),
            left: UNPACKED,
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
    pub fn take_hidden(&mut self, line: u32, cells: Vec<Cell>) -> Result<bool, Fault> {
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

    /// Takes a row; `false` if reading can stop, because the sheet has no headings.
    pub fn take(&mut self, line: u32, mut cells: Vec<Cell>) -> Result<bool, Fault> {
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
            return Err(Fault::TooManyRows);
        }
        let width = self.headings.len();
        if cells.iter().skip(width).all(Cell::is_empty) {
            cells.resize(width, Cell::default());
        } else if self.format == ImportFormat::Xlsx && !self.notes.contains(&ImportNote::CellsWithoutHeading) {
            // There is text beside the list: no cell is moved by it.
            self.notes.push(ImportNote::CellsWithoutHeading);
        }
        let says_something = |(at, cell): (usize, &Cell)| {
            let column = self.headings.get(at).and_then(|heading| heading.column);
            // A row with only a running number, filled in below the last guest, is not a guest.
            !cell.is_empty() && !matches!(column, Some(ImportColumn::Number | ImportColumn::Returned))
        };
        let is_row = cells.iter().enumerate().take(width).any(says_something)
            || (self.format == ImportFormat::Csv && cells.len() > width);
        if is_row {
            let size: u64 = cells.iter().map(Cell::size).sum();
            self.left = self.left.checked_sub(size).ok_or(TOO_LARGE)?;
            self.rows.push(RawRow { line, cells });
        }
        Ok(true)
    }

    fn look_for_headings(&mut self, cells: &[Cell]) -> Result<bool, Fault> {
        let mut headings = heading::of_row(cells);
        if let Some((above, error)) = self.above.take() {
            headings = heading::joined(&above, &headings);
            if heading::check(&headings).is_err() {
                return Err(error);
            }
        } else if !heading::are_headings(&headings) {
            return Ok(self.looked_at < HEADINGS_WITHIN);
        } else if let Err(error) = heading::check(&headings)
            && matches!(error, Fault::ColumnsMissing { .. })
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
        heading::check(&headings).map_err(|error| match error {
            Fault::ColumnsMissing { .. } if left_out.iter().any(|column| heading::is_needed(*column)) => {
                Fault::ColumnsHidden {
                    headings: self.hidden.columns.clone(),
                }
            }
            error => error,
        })?;
        self.layout = heading::layout(&headings);
        if heading::are_moved(&headings, self.layout) {
            self.notes.push(ImportNote::ColumnsMoved);
        }
        self.headings = headings;
        Ok(true)
    }

    /// Returns whether there is a guest list with at least one guest.
    pub fn has_guests(&self) -> bool {
        !self.headings.is_empty() && (!self.rows.is_empty() || self.hidden.row_count > 0)
    }

    /// Returns the table; `None` if no headings were found.
    pub fn table(mut self, sheet: Option<String>) -> Result<Option<Table>, Fault> {
        if let Some((_, error)) = self.above {
            return Err(error);
        }
        if self.headings.is_empty() {
            return Ok(None);
        }
        if self.rows.is_empty() {
            let only_hidden = self.hidden.row_count > 0 && !self.hidden.is_read;
            return Err(if only_hidden { Fault::OnlyHidden } else { Fault::Empty });
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
