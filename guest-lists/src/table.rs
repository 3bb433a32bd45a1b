//! The table that is read: cells, rows, and properties of the file.

use crate::heading::Heading;
use dto::import::{ImportFormat, ImportLayout, ImportNote};
use serde::{Deserialize, Serialize};

/// The largest number of columns that are read: the widest known list has 31.
pub const MAX_COLUMNS: usize = 60;
/// The largest number of characters kept of a cell: one more than the longest field accepts.
pub(crate) const MAX_CELL: usize = 501;

/// The type of a cell's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum CellKind {
    /// Text.
    #[default]
    Text,
    /// A number.
    Number,
    /// A date.
    Date,
    /// A formula, whose value is not used.
    Formula,
    /// Part of a block of merged cells.
    Merged,
    /// An error of the spreadsheet, or a reference that leads nowhere.
    Broken,
    /// A boolean.
    Boolean,
    /// A value that occurs twice.
    Twice,
    /// Absent; only the XML reader needs this.
    Absent,
}

/// A cell with its original text, without surrounding white space: invisible characters in names are reported by the
/// check. The type has no `Debug`, so that it cannot be logged.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Its text.
    #[serde(rename = "t")]
    pub text: String,
    /// Its type.
    #[serde(rename = "k", default)]
    pub kind: CellKind,
    /// The text that the spreadsheet displays, if the format adds letters.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub shown: Option<String>,
}

impl Cell {
    /// Makes a cell with text, cut beyond the length of any field.
    pub(crate) fn new(text: &str, kind: CellKind) -> Self {
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

    pub(crate) fn absent() -> Self {
        Self {
            kind: CellKind::Absent,
            ..Self::default()
        }
    }

    /// Returns the number of bytes of its text.
    pub(crate) fn size(&self) -> u64 {
        let shown = self.shown.as_ref().map_or(0, String::len);
        (self.text.len() + shown) as u64
    }

    pub(crate) fn is_empty(&self) -> bool {
        let is_text = matches!(
            self.kind,
            CellKind::Text | CellKind::Number | CellKind::Date | CellKind::Absent
        );
        is_text && rules::name::normalise(&self.text).is_empty()
    }
}

/// A row of the file with its cells in the order of the headings.
pub struct RawRow {
    /// The row number in the spreadsheet.
    pub line: u32,
    /// Its cells. More than the headings if the row is too wide.
    pub cells: Vec<Cell>,
}

/// The parts that the spreadsheet hides.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Hidden {
    /// The numbers of the first hidden rows that are not empty.
    pub rows: Vec<u32>,
    /// The number of such rows.
    pub row_count: u32,
    /// The headings of hidden columns.
    pub columns: Vec<String>,
    /// The names of hidden sheets.
    pub sheets: Vec<String>,
    /// Whether they were read nevertheless.
    pub is_read: bool,
}

/// The table that was read.
pub struct Table {
    /// The format of the file.
    pub format: ImportFormat,
    /// The layout of its columns.
    pub layout: ImportLayout,
    /// The sheet.
    pub sheet: Option<String>,
    /// The columns.
    pub headings: Vec<Heading>,
    /// The rows with guests.
    pub rows: Vec<RawRow>,
    /// Notes for the user.
    pub notes: Vec<ImportNote>,
    /// The number of non-empty lines below the headings.
    pub lines: u32,
    /// The parts that the spreadsheet hides.
    pub hidden: Hidden,
    /// Whether the file uses the 1904 date system.
    pub is_1904: bool,
}
