//! Reads the national portal's XML for foreigners (docs/formats.md 1). Entities are refused, never expanded; elements
//! that do not belong to the list are refused, never skipped.

use crate::fault::Fault;
use crate::heading::{self, Heading};
use crate::table::{Cell, CellKind, Hidden, MAX_CELL, MAX_COLUMNS, RawRow, Table};
use crate::{GoOn, line_of};
use dto::import::{ImportColumn, ImportFormat, ImportLayout, ImportNote, MAX_IMPORT_ROWS};
use quick_xml::Reader;
use quick_xml::errors::IllFormedError;
use quick_xml::events::{BytesRef, Event};
use rules::unicode::is_xml;
use std::collections::HashMap;

const ROOT: &str = "KHAI_BAO_TAM_TRU";
const GUEST: &str = "THONG_TIN_KHACH";
/// The largest length of an element name in a message.
const SHOWN: usize = 40;

/// The state of the reader.
#[derive(Default)]
struct Standing {
    path: Vec<String>,
    is_over: bool,
    headings: Vec<Heading>,
    /// The index of each heading by its name.
    places: HashMap<String, usize>,
    rows: Vec<RawRow>,
    text: String,
}

/// Reads an XML text.
pub fn read(xml: &str, go_on: GoOn<'_>) -> Result<Table, Fault> {
    let mut reader = Reader::from_str(xml);
    let mut at = Standing::default();
    loop {
        go_on()?;
        let before = position(reader.buffer_position());
        let here = || line_of(xml.as_bytes(), before);
        match reader.read_event() {
            Ok(Event::Start(element)) => at.open(element.local_name().as_ref(), &here)?,
            Ok(Event::Empty(element)) => {
                at.open(element.local_name().as_ref(), &here)?;
                at.close();
            }
            Ok(Event::End(_)) => at.close(),
            Ok(Event::Text(text)) => at.take(text.as_ref(), &here)?,
            Ok(Event::CData(text)) => at.take(text.as_ref(), &here)?,
            Ok(Event::GeneralRef(reference)) => {
                let named = character(&reference, &here)?;
                at.take(named.encode_utf8(&mut [0; 4]), &here)?;
            }
            Ok(Event::DocType(_)) => return Err(Fault::HasEntities),
            Ok(Event::Decl(_) | Event::Comment(_) | Event::PI(_)) => {}
            Ok(Event::Eof) if at.path.is_empty() => break,
            Ok(Event::Eof) => {
                let open = at.path.pop().unwrap_or_default();
                return Err(Fault::XmlTag {
                    line: here(),
                    expected: shown(&open),
                    found: "…".to_owned(),
                });
            }
            Err(error) => return Err(unreadable(xml, &error, position(reader.error_position()).max(before))),
        }
    }
    at.table()
}

fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn shown(name: &str) -> String {
    name.chars().take(SHOWN).collect()
}

/// Returns the error in the markup, with its line.
fn unreadable(xml: &str, error: &quick_xml::Error, at: usize) -> Fault {
    let line = line_of(xml.as_bytes(), at);
    match error {
        quick_xml::Error::IllFormed(IllFormedError::MismatchedEndTag { expected, found }) => Fault::XmlTag {
            line,
            expected: shown(expected),
            found: shown(found),
        },
        quick_xml::Error::IllFormed(IllFormedError::UnclosedReference) => Fault::XmlAmpersand { line },
        _ => Fault::XmlMalformed { line },
    }
}

/// Returns the character of one of the five predefined entities or of a character number; all others would need a
/// declaration.
fn character(reference: &BytesRef<'_>, here: &impl Fn() -> usize) -> Result<char, Fault> {
    if reference.is_char_ref() {
        let named = reference.resolve_char_ref().ok().flatten();
        return named
            .filter(|c| is_xml(*c))
            .ok_or_else(|| Fault::XmlCharacter { line: here() });
    }
    match reference.as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        // `A & B; C`: a name contains no space.
        name if name.contains(char::is_whitespace) => Err(Fault::XmlAmpersand { line: here() }),
        _ => Err(Fault::HasEntities),
    }
}

impl Standing {
    fn open(&mut self, name: &str, here: &impl Fn() -> usize) -> Result<(), Fault> {
        let expected = match self.path.as_slice() {
            [] if self.is_over => return Err(Fault::XmlStray { line: here() }),
            [] if matches!(name.to_ascii_lowercase().as_str(), "html" | "body" | "table") => {
                return Err(Fault::IsHtml);
            }
            [] => Some(ROOT),
            [_] => Some(GUEST),
            [_, _] => None,
            [.., field] => {
                return Err(Fault::XmlNested {
                    line: here(),
                    name: shown(field),
                });
            }
        };
        if let Some(expected) = expected.filter(|expected| *expected != name) {
            return Err(Fault::XmlElement {
                line: here(),
                expected,
                found: shown(name),
            });
        }
        if self.path.len() == 1 {
            if self.rows.len() >= MAX_IMPORT_ROWS {
                return Err(Fault::TooManyRows);
            }
            let line = u32::try_from(self.rows.len() + 1).unwrap_or(u32::MAX);
            self.rows.push(RawRow {
                line,
                cells: Vec::new(),
            });
        }
        if self.path.len() == 2 && !self.places.contains_key(name) {
            if self.headings.len() == MAX_COLUMNS {
                return Err(Fault::TooManyColumns);
            }
            self.places.insert(name.to_owned(), self.headings.len());
            self.headings.push(Heading::of(name));
        }
        self.path.push(name.to_owned());
        self.text.clear();
        Ok(())
    }

    /// Takes text, which is allowed only in a field.
    fn take(&mut self, text: &str, here: &impl Fn() -> usize) -> Result<(), Fault> {
        if self.path.len() == 3 {
            // No field accepts more: the rest needs no memory.
            if self.text.len() <= MAX_CELL * 4 {
                self.text.push_str(text);
            }
        } else if !text.trim().is_empty() {
            return Err(Fault::XmlStray { line: here() });
        }
        Ok(())
    }

    fn close(&mut self) {
        let name = self.path.pop().unwrap_or_default();
        self.is_over |= self.path.is_empty();
        if self.path.len() != 2 {
            return;
        }
        let text = std::mem::take(&mut self.text);
        if let (Some(at), Some(row)) = (self.places.get(&name).copied(), self.rows.last_mut()) {
            let is_twice = row.cells.get(at).is_some_and(|cell| cell.kind != CellKind::Absent);
            row.cells.resize_with(row.cells.len().max(at + 1), Cell::absent);
            row.cells[at] = Cell::new(&text, if is_twice { CellKind::Twice } else { CellKind::Text });
        }
    }

    fn table(mut self) -> Result<Table, Fault> {
        if self.rows.is_empty() {
            return Err(Fault::Empty);
        }
        heading::check(&self.headings)?;
        let width = self.headings.len();
        let departed = self
            .headings
            .iter()
            .position(|heading| heading.column == Some(ImportColumn::DepartedOn));
        for row in &mut self.rows {
            row.cells.resize_with(width, Cell::default);
            for cell in row.cells.iter_mut().filter(|cell| cell.kind == CellKind::Absent) {
                *cell = Cell::default();
            }
        }
        let has_left = |row: &RawRow| departed.is_some_and(|at| !row.cells[at].text.is_empty());
        let notes = if self.rows.iter().any(has_left) {
            vec![ImportNote::DeparturesLeftOut]
        } else {
            Vec::new()
        };
        let lines = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        Ok(Table {
            format: ImportFormat::Xml,
            layout: ImportLayout::Portal,
            sheet: None,
            headings: self.headings,
            rows: self.rows,
            notes,
            lines,
            hidden: Hidden::default(),
            is_1904: false,
        })
    }
}
