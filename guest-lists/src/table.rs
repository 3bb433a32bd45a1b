//! The table that is read: cells, rows, and what the file says of itself.

use crate::heading::Heading;
use dto::import::{ImportFormat, ImportLayout, ImportNote};
use serde::{Deserialize, Serialize};

/// Most columns that are looked at: the widest known list has 31.
pub const MAX_COLUMNS: usize = 60;
/// Most characters kept of a cell: one more than the longest field takes.
pub(crate) const MAX_CELL: usize = 501;

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

    /// How many bytes of text it holds.
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
