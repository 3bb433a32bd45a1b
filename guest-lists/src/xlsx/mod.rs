//! Reads workbooks (ECMA-376), with our own reader and only as far as a guest list needs it.
//!
//! A workbook is an archive and can unpack to any size, and a part of a few bytes can announce a hundred million texts.
//! So the reader does not trust its declarations, reads each part once as a stream, and counts what it keeps. Visible
//! properties of the sheet (hidden rows, formats) are read together with the cells.

mod format;
mod sheet;

use crate::fault::Fault;
use crate::gathering::Gathering;
use crate::table::{MAX_CELL, MAX_COLUMNS, Table};
use crate::{GoOn, TOO_LARGE, UNPACKED};
use dto::import::{ImportFormat, ImportLayout, ImportNote, MAX_IMPORT_ROWS};
use format::NumberFormat;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::cell::Cell as Counter;
use std::collections::{BTreeMap, HashMap};
use std::io::{BufReader, Cursor, Read};
use std::rc::Rc;
use zip::ZipArchive;

/// The limits of parts of a workbook, and of sheets that are searched.
const MAX_PARTS: usize = 500;
const MAX_SHEETS: usize = 20;
/// The limit of texts: one for each cell of the widest list.
const MAX_TEXTS: usize = MAX_IMPORT_ROWS * MAX_COLUMNS;
/// The limit of cell formats; Excel itself allows 65,490.
const MAX_FORMATS: usize = 65_500;
/// The limit of blocks of merged cells: a title has a few.
const MAX_MERGED: usize = 500;
/// The limit of sheet names in a message.
const MAX_NAMED: usize = 8;
/// The sheet of the portal's template with the guests.
const PORTAL_SHEET: &str = "DS_KHACH_VIET_NAM_LUU_TRU";

/// Reads a workbook.
pub fn read(bytes: &[u8], hidden: bool, go_on: GoOn<'_>) -> Result<Table, Fault> {
    let mut package = Package::open(bytes, go_on)?;
    let workbook = package.workbook()?;
    let mut sheets: Vec<&SheetName> = workbook.sheets.iter().collect();
    let unseen: Vec<String> = sheets
        .iter()
        .filter(|sheet| sheet.is_hidden)
        .map(|sheet| sheet.shown())
        .collect();
    if !hidden {
        sheets.retain(|sheet| !sheet.is_hidden);
    }
    sheets.truncate(MAX_SHEETS);
    // The portal's sheet comes first; its headings decide, whatever its name.
    sheets.sort_by_key(|sheet| sheet.name != PORTAL_SHEET);
    let mut rest = sheets.iter();
    while let Some(sheet) = rest.next() {
        let Some(path) = &sheet.path else { continue };
        let mut gathering = Gathering::new(ImportFormat::Xlsx, hidden);
        sheet::read(&mut package, path, &workbook, &mut gathering)?;
        if let Some(mut table) = gathering.table(Some(sheet.shown()))? {
            if table.layout == ImportLayout::Portal && sheet.name != PORTAL_SHEET {
                table.notes.push(ImportNote::SheetRenamed);
            }
            table.hidden.sheets = unseen;
            table.hidden.sheets.truncate(MAX_NAMED);
            table.is_1904 = workbook.is_1904;
            // One sheet is one list: guests in another sheet must not be dropped silently.
            for other in rest.filter_map(|sheet| sheet.path.as_deref()) {
                let mut gathering = Gathering::new(ImportFormat::Xlsx, hidden);
                sheet::read(&mut package, other, &workbook, &mut gathering)?;
                if gathering.has_guests() {
                    table.notes.push(ImportNote::OtherSheetsLeftOut);
                    break;
                }
            }
            return Ok(table);
        }
    }
    let looked = sheets.iter().take(MAX_NAMED).map(|sheet| sheet.shown()).collect();
    Err(if unseen.is_empty() || hidden {
        Fault::NoSheet { sheets: looked }
    } else {
        Fault::SheetHidden {
            sheets: looked,
            hidden: unseen.into_iter().take(MAX_NAMED).collect(),
        }
    })
}

/// A sheet as named in the workbook.
struct SheetName {
    name: String,
    is_hidden: bool,
    path: Option<String>,
}

impl SheetName {
    fn shown(&self) -> String {
        self.name.chars().take(60).collect()
    }
}

/// The common data of all sheets.
struct Workbook {
    sheets: Vec<SheetName>,
    texts: Vec<Box<str>>,
    /// The format of each style. Thousands of styles may share one.
    formats: Vec<Rc<NumberFormat>>,
    is_1904: bool,
}

/// The archive, and the remaining size that may be unpacked.
struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// The names of the parts in small letters, because they are compared without case.
    names: HashMap<String, usize>,
    left: Counter<u64>,
    go_on: GoOn<'a>,
}

type Part<'p> = Reader<BufReader<Counted<'p>>>;

/// A part that is being unpacked.
struct Counted<'p> {
    part: Box<dyn Read + 'p>,
    left: &'p Counter<u64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.part.read(buffer)?;
        let left = self.left.get().checked_sub(read as u64);
        self.left.set(left.unwrap_or(0));
        left.map(|_| read)
            .ok_or_else(|| std::io::ErrorKind::FileTooLarge.into())
    }
}

impl<'a> Package<'a> {
    fn open(bytes: &'a [u8], go_on: GoOn<'a>) -> Result<Self, Fault> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Unreadable)?;
        if archive.len() > MAX_PARTS {
            return Err(Fault::TooManyParts);
        }
        let mut names = HashMap::new();
        let mut declared = 0_u64;
        for at in 0..archive.len() {
            let part = archive.by_index_raw(at).map_err(|_| Fault::Unreadable)?;
            declared = declared.saturating_add(part.size());
            let name = part
                .name()
                .map_err(|_| Fault::Unreadable)?
                .replace('\\', "/")
                .to_lowercase();
            if name.ends_with("vbaproject.bin") {
                return Err(Fault::HasMacros);
            }
            names.insert(name.trim_start_matches('/').to_owned(), at);
        }
        // Unread parts do no harm; a part whose declared size is too large is refused without any work.
        if declared > UNPACKED {
            return Err(TOO_LARGE);
        }
        if !names.keys().any(|name| name.ends_with("workbook.xml")) {
            return Err(Fault::TypeRefused);
        }
        Ok(Self {
            archive,
            names,
            left: Counter::new(UNPACKED),
            go_on,
        })
    }

    /// Returns a part, if it exists.
    fn part(&mut self, path: &str) -> Result<Option<Part<'_>>, Fault> {
        let Some(at) = self.names.get(&path.to_lowercase()).copied() else {
            return Ok(None);
        };
        let part = self.archive.by_index(at).map_err(|_| Fault::Unreadable)?;
        let counted = Counted {
            part: Box::new(part),
            left: &self.left,
        };
        Ok(Some(Reader::from_reader(BufReader::new(counted))))
    }

    /// Calls `take` for the elements of a part. Returns whether the part exists.
    fn each(&mut self, path: &str, mut take: impl FnMut(&Event<'_>) -> Result<(), Fault>) -> Result<bool, Fault> {
        let go_on = self.go_on;
        let Some(mut part) = self.part(path)? else {
            return Ok(false);
        };
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            go_on()?;
            let event = part.read_event_into(&mut buffer).map_err(|error| broken(&error))?;
            if matches!(event, Event::Eof) {
                return Ok(true);
            }
            take(&event)?;
        }
    }

    /// Returns the relations of a part: target and kind by id, in order, so that of two of a kind always the same one
    /// is used.
    fn relations(&mut self, path: &str) -> Result<BTreeMap<String, (String, String)>, Fault> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let of = if folder.is_empty() {
            format!("_rels/{name}.rels")
        } else {
            format!("{folder}/_rels/{name}.rels")
        };
        let mut found = BTreeMap::new();
        self.each(&of, |event| {
            let (Event::Start(element) | Event::Empty(element)) = event else {
                return Ok(());
            };
            if element.local_name().as_ref() == "Relationship" && found.len() < MAX_PARTS {
                let (id, target) = (attribute(element, "Id")?, attribute(element, "Target")?);
                let kind = attribute(element, "Type")?.unwrap_or_default();
                if let (Some(id), Some(target)) = (id, target) {
                    found.insert(id, (within(folder, &target), kind));
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    fn workbook(&mut self) -> Result<Workbook, Fault> {
        let top = self.relations("")?;
        let is = |kind: &str, wanted: &str| kind.rsplit('/').next() == Some(wanted);
        let main = top.into_values().find(|(_, kind)| is(kind, "officeDocument"));
        let path = main.map_or_else(|| "xl/workbook.xml".to_owned(), |(path, _)| path);
        let relations = self.relations(&path)?;
        let (mut sheets, mut is_1904) = (Vec::new(), false);
        let is_there = self.each(&path, |event| {
            let (Event::Start(element) | Event::Empty(element)) = event else {
                return Ok(());
            };
            match element.local_name().as_ref() {
                "sheet" if sheets.len() < MAX_PARTS => {
                    let state = attribute(element, "state")?;
                    let id = attribute(element, "id")?.unwrap_or_default();
                    sheets.push(SheetName {
                        name: attribute(element, "name")?.unwrap_or_default(),
                        is_hidden: state.is_some_and(|state| state != "visible"),
                        path: relations.get(&id).map(|(path, _)| path.clone()),
                    });
                }
                "workbookPr" => is_1904 = is_true(attribute(element, "date1904")?.as_deref()),
                _ => {}
            }
            Ok(())
        })?;
        if !is_there || sheets.is_empty() {
            return Err(Fault::Unreadable);
        }
        let of = |wanted: &str| {
            relations
                .values()
                .find(|(_, kind)| is(kind, wanted))
                .map(|(path, _)| path.clone())
        };
        let (texts, styles) = (of("sharedStrings"), of("styles"));
        Ok(Workbook {
            sheets,
            texts: texts.map_or(Ok(Vec::new()), |path| self.texts(&path))?,
            formats: styles.map_or(Ok(Vec::new()), |path| self.formats(&path))?,
            is_1904,
        })
    }

    /// Returns the shared texts of cells. Readings of Japanese names (`rPh`) are not part of them.
    fn texts(&mut self, path: &str) -> Result<Vec<Box<str>>, Fault> {
        let mut texts: Vec<Box<str>> = Vec::new();
        let mut text = Text::default();
        self.each(path, |event| {
            match event {
                Event::Empty(element) if element.local_name().as_ref() == "si" => texts.push(Box::default()),
                Event::End(element) if element.local_name().as_ref() == "si" => {
                    texts.push(std::mem::take(&mut text).written().into());
                }
                _ => text.take(event)?,
            }
            if texts.len() > MAX_TEXTS {
                return Err(Fault::TooManyParts);
            }
            Ok(())
        })?;
        Ok(texts)
    }

    /// Returns the format of each cell style.
    fn formats(&mut self, path: &str) -> Result<Vec<Rc<NumberFormat>>, Fault> {
        let mut named: HashMap<u32, Rc<NumberFormat>> = HashMap::new();
        let mut formats = Vec::new();
        let mut is_of_cells = false;
        self.each(path, |event| {
            match event {
                Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                    "numFmt" => {
                        let id = attribute(element, "numFmtId")?.and_then(|id| id.parse().ok());
                        if let (Some(id), Some(code)) = (id, attribute(element, "formatCode")?) {
                            named.insert(id, Rc::new(NumberFormat::of(&code)));
                        }
                    }
                    "cellXfs" => is_of_cells = matches!(event, Event::Start(_)),
                    "xf" if is_of_cells => {
                        let id = attribute(element, "numFmtId")?
                            .and_then(|id| id.parse().ok())
                            .unwrap_or(0);
                        let format = named.get(&id).cloned();
                        formats.push(format.unwrap_or_else(|| Rc::new(NumberFormat::built_in(id))));
                    }
                    _ => {}
                },
                Event::End(element) if element.local_name().as_ref() == "cellXfs" => is_of_cells = false,
                _ => {}
            }
            if formats.len() > MAX_FORMATS || named.len() > MAX_FORMATS {
                return Err(Fault::TooManyParts);
            }
            Ok(())
        })?;
        Ok(formats)
    }
}

/// The text of a cell or a shared text, joined from its runs.
#[derive(Default)]
struct Text {
    written: String,
    is_shown: bool,
    readings: u32,
}

impl Text {
    fn take(&mut self, event: &Event<'_>) -> Result<(), Fault> {
        match event {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => self.is_shown = true,
                "rPh" => self.readings += 1,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => self.is_shown = false,
                "rPh" => self.readings = self.readings.saturating_sub(1),
                _ => {}
            },
            Event::Text(text) => self.push(text.as_ref()),
            Event::CData(text) => self.push(text.as_ref()),
            Event::GeneralRef(reference) if self.is_shown => {
                self.push(named(reference).ok_or(Fault::Unreadable)?.encode_utf8(&mut [0; 4]));
            }
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, text: &str) {
        // No field accepts more: the rest needs no memory.
        if self.is_shown && self.readings == 0 && self.written.len() <= MAX_CELL * 4 {
            self.written.push_str(text);
        }
    }

    /// Returns the text, with escaped characters decoded (`_x000D_`).
    fn written(self) -> String {
        let Some((start, mut rest)) = self.written.split_once("_x") else {
            return self.written;
        };
        let mut written = start.to_owned();
        loop {
            let code = rest.get(..5).filter(|code| code.ends_with('_'));
            let named = code
                .and_then(|code| u32::from_str_radix(&code[..4], 16).ok())
                .and_then(char::from_u32);
            match named {
                Some(c) => written.push(c),
                None => written.push_str("_x"),
            }
            rest = &rest[if named.is_some() { 5 } else { 0 }..];
            let Some((before, behind)) = rest.split_once("_x") else {
                written.push_str(rest);
                return written;
            };
            written.push_str(before);
            rest = behind;
        }
    }
}

/// Returns the character of a reference.
fn named(reference: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    if reference.is_char_ref() {
        return reference.resolve_char_ref().ok().flatten();
    }
    Some(match reference.as_ref() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        _ => return None,
    })
}

/// Returns an attribute, with any prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Fault> {
    attributes(element, [name]).map(|[value]| value)
}

/// Returns several attributes, with any prefix; of two with one name, the first.
fn attributes<const N: usize>(element: &BytesStart<'_>, names: [&str; N]) -> Result<[Option<String>; N], Fault> {
    let mut found = [const { None }; N];
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| Fault::Unreadable)?;
        let name = attribute.key.local_name();
        let place = names.iter().position(|wanted| name.as_ref() == *wanted);
        if let Some(value) = place.and_then(|at| found.get_mut(at)).filter(|value| value.is_none()) {
            let text = quick_xml::escape::unescape(attribute.value.as_ref()).map_err(|_| Fault::Unreadable)?;
            *value = Some(text.into_owned());
        }
    }
    Ok(found)
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}

/// Returns the path of a target: absolute if it begins with `/`, otherwise relative to the folder of the naming part.
fn within(folder: &str, target: &str) -> String {
    let mut path: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|part| !part.is_empty()).collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(path.pop()),
            part => path.push(part),
        }
    }
    path.join("/")
}

/// Returns the fault for a part that could not be read.
fn broken(error: &quick_xml::Error) -> Fault {
    match error {
        quick_xml::Error::Io(error) if error.kind() == std::io::ErrorKind::FileTooLarge => TOO_LARGE,
        _ => Fault::Unreadable,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_found_from_where_they_are_named() {
        assert_eq!(within("xl", "worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(within("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(within("xl/a", "../b/./c.xml"), "xl/b/c.xml");
        assert_eq!(within("", "xl/workbook.xml"), "xl/workbook.xml");
    }

    #[test]
    fn signs_that_xml_cannot_hold_are_read() {
        for (held, text) in [
            ("a_x000D_b", "a\rb"),
            ("_x0041_x", "Ax"),
            ("_xyz", "_xyz"),
            ("a_x00", "a_x00"),
            ("_x005F_x0041_", "_x0041_"),
        ] {
            let read = Text {
                written: held.to_owned(),
                ..Text::default()
            };
            assert_eq!(read.written(), text, "{held}");
        }
    }
}
