//! The national portal's XML for foreigners (research/peers.md 2.1). Entities are refused, never expanded.

use super::heading::{self, Heading};
use super::{Cell, CellKind, MAX_COLUMNS, RawRow, Table, refused};
use dto::import::{ImportColumn, ImportFormat, ImportLayout, ImportNote, MAX_IMPORT_ROWS};
use dto::problem::{FieldCode, FieldError};
use quick_xml::Reader;
use quick_xml::events::{BytesRef, Event};

const ROOT: &str = "KHAI_BAO_TAM_TRU";
const GUEST: &str = "THONG_TIN_KHACH";

/// Where the reader stands.
#[derive(Default)]
struct Standing {
    path: Vec<String>,
    headings: Vec<Heading>,
    rows: Vec<RawRow>,
    text: String,
}

/// Reads it.
pub fn read(xml: &str) -> Result<Table, FieldError> {
    let mut reader = Reader::from_str(xml);
    let mut at = Standing::default();
    loop {
        match reader.read_event() {
            Ok(Event::Start(element)) => at.open(element.local_name().as_ref())?,
            Ok(Event::Empty(element)) => {
                at.open(element.local_name().as_ref())?;
                at.close();
            }
            Ok(Event::End(_)) => at.close(),
            Ok(Event::Text(text)) => at.text.push_str(text.as_ref()),
            Ok(Event::CData(text)) => at.text.push_str(text.as_ref()),
            Ok(Event::GeneralRef(reference)) => at.text.push(character(&reference)?),
            Ok(Event::DocType(_)) => return Err(refused(FieldCode::ImportHasEntities)),
            Ok(Event::Decl(_) | Event::Comment(_) | Event::PI(_)) => {}
            Ok(Event::Eof) if at.path.is_empty() => break,
            Ok(Event::Eof) | Err(_) => return Err(refused(FieldCode::FileUnreadable)),
        }
    }
    at.table()
}

/// The five characters that XML itself names, and those named by number; everything else would have to be declared.
fn character(reference: &BytesRef<'_>) -> Result<char, FieldError> {
    if let Ok(Some(named)) = reference.resolve_char_ref() {
        return Ok(named);
    }
    match reference.as_ref() {
        "amp" => Ok('&'),
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(refused(FieldCode::ImportHasEntities)),
    }
}

impl Standing {
    fn open(&mut self, name: &str) -> Result<(), FieldError> {
        let is_known = match self.path.as_slice() {
            [] => name == ROOT,
            [_] => name == GUEST,
            [_, _] => true,
            _ => false,
        };
        if !is_known {
            return Err(refused(FieldCode::ImportNoTable));
        }
        if self.path.len() == 1 {
            if self.rows.len() >= MAX_IMPORT_ROWS {
                return Err(refused(FieldCode::ImportTooManyRows).with("max", MAX_IMPORT_ROWS));
            }
            let line = u32::try_from(self.rows.len() + 1).unwrap_or(u32::MAX);
            self.rows.push(RawRow {
                line,
                cells: Vec::new(),
            });
        }
        self.path.push(name.to_owned());
        self.text.clear();
        Ok(())
    }

    fn close(&mut self) {
        let name = self.path.pop().unwrap_or_default();
        if self.path.len() == 2 {
            let text = std::mem::take(&mut self.text);
            let at = self.headings.iter().position(|heading| heading.text == name);
            let at = at.unwrap_or_else(|| {
                self.headings.push(Heading {
                    column: heading::column_of(&name),
                    text: name,
                });
                self.headings.len() - 1
            });
            if let Some(row) = self.rows.last_mut().filter(|_| at < MAX_COLUMNS) {
                row.cells.resize(row.cells.len().max(at + 1), Cell::default());
                row.cells[at] = Cell::new(&text, CellKind::Text);
            }
        }
    }

    fn table(mut self) -> Result<Table, FieldError> {
        if self.rows.is_empty() {
            return Err(refused(FieldCode::ImportEmpty));
        }
        heading::check(&self.headings)?;
        self.headings.truncate(MAX_COLUMNS);
        let width = self.headings.len();
        let departed = self
            .headings
            .iter()
            .position(|heading| heading.column == Some(ImportColumn::DepartedOn));
        for row in &mut self.rows {
            row.cells.resize(width, Cell::default());
        }
        let has_left = |row: &RawRow| departed.is_some_and(|at| !row.cells[at].text.is_empty());
        let notes = if self.rows.iter().any(has_left) {
            vec![ImportNote::DeparturesLeftOut]
        } else {
            Vec::new()
        };
        Ok(Table {
            format: ImportFormat::Xml,
            layout: ImportLayout::Portal,
            sheet: None,
            headings: self.headings,
            rows: self.rows,
            notes,
        })
    }
}
