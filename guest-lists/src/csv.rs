//! Reads text with separators (RFC 4180). It is strict about quotes: an unclosed quote would hide all following guests,
//! so the error has the line where it was opened.

use crate::GoOn;
use crate::fault::Fault;
use crate::gathering::Gathering;
use crate::table::{Cell, CellKind, MAX_COLUMNS, Table};
use dto::import::{ImportFormat, ImportNote};

/// Reads a CSV text.
pub fn read(text: &str, note: Option<ImportNote>, go_on: GoOn<'_>) -> Result<Table, Fault> {
    let mut gathering = Gathering::new(ImportFormat::Csv, false);
    gathering.notes.extend(note);
    let (separator, text) = match told_separator(text) {
        Some((separator, rest)) => (separator, rest),
        None => (separator(text), text),
    };
    let mut records = Records::new(text, separator);
    while let Some(record) = records.next_record()? {
        go_on()?;
        // A quote that was not closed extends to the next one, over whole lines.
        let width = gathering.headings.len();
        if width > 1
            && let Some(opened) = record.swallowed(records.separator, width)
        {
            return Err(unclosed(opened));
        }
        if record.is_too_wide {
            return Err(Fault::TooManyColumns);
        }
        let cells = record.cells.iter().map(|cell| self::cell(cell)).collect();
        if !gathering.take(record.line, cells)? {
            break;
        }
    }
    // Each line is a row, except within a quoted cell of several lines.
    gathering.within = records.within;
    gathering.table(None)?.ok_or(Fault::NoTable)
}

fn unclosed(line: u32) -> Fault {
    Fault::QuoteUnclosed { line }
}

/// A row of the file.
struct Record {
    /// The row number of a spreadsheet: line breaks within a cell do not count.
    line: u32,
    /// At most [`MAX_COLUMNS`], for any number of separators.
    cells: Vec<String>,
    /// Whether a cell beyond them has a value.
    is_too_wide: bool,
    /// The index and first line of each quoted cell with several lines.
    long: Vec<(usize, u32)>,
}

impl Record {
    /// Returns the first line of a cell that contains a whole row in one of its lines.
    fn swallowed(&self, separator: char, width: usize) -> Option<u32> {
        let has_row = |text: &str| {
            text.lines()
                .skip(1)
                .any(|line| line.matches(separator).count() + 1 >= width)
        };
        let found = self
            .long
            .iter()
            .find(|(at, _)| self.cells.get(*at).is_some_and(|cell| has_row(cell)));
        found.map(|(_, line)| *line)
    }
}

/// Reads record by record, and each character once.
struct Records<'a> {
    rest: std::iter::Peekable<std::str::Chars<'a>>,
    separator: char,
    /// The line of the text, counted from 1.
    physical: u32,
    /// The row of the spreadsheet.
    line: u32,
    /// The number of line breaks within cells.
    within: u32,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, separator: char) -> Self {
        Self {
            rest: text.trim_start_matches('\u{feff}').chars().peekable(),
            separator,
            physical: 1,
            line: 0,
            within: 0,
        }
    }

    fn next_record(&mut self) -> Result<Option<Record>, Fault> {
        if self.rest.peek().is_none() {
            return Ok(None);
        }
        self.line += 1;
        let mut record = Record {
            line: self.line,
            cells: Vec::new(),
            is_too_wide: false,
            long: Vec::new(),
        };
        loop {
            let mut cell = String::new();
            // Excel and other programs sometimes write a space before a quote; a quote inside a cell is an ordinary
            // character.
            while self.rest.next_if(|c| matches!(c, ' ' | '\u{a0}')).is_some() {}
            if self.rest.next_if_eq(&'"').is_some() {
                let (opened, before) = (self.physical, self.within);
                self.quoted(&mut cell, opened)?;
                if self.within > before && record.cells.len() < MAX_COLUMNS {
                    record.long.push((record.cells.len(), opened));
                }
            } else {
                while let Some(c) = self.rest.next_if(|c| *c != self.separator && !matches!(c, '\n' | '\r')) {
                    cell.push(c);
                }
            }
            // Empty cells beyond the limit are not stored: a record of separators alone would take 24 bytes for each.
            if record.cells.len() < MAX_COLUMNS {
                record.cells.push(cell);
            } else if !cell.trim().is_empty() {
                record.is_too_wide = true;
            }
            match self.rest.next() {
                Some(c) if c == self.separator => {}
                end => {
                    if end == Some('\r') {
                        self.rest.next_if_eq(&'\n');
                    }
                    self.physical += 1;
                    return Ok(Some(record));
                }
            }
        }
    }

    /// Reads a quoted cell after its first quote, up to the separator after its last one.
    fn quoted(&mut self, cell: &mut String, opened: u32) -> Result<(), Fault> {
        loop {
            match self.rest.next().ok_or_else(|| unclosed(opened))? {
                '"' if self.rest.next_if_eq(&'"').is_some() => cell.push('"'),
                '"' => break,
                '\r' => {
                    // The following line feed counts.
                    if self.rest.peek() != Some(&'\n') {
                        self.line_break(cell);
                    }
                }
                '\n' => self.line_break(cell),
                c => cell.push(c),
            }
        }
        while self.rest.next_if(|c| matches!(c, ' ' | '\u{a0}')).is_some() {}
        match self.rest.peek() {
            None | Some('\n' | '\r') => Ok(()),
            Some(c) if *c == self.separator => Ok(()),
            // This quote opens the next cell: the first one was never closed.
            Some(_) => Err(unclosed(opened)),
        }
    }

    fn line_break(&mut self, cell: &mut String) {
        self.physical += 1;
        self.within += 1;
        cell.push('\n');
    }
}

/// Makes a cell; users write `="056…"` to stop Excel from treating a text as a number.
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

/// Reads `sep=;` in the first line, which tells Excel the separator. The line remains as an empty one, because it
/// counts.
fn told_separator(text: &str) -> Option<(char, &str)> {
    let mut told = text.trim_start_matches('\u{feff}').strip_prefix("sep=")?.chars();
    let separator = told.next().filter(|c| !matches!(c, '\n' | '\r' | '"'))?;
    told.as_str()
        .starts_with(['\n', '\r'])
        .then_some((separator, told.as_str()))
}

/// Returns the separator of the cells: the most frequent candidate in the first lines.
fn separator(text: &str) -> char {
    let often = |separator: &char| {
        text.lines()
            .take(5)
            .flat_map(str::chars)
            .filter(|c| c == separator)
            .count()
    };
    [',', ';', '\t', '|'].into_iter().max_by_key(often).unwrap_or(',')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> Result<Vec<(u32, Vec<String>)>, u32> {
        let mut records = Records::new(text, ',');
        let mut found = Vec::new();
        loop {
            match records.next_record() {
                Ok(Some(record)) => found.push((record.line, record.cells)),
                Ok(None) => return Ok(found),
                Err(Fault::QuoteUnclosed { line }) => return Err(line),
                Err(other) => panic!("{other}"),
            }
        }
    }

    #[test]
    fn records_are_numbered_as_a_spreadsheet_numbers_its_rows() {
        let read = records("a,b\r\n\r\n\"c\nd\", \"e\"\"f\" \ng,5\"").unwrap();
        let expected = [
            (1, vec!["a", "b"]),
            (2, vec![""]),
            (3, vec!["c\nd", "e\"f"]),
            (4, vec!["g", "5\""]),
        ];
        let expected = expected.map(|(line, cells)| (line, cells.into_iter().map(str::to_owned).collect()));
        assert_eq!(read, expected);
        assert_eq!(records("").unwrap(), []);
    }

    #[test]
    fn cells_beyond_the_limit_are_counted_while_reading_and_not_kept() {
        let wide = format!("{}\na{}b\n", ",".repeat(100_000), ",".repeat(MAX_COLUMNS));
        let mut records = Records::new(&wide, ',');
        for is_too_wide in [false, true] {
            let record = records.next_record().unwrap().unwrap();
            assert_eq!((record.cells.len(), record.is_too_wide), (MAX_COLUMNS, is_too_wide));
            assert!(record.cells.capacity() < 2 * MAX_COLUMNS + 8);
        }
        assert_eq!(records.line, 2);
    }

    #[test]
    fn the_separator_is_the_one_that_is_told_else_the_most_frequent() {
        for (text, expected) in [
            ("a,b,c\n1,2,3", ','),
            ("a;b;c\n1,5;2;3", ';'),
            ("a\tb\n1\t2", '\t'),
            ("a|b|c\n1|2|3", '|'),
        ] {
            assert_eq!(separator(text), expected, "{text}");
            assert_eq!(told_separator(text), None, "{text}");
        }
        assert_eq!(told_separator("\u{feff}sep=^\r\na^b"), Some(('^', "\r\na^b")));
        assert_eq!(told_separator("sep=;x\n"), None);
    }

    #[test]
    fn a_quote_that_is_not_closed_is_told_with_its_line() {
        assert_eq!(records("a,b\n\"c,d\ne,f\n"), Err(2));
        // The next quoted cell seems to close it.
        assert_eq!(records("a,b\nc,\"d\ne,\"f\"\n"), Err(2));
        assert_eq!(records("a,b\n\"c\"d,e\n"), Err(2));
    }
}
