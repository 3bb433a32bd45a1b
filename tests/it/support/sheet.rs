//! Spreadsheets that the service writes.

use super::Answer;
use calamine::{Reader, Xlsx, open_workbook_from_rs};
use std::io::Cursor;

/// The rows above the headings: what the list is of.
const ABOVE: usize = 4;

/// A list as a spreadsheet.
pub struct Sheet {
    /// The headings.
    pub head: Vec<String>,
    /// The rows below them.
    pub rows: Vec<Vec<String>>,
    /// Everything that is a formula.
    pub formulas: Vec<String>,
}

impl Sheet {
    /// Reads the file of an answer.
    pub fn of(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{}", answer.text());
        assert_eq!(
            answer.header("content-type"),
            Some("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        );
        assert_eq!(answer.header("cache-control"), Some("no-store"));
        let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(answer.body.clone())).expect("a spreadsheet");
        let name = book.sheet_names()[0].clone();
        let range = book.worksheet_range(&name).expect("a sheet");
        let formulas = book.worksheet_formula(&name).expect("a sheet");
        let mut rows = range
            .rows()
            .skip(ABOVE)
            .map(|row| row.iter().map(ToString::to_string).collect());
        Self {
            head: rows.next().expect("headings"),
            rows: rows.collect(),
            formulas: formulas.used_cells().map(|(_, _, text)| text.clone()).collect(),
        }
    }

    /// The cells of a column, from the top.
    pub fn column(&self, head: &str) -> Vec<&str> {
        let at = self.head.iter().position(|name| name == head);
        let at = at.unwrap_or_else(|| panic!("no {head} in {:?}", self.head));
        self.rows.iter().map(|row| row[at].as_str()).collect()
    }
}
