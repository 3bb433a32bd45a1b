//! Reads the cells of a sheet, row by row.

use super::format::NumberFormat;
use super::{MAX_MERGED, Package, Text, Workbook, attribute, attributes, broken, is_true};
use crate::fault::Fault;
use crate::gathering::Gathering;
use crate::table::{Cell, CellKind, MAX_CELL, MAX_COLUMNS};
use quick_xml::events::{BytesStart, Event};
use std::ops::RangeInclusive;

/// A block of merged cells: its rows and columns.
struct Block {
    rows: RangeInclusive<u32>,
    columns: RangeInclusive<u32>,
}

/// Gathers the rows of a sheet. A sheet without headings, or another kind of sheet such as a chart, gives nothing.
pub fn read(
    package: &mut Package<'_>,
    path: &str,
    workbook: &Workbook,
    gathering: &mut Gathering,
) -> Result<(), Fault> {
    let merged = merged(package, path)?;
    let go_on = package.go_on;
    let Some(mut part) = package.part(path)? else {
        return Ok(());
    };
    let mut buffer = Vec::new();
    let mut row = Row::default();
    let mut cell: Option<OpenCell> = None;
    loop {
        buffer.clear();
        go_on()?;
        let event = part.read_event_into(&mut buffer).map_err(|error| broken(&error))?;
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let is_empty = matches!(event, Event::Empty(_));
                match element.local_name().as_ref() {
                    "col" => hide_columns(element, gathering)?,
                    "row" => {
                        row.begin(element)?;
                        // A row without cells is skipped.
                        if is_empty {
                            row.next = row.next.saturating_add(1);
                        }
                    }
                    "c" => {
                        let open = row.cell(element)?;
                        if !is_empty {
                            cell = Some(open);
                        }
                    }
                    _ if is_empty => {}
                    name => {
                        if let Some(open) = &mut cell {
                            open.begin(name);
                            open.text.take(&event)?;
                        }
                    }
                }
            }
            Event::End(element) => match element.local_name().as_ref() {
                "c" => {
                    if let Some(open) = cell.take() {
                        let at = open.column;
                        row.put(at, open.read(workbook));
                    }
                }
                "row" => {
                    if !row.give_to(gathering, &merged)? {
                        return Ok(());
                    }
                }
                "sheetData" => return Ok(()),
                name => {
                    if let Some(open) = &mut cell {
                        open.end(name);
                        open.text.take(&event)?;
                    }
                }
            },
            Event::Eof => return Ok(()),
            _ => {
                if let Some(open) = &mut cell {
                    open.take(&event)?;
                }
            }
        }
    }
}

/// Reads the blocks of merged cells, which come after the cells.
fn merged(package: &mut Package<'_>, path: &str) -> Result<Vec<Block>, Fault> {
    let mut merged = Vec::new();
    package.each(path, |event| {
        if let Event::Start(element) | Event::Empty(element) = event
            && element.local_name().as_ref() == "mergeCell"
            && let Some(block) = attribute(element, "ref")?.as_deref().and_then(block)
        {
            merged.push(block);
            if merged.len() > MAX_MERGED {
                return Err(Fault::TooManyMerged);
            }
        }
        Ok(())
    })?;
    Ok(merged)
}

fn block(text: &str) -> Option<Block> {
    let (from, to) = text.split_once(':')?;
    let ((row, column), (last_row, last_column)) = (place(from)?, place(to)?);
    Some(Block {
        rows: row..=last_row,
        columns: column..=last_column,
    })
}

/// Returns row and column of `B12`, counted from 0.
fn place(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let mut column = 0_u32;
    for letter in letters.bytes() {
        let place = letter
            .to_ascii_uppercase()
            .checked_sub(b'A')
            .filter(|place| *place < 26)?;
        column = column.checked_mul(26)?.checked_add(u32::from(place) + 1)?;
    }
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

/// Records columns that are hidden, or too narrow to be visible.
fn hide_columns(element: &BytesStart<'_>, gathering: &mut Gathering) -> Result<(), Fault> {
    let is_narrow = attribute(element, "width")?.is_some_and(|width| width.parse() == Ok(0.0));
    let number = |name| -> Result<Option<u32>, Fault> {
        Ok(attribute(element, name)?.and_then(|text| text.parse::<u32>().ok()?.checked_sub(1)))
    };
    if (is_narrow || is_true(attribute(element, "hidden")?.as_deref()))
        && let (Some(first), Some(last)) = (number("min")?, number("max")?)
        && gathering.hidden_columns.len() < MAX_COLUMNS
    {
        gathering.hidden_columns.push(first..=last);
    }
    Ok(())
}

/// The current row.
#[derive(Default)]
struct Row {
    /// Counted from 0.
    at: u32,
    /// The number of the next row, if it has none itself.
    next: u32,
    next_column: u32,
    is_hidden: bool,
    cells: Vec<Cell>,
}

impl Row {
    fn begin(&mut self, element: &BytesStart<'_>) -> Result<(), Fault> {
        let [row, height, hidden] = attributes(element, ["r", "ht", "hidden"])?;
        let told = row.and_then(|row| row.parse::<u32>().ok()?.checked_sub(1));
        self.at = told.unwrap_or(self.next);
        self.next = self.at;
        self.next_column = 0;
        let has_no_height = height.is_some_and(|height| height.parse() == Ok(0.0));
        self.is_hidden = has_no_height || is_true(hidden.as_deref());
        Ok(())
    }

    fn cell(&mut self, element: &BytesStart<'_>) -> Result<OpenCell, Fault> {
        let [at, style, kind] = attributes(element, ["r", "s", "t"])?;
        let told = at.as_deref().and_then(place);
        let column = told.map_or(self.next_column, |(_, column)| column);
        self.next_column = column.saturating_add(1);
        Ok(OpenCell {
            column,
            style: style.and_then(|style| style.parse().ok()),
            kind: kind.unwrap_or_default(),
            is_formula: false,
            is_value: false,
            value: String::new(),
            text: Text::default(),
        })
    }

    fn put(&mut self, column: u32, cell: Cell) {
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        if at < MAX_COLUMNS && !cell.is_empty() {
            self.cells.resize(self.cells.len().max(at + 1), Cell::default());
            self.cells[at] = cell;
        }
    }

    /// Passes the row on and begins the next.
    fn give_to(&mut self, gathering: &mut Gathering, merged: &[Block]) -> Result<bool, Fault> {
        self.next = self.at.saturating_add(1);
        let mut cells = std::mem::take(&mut self.cells);
        // Titles are merged in every template; among guests, merged cells make the assignment unclear.
        if !gathering.headings.is_empty() && !cells.is_empty() {
            for block in merged.iter().filter(|block| block.rows.contains(&self.at)) {
                for column in *block.columns.start()..=(*block.columns.end()).min(59) {
                    let at = usize::try_from(column).unwrap_or(usize::MAX);
                    cells.resize(cells.len().max(at + 1), Cell::default());
                    cells[at].kind = CellKind::Merged;
                }
            }
        }
        let line = self.at.saturating_add(1);
        if self.is_hidden {
            gathering.take_hidden(line, cells)
        } else {
            gathering.take(line, cells)
        }
    }
}

/// The current cell.
struct OpenCell {
    column: u32,
    style: Option<usize>,
    kind: String,
    is_formula: bool,
    is_value: bool,
    value: String,
    text: Text,
}

impl OpenCell {
    fn begin(&mut self, name: &str) {
        self.is_formula |= name == "f";
        self.is_value |= name == "v";
    }

    fn end(&mut self, name: &str) {
        self.is_value &= name != "v";
    }

    fn take(&mut self, event: &Event<'_>) -> Result<(), Fault> {
        if !self.is_value {
            return self.text.take(event);
        }
        match event {
            Event::Text(text) => self.push(text.as_ref()),
            Event::CData(text) => self.push(text.as_ref()),
            Event::GeneralRef(reference) => {
                let named = super::named(reference).ok_or(Fault::Unreadable)?;
                self.push(named.encode_utf8(&mut [0; 4]));
            }
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        if self.value.len() <= MAX_CELL * 4 {
            self.value.push_str(text);
        }
    }

    fn read(self, workbook: &Workbook) -> Cell {
        if self.is_formula {
            return Cell::new("", CellKind::Formula);
        }
        let value = self.value.trim();
        match self.kind.as_str() {
            "inlineStr" => Cell::new(&self.text.written(), CellKind::Text),
            _ if value.is_empty() => Cell::default(),
            "s" => match value.parse().ok().and_then(|at: usize| workbook.texts.get(at)) {
                Some(text) => Cell::new(text, CellKind::Text),
                // The reference leads nowhere: the value is unknown.
                None => Cell::new("", CellKind::Broken),
            },
            "str" => Cell::new(&self.value, CellKind::Text),
            // 2026-11-29T15:00:00
            "d" => Cell::new(&iso(value), CellKind::Text),
            "b" => Cell::new(if value == "0" { "FALSE" } else { "TRUE" }, CellKind::Boolean),
            "e" => Cell::new("", CellKind::Broken),
            _ => match value.parse::<f64>() {
                Ok(number) if number.is_finite() => {
                    let format = self.style.and_then(|style| workbook.formats.get(style));
                    format
                        .map_or(&NumberFormat::General, AsRef::as_ref)
                        .cell(number, workbook.is_1904)
                }
                _ => Cell::new(value, CellKind::Text),
            },
        }
    }
}

/// Returns day and time of an instant in written form; midnight is not a time that a person wrote.
fn iso(value: &str) -> String {
    match value.trim_end_matches('Z').split_once('T') {
        Some((day, hour)) if hour.trim_matches(|c| matches!(c, '0' | ':' | '.')).is_empty() => day.to_owned(),
        Some((day, hour)) => format!("{day} {}", hour.get(..5).unwrap_or(hour)),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn places_are_read_as_spreadsheets_write_them() {
        assert_eq!(place("A1"), Some((0, 0)));
        assert_eq!(place("AB12"), Some((11, 27)));
        for none in ["", "A", "1", "A0", "Ă1", "ZZZZZZZZZZ1", "A-1"] {
            assert_eq!(place(none), None, "{none}");
        }
    }
}
