//! Detects the damage that spreadsheets, keyboards and old fonts have done to a row, and offers corrections. The
//! properties of the whole file decide about each of its cells.

use super::cells::{DATES, HOURS, Sheet};
use super::written::{birth_year, read_date, split_time};
use dto::import::{ImportColumn, ImportMend};
use guest_lists::heading::Heading;
use guest_lists::{Cell, CellKind};
use rules::date_parts::{format_vn_date, parse_vn_date};
use rules::mend::{
    DateOrder, DateRead, HourRead, MendKind, lost_phone_zero, lost_zeros, read_hour, without_apostrophe,
};
use rules::name::fold;
use rules::old_font;
use std::collections::HashMap;
use time::{Date, Duration, Time};

/// The columns with numbers, where a leading apostrophe comes from the spreadsheet.
const NUMBERS: &[ImportColumn] = &[
    ImportColumn::BirthDate,
    ImportColumn::ArrivalOn,
    ImportColumn::DepartureOn,
    ImportColumn::VisaExpiresOn,
    ImportColumn::PermitExpiresOn,
    ImportColumn::EnteredOn,
    ImportColumn::ArrivalTime,
    ImportColumn::DepartureTime,
    ImportColumn::DocumentNumber,
    ImportColumn::Phone,
    ImportColumn::Room,
    ImportColumn::VisaNumber,
];

/// The columns with free text, which may be in a font from before Unicode.
const WORDS: &[ImportColumn] = &[
    ImportColumn::FullName,
    ImportColumn::Address,
    ImportColumn::Commune,
    ImportColumn::Province,
    ImportColumn::DocumentName,
    ImportColumn::ReasonNote,
    ImportColumn::Note,
];

/// The difference between day numbers in workbooks with the 1900 and the 1904 date system.
const SINCE_1900: Duration = Duration::days(1_462);

/// The properties of each column, determined from the whole file.
#[derive(Default)]
pub struct Learned {
    /// The order of day and month in dates.
    orders: HashMap<ImportColumn, DateOrder>,
    /// The font.
    fonts: HashMap<ImportColumn, old_font::Column>,
    /// Whether the file uses the 1904 date system.
    is_1904: bool,
}

/// Determines the properties from the whole file.
pub fn learn(headings: &[Heading], rows: &[(u32, Vec<Cell>)], is_1904: bool) -> Learned {
    let rows = || rows.iter().map(|(_, cells)| cells.as_slice());
    let fonts = WORDS.iter().filter_map(|column| {
        let place = headings.iter().position(|heading| heading.column == Some(*column))?;
        let texts = rows()
            .filter_map(|cells| cells.get(place))
            .map(|cell| cell.text.as_str());
        Some((*column, old_font::Column::of(texts)))
    });
    Learned {
        orders: orders(headings, rows()),
        fonts: fonts.collect(),
        is_1904,
    }
}

/// Returns a row as it is stored: invisible characters are removed from columns where only the visible text counts.
/// Names and other words remain unchanged, so that the general check reports them as everywhere else.
pub fn kept(headings: &[Heading], mut cells: Vec<Cell>) -> Vec<Cell> {
    for (cell, heading) in cells.iter_mut().zip(headings) {
        let Some(column) = heading.column else { continue };
        if !WORDS.contains(&column) && old_font::odd_letter(&cell.text).is_none() {
            cell.text = rules::name::normalise(&cell.text);
            // Some programs write a whole number with a fraction.
            if NUMBERS.contains(&column)
                && let Some(whole) = cell.text.strip_suffix(".0")
                && whole.bytes().all(|byte| byte.is_ascii_digit())
            {
                cell.text = whole.to_owned();
            }
        } else if column != ImportColumn::FullName {
            // A line break in a cell is layout; two names in one cell are not one name.
            cell.text = cell.text.replace(['\n', '\r', '\t'], " ");
        }
    }
    cells
}

fn orders<'a>(headings: &[Heading], rows: impl Iterator<Item = &'a [Cell]>) -> HashMap<ImportColumn, DateOrder> {
    let mut orders: HashMap<ImportColumn, DateOrder> = HashMap::new();
    for cells in rows {
        for (cell, heading) in cells.iter().zip(headings) {
            let Some(column) = heading.column.filter(|column| DATES.contains(column)) else {
                continue;
            };
            let order = orders.entry(column).or_default();
            let (day, _) = split_time(cell.text.trim_start_matches(['\'', '’', '‘', '`']));
            match (cell.kind, parse_vn_date(day)) {
                (CellKind::Date, Ok(date)) => order.note_date(date),
                (CellKind::Text, _) => order.note_text(day),
                _ => {}
            }
        }
    }
    let all: Vec<DateOrder> = orders.values().copied().collect();
    for order in orders.values_mut() {
        *order = order.beside(&all);
    }
    orders
}

impl Sheet<'_> {
    /// Returns the corrections for the cells of a row: at most one for each cell, even if several things are wrong with
    /// it.
    pub fn mends(&self, cells: &[Cell], learned: &Learned) -> Vec<ImportMend> {
        let mut mending = Mending {
            headings: self.headings,
            cells: cells.to_vec(),
            mends: Vec::new(),
        };
        for column in NUMBERS {
            if let Some(after) = self.text(&mending.cells, *column).and_then(without_apostrophe) {
                mending.put(*column, MendKind::Apostrophe, after);
            }
        }
        for column in DATES {
            if let Some((kind, after)) = self.mended_date(&mending.cells, *column, learned) {
                mending.put(*column, kind, after);
            }
        }
        for (hour, day) in HOURS {
            self.mend_hour(&mut mending, *hour, *day);
        }
        if let Some(after) = self.mended_number(&mending.cells) {
            mending.put(ImportColumn::DocumentNumber, MendKind::LeadingZero, after);
        }
        if let Some(after) = self.text(&mending.cells, ImportColumn::Phone).and_then(lost_phone_zero) {
            mending.put(ImportColumn::Phone, MendKind::LeadingZero, after);
        }
        if let Some(after) = self.mended_room(&mending.cells) {
            mending.put(ImportColumn::Room, MendKind::LeadingZero, after);
        }
        // Ñ and Þ are letters of foreign names.
        let is_vietnamese = self.nationality(cells).value().is_none_or(|code| code == "VN");
        for column in WORDS.iter().filter(|_| is_vietnamese) {
            let font = learned.fonts.get(column);
            let text = self.text(&mending.cells, *column);
            if let Some(after) = font.zip(text).and_then(|(font, text)| font.converted(text)) {
                mending.put(*column, MendKind::OldFont, after);
            }
        }
        mending.mends
    }

    fn mended_room(&self, cells: &[Cell]) -> Option<String> {
        let name = self.text(cells, ImportColumn::Room)?;
        let is_known = |name: &str| self.words.rooms.contains_key(&fold(name));
        if is_known(name) || !name.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        (1..=3)
            .map(|zeros| format!("{}{name}", "0".repeat(zeros)))
            .find(|full| is_known(full))
    }

    fn mend_hour(&self, mending: &mut Mending<'_>, hour: ImportColumn, on: ImportColumn) {
        let Some((place, text)) = self.hour(&mending.cells, hour, on) else {
            return;
        };
        let Some(day) = self
            .text(&mending.cells, on)
            .and_then(|text| read_date(split_time(text).0))
        else {
            return;
        };
        let (day, time) = match read_hour(text) {
            Some(HourRead::Mended(time)) => (day, time),
            Some(HourRead::NextMidnight) => match day.next_day() {
                Some(next) => (next, Time::MIDNIGHT),
                None => return,
            },
            Some(HourRead::Plain(_)) | None => return,
        };
        let time_text = format!("{:02}:{:02}", time.hour(), time.minute());
        let day_text = format_vn_date(day);
        if place == hour {
            mending.put(hour, MendKind::Hour, time_text);
            if read_date(split_time(self.text(&mending.cells, on).unwrap_or_default()).0) != Some(day) {
                mending.put(on, MendKind::Hour, day_text);
            }
        } else {
            mending.put(on, MendKind::Hour, format!("{day_text} {time_text}"));
        }
    }

    fn mended_date(&self, cells: &[Cell], column: ImportColumn, learned: &Learned) -> Option<(MendKind, String)> {
        let cell = cells.get(self.place(column)?)?;
        let (day, rest) = split_time(&cell.text);
        if column == ImportColumn::BirthDate && birth_year(day).is_some() {
            return None;
        }
        let order = learned.orders.get(&column).copied().unwrap_or_default();
        let read = match cell.kind {
            CellKind::Date => order.read_date(parse_vn_date(day).ok()?),
            CellKind::Text | CellKind::Number => {
                // A serial number with a time of day after the decimal point.
                let whole = day.split('.').next().filter(|_| cell.kind == CellKind::Number);
                order.read_text(whole.unwrap_or(day)).ok()?
            }
            _ => return None,
        };
        let DateRead::Mended(mut date, kind) = read else {
            return None;
        };
        if kind == MendKind::SerialDate && learned.is_1904 {
            date = date.checked_add(SINCE_1900)?;
        }
        let after = match rest {
            Some(rest) => format!("{} {rest}", format_vn_date(date)),
            None => format_vn_date(date),
        };
        Some((kind, after))
    }

    fn mended_number(&self, cells: &[Cell]) -> Option<String> {
        let number = self.text(cells, ImportColumn::DocumentNumber)?;
        let kind = self.document_type(cells).value().copied()?;
        let year = self.text(cells, ImportColumn::BirthDate).and_then(|text| {
            let (day, _) = split_time(text);
            birth_year(day).or_else(|| parse_vn_date(day).ok().map(Date::year))
        });
        let sex = self.sex(cells).value().copied();
        lost_zeros(kind, number, sex, year)
    }
}

/// The cells of a row during correction.
struct Mending<'a> {
    headings: &'a [Heading],
    cells: Vec<Cell>,
    mends: Vec<ImportMend>,
}

impl Mending<'_> {
    fn put(&mut self, column: ImportColumn, kind: MendKind, after: String) {
        let place = self.headings.iter().position(|heading| heading.column == Some(column));
        let Some(cell) = place.and_then(|at| self.cells.get_mut(at)) else {
            return;
        };
        match self.mends.iter_mut().find(|mend| mend.column == column) {
            Some(mend) => {
                mend.kind = kind;
                mend.after.clone_from(&after);
            }
            None => self.mends.push(ImportMend {
                column,
                kind,
                before: cell.text.clone(),
                after: after.clone(),
                message: String::new(),
            }),
        }
        cell.text = after;
        cell.kind = CellKind::Text;
    }
}

/// Writes the offered corrections into the cells.
pub fn apply(headings: &[Heading], cells: &mut [Cell], mends: &[ImportMend]) {
    for mend in mends {
        let place = headings.iter().position(|heading| heading.column == Some(mend.column));
        if let Some(cell) = place.and_then(|at| cells.get_mut(at)) {
            cell.text = mend.after.clone();
            cell.kind = CellKind::Text;
        }
    }
}
