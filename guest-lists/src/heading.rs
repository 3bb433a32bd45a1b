//! Determines the content of columns by their headings, so that moved columns do no harm.

use crate::fault::Fault;
use crate::table::Cell;
use dto::import::{ImportColumn, ImportLayout};
use rules::old_font::OldFont;
use serde::{Deserialize, Serialize};

/// A column of a file.
#[derive(Clone, Serialize, Deserialize)]
pub struct Heading {
    /// Its content, if known.
    pub column: Option<ImportColumn>,
    /// Its heading.
    pub text: String,
}

impl Heading {
    /// Makes a column with that heading.
    pub fn of(text: &str) -> Self {
        Self {
            column: column_of(text),
            text: text.to_owned(),
        }
    }
}

/// The smallest number of known columns in the headings of a guest list.
const ENOUGH: usize = 4;

/// Headings without accents and without text in brackets: those of the national portal's two lists and its XML
/// (docs/formats.md 1 and 2), of our template in both languages, and some that users write.
const NAMES: &[(ImportColumn, &[&str])] = &[
    (ImportColumn::Number, &["stt", "so thu tu", "no"]),
    (
        ImportColumn::FullName,
        &["ho ten", "ho va ten", "full name", "ten khach"],
    ),
    (
        ImportColumn::BirthDate,
        &["ngay sinh", "ngay thang nam sinh", "date of birth"],
    ),
    (ImportColumn::BirthPrecision, &["ngay sinh dung den"]),
    (ImportColumn::Sex, &["gioi tinh", "sex"]),
    (
        ImportColumn::Nationality,
        &["quoc tich", "ma quoc tich", "nationality", "qt"],
    ),
    (ImportColumn::DocumentType, &["loai giay to", "kind of document"]),
    (ImportColumn::DocumentName, &["ten giay to", "name of document"]),
    (
        ImportColumn::DocumentNumber,
        &[
            "so giay to",
            "so ho chieu",
            "so cccd",
            "document number",
            "passport number",
        ],
    ),
    (ImportColumn::Phone, &["so dien thoai", "dien thoai", "telephone"]),
    (ImportColumn::Residence, &["noi cu tru hien nay"]),
    (ImportColumn::Province, &["tinh thanh pho"]),
    (ImportColumn::Commune, &["phuong xa dac khu"]),
    (ImportColumn::Address, &["dia chi chi tiet", "dia chi", "address"]),
    (ImportColumn::Kind, &["hinh thuc luu tru", "kind of stay"]),
    (ImportColumn::ArrivalOn, &["ngay den", "day of arrival"]),
    (ImportColumn::ArrivalTime, &["gio den", "hour of arrival"]),
    (
        ImportColumn::DepartureOn,
        &["ngay di du kien", "planned day of departure"],
    ),
    (
        ImportColumn::DepartureTime,
        &["gio di du kien", "planned hour of departure"],
    ),
    (ImportColumn::DepartedOn, &["ngay tra phong"]),
    (ImportColumn::Room, &["so phong khoa", "so phong", "phong", "room"]),
    (
        ImportColumn::Reason,
        &["ly do cu tru", "ly do luu tru", "reason of stay"],
    ),
    (
        ImportColumn::ReasonNote,
        &["nhap ly do", "ly do khac", "reason in words"],
    ),
    (ImportColumn::Note, &["ghi chu", "note"]),
    (ImportColumn::VisaSymbol, &["ky hieu thi thuc", "visa symbol"]),
    (ImportColumn::VisaNumber, &["so thi thuc", "visa number"]),
    (ImportColumn::VisaExpiresOn, &["thi thuc het han", "visa expires on"]),
    (
        ImportColumn::PermitExpiresOn,
        &["duoc tam tru den", "thoi han tam tru", "permitted until"],
    ),
    (ImportColumn::EnteredOn, &["ngay nhap canh", "day of entry"]),
    (ImportColumn::EntryGate, &["cua khau nhap canh", "border gate"]),
    (ImportColumn::Returned, &["ly do", "reasons"]),
];

/// The columns of the portal's template, A to S.
const PORTAL: &[ImportColumn] = &[
    ImportColumn::Number,
    ImportColumn::FullName,
    ImportColumn::BirthDate,
    ImportColumn::Sex,
    ImportColumn::Nationality,
    ImportColumn::DocumentType,
    ImportColumn::DocumentName,
    ImportColumn::DocumentNumber,
    ImportColumn::Phone,
    ImportColumn::Residence,
    ImportColumn::Province,
    ImportColumn::Commune,
    ImportColumn::Address,
    ImportColumn::ArrivalOn,
    ImportColumn::DepartureOn,
    ImportColumn::Room,
    ImportColumn::Reason,
    ImportColumn::ReasonNote,
    ImportColumn::Note,
];

/// The columns of our own template, in order.
pub const TEMPLATE: &[ImportColumn] = &[
    ImportColumn::Number,
    ImportColumn::FullName,
    ImportColumn::BirthDate,
    ImportColumn::Sex,
    ImportColumn::Nationality,
    ImportColumn::DocumentType,
    ImportColumn::DocumentNumber,
    ImportColumn::ArrivalOn,
    ImportColumn::ArrivalTime,
    ImportColumn::DepartureOn,
    ImportColumn::DepartureTime,
    ImportColumn::Kind,
    ImportColumn::Room,
    ImportColumn::Reason,
    ImportColumn::ReasonNote,
    ImportColumn::Phone,
    ImportColumn::Address,
    ImportColumn::DocumentName,
    ImportColumn::VisaSymbol,
    ImportColumn::VisaNumber,
    ImportColumn::VisaExpiresOn,
    ImportColumn::PermitExpiresOn,
    ImportColumn::EnteredOn,
    ImportColumn::EntryGate,
    ImportColumn::Note,
];

/// The required columns (docs/rules.md 7); the heading "Số hộ chiếu" also gives the kind of document.
pub const MANDATORY: &[ImportColumn] = &[
    ImportColumn::FullName,
    ImportColumn::BirthDate,
    ImportColumn::Sex,
    ImportColumn::Nationality,
    ImportColumn::DocumentNumber,
    ImportColumn::ArrivalOn,
    ImportColumn::DepartureOn,
];

/// Returns the content of a column by its heading, also in a font from before Unicode.
pub fn column_of(heading: &str) -> Option<ImportColumn> {
    let known = |heading: &str| {
        let name = plain(heading);
        let named = NAMES.iter().find(|(_, names)| names.contains(&name.as_str()));
        named.map(|(column, _)| *column)
    };
    let in_old_font = || {
        let converted = OldFont::ALL.into_iter().filter_map(|font| font.convert(heading));
        converted.into_iter().find_map(|heading| known(&heading))
    };
    known(heading).or_else(|| (!heading.is_ascii()).then(in_old_font).flatten())
}

/// Returns whether the column is required.
pub(crate) fn is_needed(column: ImportColumn) -> bool {
    MANDATORY.contains(&column) || column == ImportColumn::DocumentType
}

/// Returns a heading for comparison: without accents, marks and text in brackets.
fn plain(heading: &str) -> String {
    let said = heading.split(['(', '[', ':']).next().unwrap_or_default();
    let letters: String = rules::name::fold(said)
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect();
    rules::name::normalise(&letters)
}

/// Returns whether the numbers of a list are passport numbers, so that it needs no column with the kind of document.
pub fn are_passports(headings: &[Heading]) -> bool {
    let has_kind = headings
        .iter()
        .any(|heading| heading.column == Some(ImportColumn::DocumentType));
    let of_passports = |heading: &Heading| {
        heading.column == Some(ImportColumn::DocumentNumber)
            && matches!(plain(&heading.text).as_str(), "so ho chieu" | "passport number")
    };
    !has_kind && headings.iter().any(of_passports)
}

/// Returns a row as headings.
pub(crate) fn of_row(cells: &[Cell]) -> Vec<Heading> {
    let mut headings: Vec<Heading> = cells.iter().map(|cell| Heading::of(&cell.text)).collect();
    while headings.last().is_some_and(|heading| heading.text.is_empty()) {
        headings.pop();
    }
    headings
}

/// Returns whether a row has the headings of a guest list.
pub(crate) fn are_headings(headings: &[Heading]) -> bool {
    headings.iter().filter(|heading| heading.column.is_some()).count() >= ENOUGH
}

/// Returns whether a row repeats its headings, in the other language or on the next page.
pub(crate) fn repeat(headings: &[Heading], cells: &[Cell]) -> bool {
    let says_again = |column: ImportColumn| {
        let place = headings.iter().position(|heading| heading.column == Some(column));
        let cell = place.and_then(|at| cells.get(at));
        cell.is_some_and(|cell| column_of(&cell.text) == Some(column))
    };
    // Several repeated headings cannot be a guest; a single one might be a name.
    says_again(ImportColumn::FullName) && MANDATORY.iter().filter(|column| says_again(**column)).count() >= ENOUGH
}

/// Joins headings in two rows: the lower heading is used where the upper row has none, or has one word for several
/// columns (`Giấy tờ` above `Loại` and `Số`).
pub(crate) fn joined(above: &[Heading], below: &[Heading]) -> Vec<Heading> {
    let mut over = "";
    let mut joined = Vec::new();
    for at in 0..above.len().max(below.len()) {
        let first = above.get(at);
        if let Some(text) = first.map(|first| first.text.as_str()).filter(|text| !text.is_empty()) {
            over = text;
        }
        let heading = match (first, below.get(at)) {
            (Some(first), _) if first.column.is_some() => first.clone(),
            (_, Some(second)) if !second.text.is_empty() => [
                second.text.clone(),
                format!("{} {over}", second.text),
                format!("{over} {}", second.text),
            ]
            .iter()
            .map(|text| Heading::of(text))
            .find(|heading| heading.column.is_some())
            .unwrap_or_else(|| second.clone()),
            (Some(first), _) => first.clone(),
            (None, _) => Heading::of(""),
        };
        joined.push(heading);
    }
    joined
}

/// Checks that every required column exists, and that no column is there twice.
///
/// # Errors
/// Returns the missing columns, or the duplicate one.
pub(crate) fn check(headings: &[Heading]) -> Result<(), Fault> {
    let has = |column| headings.iter().filter(|heading| heading.column == Some(column)).count();
    if let Some(twice) = headings
        .iter()
        .find(|heading| heading.column.is_some_and(|column| has(column) > 1))
    {
        let shown: String = twice.text.chars().take(60).collect();
        return Err(Fault::ColumnTwice { heading: shown });
    }
    let mut missing: Vec<ImportColumn> = MANDATORY.iter().copied().filter(|column| has(*column) == 0).collect();
    if has(ImportColumn::DocumentType) == 0 && !are_passports(headings) {
        missing.push(ImportColumn::DocumentType);
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(Fault::ColumnsMissing { columns: missing })
}

/// Returns the origin of a list. Only the portal's template asks for the address of the guest; a file with returned
/// rows has our own layout.
pub(crate) fn layout(headings: &[Heading]) -> ImportLayout {
    let has = |column| headings.iter().any(|heading| heading.column == Some(column));
    if has(ImportColumn::Residence) && !has(ImportColumn::Returned) {
        ImportLayout::Portal
    } else {
        ImportLayout::Template
    }
}

/// Returns whether the columns are in another order than in the template.
pub(crate) fn are_moved(headings: &[Heading], layout: ImportLayout) -> bool {
    let known: Vec<ImportColumn> = headings.iter().filter_map(|heading| heading.column).collect();
    match layout {
        ImportLayout::Portal => known != PORTAL,
        // A user's own list has no known order.
        ImportLayout::Template => false,
    }
}
