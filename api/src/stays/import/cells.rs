//! From the cells of a row to the notification that they make, and the mends that can be offered for them.

use super::read::heading::{Heading, are_passports};
use super::read::{Cell, CellKind};
use crate::directory::entity::room;
use crate::directory::references::References;
use dto::Given;
use dto::given::Text;
use dto::import::{ImportColumn, ImportMend, RowOutcome};
use dto::problem::{FieldCode, FieldError};
use dto::stay::{GuestIn, StayIn};
use rules::date_parts::{format_vn_date, parse_vn_date};
use rules::document::{DocumentType, Sex};
use rules::mend::{DateOrder, DateRead, MendKind, lost_phone_zero, lost_zeros};
use rules::name::fold;
use rules::nights::StayKind;
use rules::zone::{at, local, local_date};
use std::collections::HashMap;
use time::macros::time;
use time::{Date, OffsetDateTime, Time};
use uuid::Uuid;

/// When guests come of whom a list tells the day alone; of today, not later than now.
const USUAL_ARRIVAL: Time = time!(14:00);
/// When they leave.
const USUAL_DEPARTURE: Time = time!(12:00);
/// When guests leave who leave on the day of their arrival.
const SAME_DAY_DEPARTURE: Time = time!(23:00);

/// The columns with dates.
const DATES: &[ImportColumn] = &[
    ImportColumn::BirthDate,
    ImportColumn::ArrivalOn,
    ImportColumn::DepartureOn,
    ImportColumn::VisaExpiresOn,
    ImportColumn::PermittedUntil,
    ImportColumn::EnteredOn,
];

/// What the words and names in cells mean.
pub struct Words {
    nationalities: HashMap<String, String>,
    reasons: HashMap<String, String>,
    reasons_of_portal: HashMap<String, String>,
    documents: HashMap<String, DocumentType>,
    rooms: HashMap<String, Uuid>,
}

impl Words {
    /// Those of the lists, and the rooms of the house.
    pub fn of<'a>(references: &References, rooms: impl Iterator<Item = &'a room::Model>) -> Self {
        let entries = |list: &str| {
            references
                .list(list)
                .map(|list| list.items.as_slice())
                .unwrap_or_default()
        };
        let mut nationalities = HashMap::new();
        for entry in entries("nationalities") {
            let names = [Some(&entry.code), Some(&entry.label), entry.label_en.as_ref()];
            for name in names.into_iter().flatten().chain(entry.attributes.get("alpha3")) {
                nationalities.insert(fold(name), entry.code.clone());
            }
            // Words only: what a code that can be read in two ways says, the check tells.
            let also = entry.attributes.get("also").map(String::as_str).unwrap_or_default();
            for name in also.split('|').filter(|name| rules::country::told(name).is_none()) {
                nationalities.insert(fold(name), entry.code.clone());
            }
        }
        let (mut reasons, mut reasons_of_portal) = (HashMap::new(), HashMap::new());
        for entry in entries("stay_reasons") {
            for name in [Some(&entry.code), Some(&entry.label), entry.label_en.as_ref()]
                .into_iter()
                .flatten()
            {
                reasons.insert(fold(name), entry.code.clone());
            }
            if let Some(code) = entry.attributes.get("portal_code").filter(|code| !code.is_empty()) {
                reasons_of_portal.insert(code.clone(), entry.code.clone());
            }
        }
        let mut documents: HashMap<String, DocumentType> = entries("document_types")
            .iter()
            .filter_map(|entry| Some((entry, DocumentType::from_text(&entry.code)?)))
            .flat_map(|(entry, kind)| {
                let names = [Some(&entry.code), Some(&entry.label), entry.label_en.as_ref()];
                names
                    .into_iter()
                    .flatten()
                    .map(move |name| (fold(name), kind))
                    .collect::<Vec<_>>()
            })
            .collect();
        // What people write for short.
        for (name, kind) in [
            ("the cccd", DocumentType::Cccd),
            ("can cuoc cong dan", DocumentType::Cccd),
            ("can cuoc", DocumentType::CanCuoc),
            ("passport", DocumentType::Passport),
            ("the bhyt", DocumentType::HealthInsurance),
        ] {
            documents.insert(name.to_owned(), kind);
        }
        Self {
            nationalities,
            reasons,
            reasons_of_portal,
            documents,
            rooms: rooms.map(|room| (fold(&room.name), room.id)).collect(),
        }
    }
}

/// A file as far as each of its rows depends on it.
pub struct Sheet<'a> {
    /// Its columns.
    pub headings: &'a [Heading],
    /// The words in it.
    pub words: &'a Words,
    /// When it was uploaded.
    pub uploaded_at: OffsetDateTime,
    /// The reason of those of whom it does not tell one.
    pub default_reason: Option<&'a str>,
}

/// The order of dates in each column.
pub type Orders = HashMap<ImportColumn, DateOrder>;

/// Learns the order of dates from the whole file.
pub fn orders<'a>(headings: &[Heading], rows: impl Iterator<Item = &'a [Cell]>) -> Orders {
    let mut orders = Orders::new();
    for cells in rows {
        for (cell, heading) in cells.iter().zip(headings) {
            let Some(column) = heading.column.filter(|column| DATES.contains(column)) else {
                continue;
            };
            let order = orders.entry(column).or_default();
            let (day, _) = split_time(&cell.text);
            match (cell.kind, parse_vn_date(day)) {
                (CellKind::Date, Ok(date)) => order.note_date(date),
                (CellKind::Text, _) => order.note_text(day),
                _ => {}
            }
        }
    }
    orders
}

impl Sheet<'_> {
    fn place(&self, column: ImportColumn) -> Option<usize> {
        self.headings.iter().position(|heading| heading.column == Some(column))
    }

    /// The text of a cell that holds something which can be taken as it is.
    fn text<'c>(&self, cells: &'c [Cell], column: ImportColumn) -> Option<&'c str> {
        let cell = cells.get(self.place(column)?)?;
        let is_taken = matches!(cell.kind, CellKind::Text | CellKind::Number | CellKind::Date);
        (is_taken && !cell.text.is_empty()).then_some(cell.text.as_str())
    }

    fn given(&self, cells: &[Cell], column: ImportColumn) -> Given<String> {
        self.text(cells, column)
            .map_or(Given::Missing, |text| Given::Value(text.to_owned()))
    }

    /// What is offered for the cells of a row.
    pub fn mends(&self, cells: &[Cell], orders: &Orders) -> Vec<ImportMend> {
        let mut mends = Vec::new();
        for column in DATES {
            mends.extend(self.mended_date(cells, *column, orders));
        }
        let mut mended = cells.to_vec();
        apply(self.headings, &mut mended, &mends);
        mends.extend(self.mended_number(&mended));
        if let Some(phone) = self.text(cells, ImportColumn::Phone)
            && let Some(after) = lost_phone_zero(phone)
        {
            mends.push(mend(ImportColumn::Phone, MendKind::LeadingZero, phone, after));
        }
        if let Some(name) = self.text(cells, ImportColumn::Room)
            && !self.words.rooms.contains_key(&fold(name))
            && name.bytes().all(|byte| byte.is_ascii_digit())
            && let Some(after) = (1..=3)
                .map(|zeros| format!("{}{name}", "0".repeat(zeros)))
                .find(|full| self.words.rooms.contains_key(&fold(full)))
        {
            mends.push(mend(ImportColumn::Room, MendKind::LeadingZero, name, after));
        }
        mends
    }

    fn mended_date(&self, cells: &[Cell], column: ImportColumn, orders: &Orders) -> Option<ImportMend> {
        let cell = cells.get(self.place(column)?)?;
        let (day, rest) = split_time(&cell.text);
        if column == ImportColumn::BirthDate && birth_year(day).is_some() {
            return None;
        }
        let order = orders.get(&column).copied().unwrap_or_default();
        let read = match cell.kind {
            CellKind::Date => order.read_date(parse_vn_date(day).ok()?),
            CellKind::Text | CellKind::Number => {
                // A serial number with a time of day behind the point.
                let whole = day.split('.').next().filter(|_| cell.kind == CellKind::Number);
                order.read_text(whole.unwrap_or(day)).ok()?
            }
            _ => return None,
        };
        let DateRead::Mended(date, kind) = read else {
            return None;
        };
        let after = match rest {
            Some(rest) => format!("{} {rest}", format_vn_date(date)),
            None => format_vn_date(date),
        };
        Some(mend(column, kind, &cell.text, after))
    }

    fn mended_number(&self, cells: &[Cell]) -> Option<ImportMend> {
        let number = self.text(cells, ImportColumn::DocumentNumber)?;
        let kind = self.document_type(cells).value().copied()?;
        let year = self.text(cells, ImportColumn::BirthDate).and_then(|text| {
            let (day, _) = split_time(text);
            birth_year(day).or_else(|| parse_vn_date(day).ok().map(Date::year))
        });
        let sex = self.sex(cells).value().copied();
        let after = lost_zeros(kind, number, sex, year)?;
        Some(mend(ImportColumn::DocumentNumber, MendKind::LeadingZero, number, after))
    }

    /// Cells whose value cannot be taken at all.
    pub fn faults(&self, cells: &[Cell]) -> Vec<FieldError> {
        let mut faults = Vec::new();
        for (cell, heading) in cells.iter().zip(self.headings) {
            let Some(column) = heading.column else { continue };
            let code = match cell.kind {
                CellKind::Formula => FieldCode::CellFormula,
                CellKind::Merged => FieldCode::CellMerged,
                CellKind::Broken => FieldCode::CellBroken,
                _ if column == ImportColumn::DocumentNumber && is_rounded(&cell.text) => FieldCode::CellRounded,
                _ => continue,
            };
            // What nobody looks at does no harm.
            if !matches!(
                column,
                ImportColumn::Number | ImportColumn::Residence | ImportColumn::Returned
            ) {
                faults.push(FieldError::new(pointer(column), code));
            }
        }
        faults
    }

    /// What the cells notify.
    pub fn notification(&self, cells: &[Cell]) -> StayIn {
        let (arrival_at, departure_at, is_same_day) = self.times(cells);
        let kind = match self.text(cells, ImportColumn::Kind).map(fold).as_deref() {
            Some("qua dem" | "overnight") => Given::Value(StayKind::Overnight),
            Some("theo gio" | "nghi ban ngay" | "day use" | "day_use" | "by the hour") => {
                Given::Value(StayKind::DayUse)
            }
            Some(other) => Given::Bad(other.to_owned()),
            None if is_same_day => Given::Value(StayKind::DayUse),
            None => Given::Value(StayKind::Overnight),
        };
        StayIn {
            guest: self.guest(cells),
            kind,
            arrival_at,
            planned_departure_at: departure_at,
            room_id: match self.text(cells, ImportColumn::Room) {
                None => Given::Missing,
                Some(name) => match self.words.rooms.get(&fold(name)) {
                    Some(id) => Given::Value(*id),
                    None => Given::Bad(name.to_owned()),
                },
            },
            reason: self.reason(cells),
            reason_note: self.given(cells, ImportColumn::ReasonNote),
            note: self.given(cells, ImportColumn::Note),
            external_id: Given::Missing,
            confirmed: Vec::new(),
        }
    }

    fn guest(&self, cells: &[Cell]) -> GuestIn {
        let (birth_date, birth_year) = self.birth(cells);
        GuestIn {
            full_name: self.given(cells, ImportColumn::FullName),
            birth_date,
            birth_year,
            sex: self.sex(cells),
            nationality: self.nationality(cells),
            document_type: self.document_type(cells),
            issuing_state: Given::Missing,
            document_number: self.given(cells, ImportColumn::DocumentNumber),
            document_name: self.given(cells, ImportColumn::DocumentName),
            phone: self.given(cells, ImportColumn::Phone),
            address: self.address(cells),
            visa_symbol: self.given(cells, ImportColumn::VisaSymbol),
            visa_number: self.given(cells, ImportColumn::VisaNumber),
            visa_expires_on: self.date(cells, ImportColumn::VisaExpiresOn),
            permitted_until: self.date(cells, ImportColumn::PermittedUntil),
            entered_on: self.date(cells, ImportColumn::EnteredOn),
            entry_gate: self.given(cells, ImportColumn::EntryGate),
        }
    }

    fn birth(&self, cells: &[Cell]) -> (Given<Date>, Option<i32>) {
        let Some(text) = self.text(cells, ImportColumn::BirthDate) else {
            return (Given::Missing, None);
        };
        if let Some(year) = birth_year(text) {
            return (Given::Missing, Some(year));
        }
        let date = self.date(cells, ImportColumn::BirthDate);
        // The portal writes 1 January where it knows the year alone.
        let precision = self.text(cells, ImportColumn::BirthPrecision).map(code);
        match (precision, date.value()) {
            (Some("Y" | "M"), Some(date)) => (Given::Missing, Some(date.year())),
            _ => (date, None),
        }
    }

    fn date(&self, cells: &[Cell], column: ImportColumn) -> Given<Date> {
        match self.text(cells, column) {
            None => Given::Missing,
            Some(text) => match read_date(split_time(text).0) {
                Some(date) => Given::Value(date),
                None => Given::Bad(text.to_owned()),
            },
        }
    }

    fn sex(&self, cells: &[Cell]) -> Given<Sex> {
        let Some(text) = self.text(cells, ImportColumn::Sex) else {
            return Given::Missing;
        };
        match fold(code(text)).as_str() {
            "m" | "nam" | "male" => Given::Value(Sex::Male),
            "f" | "nu" | "female" => Given::Value(Sex::Female),
            _ => Given::Bad(text.to_owned()),
        }
    }

    fn nationality(&self, cells: &[Cell]) -> Given<String> {
        let Some(text) = self.text(cells, ImportColumn::Nationality) else {
            return Given::Missing;
        };
        let known = |name: &str| self.words.nationalities.get(&fold(name)).cloned();
        Given::Value(
            known(text)
                .or_else(|| known(code(text)))
                .unwrap_or_else(|| text.to_owned()),
        )
    }

    fn document_type(&self, cells: &[Cell]) -> Given<DocumentType> {
        let Some(text) = self.text(cells, ImportColumn::DocumentType) else {
            return if are_passports(self.headings) {
                Given::Value(DocumentType::Passport)
            } else {
                Given::Missing
            };
        };
        let by_code = |number: u8| DocumentType::ALL.into_iter().find(|kind| kind.portal_code() == number);
        let found = code(text).parse().ok().and_then(by_code);
        match found.or_else(|| self.words.documents.get(&fold(text)).copied()) {
            Some(kind) => Given::Value(kind),
            None => Given::Bad(text.to_owned()),
        }
    }

    /// The label before the number: sources contradict one another on the portal's numbers (research/peers.md 2.2).
    fn reason(&self, cells: &[Cell]) -> Given<String> {
        let Some(text) = self.text(cells, ImportColumn::Reason) else {
            let is_untold = self.place(ImportColumn::Reason).is_none();
            let default = self.default_reason.or(is_untold.then_some("tourism"));
            return default.map_or(Given::Missing, |reason| Given::Value(reason.to_owned()));
        };
        let words = self.words;
        let found = words
            .reasons
            .get(&fold(label(text)))
            .or_else(|| words.reasons_of_portal.get(code(text)));
        Given::Value(found.cloned().unwrap_or_else(|| text.to_owned()))
    }

    fn address(&self, cells: &[Cell]) -> Given<String> {
        let parts = [
            self.text(cells, ImportColumn::Address),
            self.text(cells, ImportColumn::Commune).map(label),
            self.text(cells, ImportColumn::Province).map(label),
        ];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        if parts.is_empty() {
            Given::Missing
        } else {
            Given::Value(parts.join(", "))
        }
    }

    /// Arrival, planned departure, and whether both are on one day and the hours are not told.
    fn times(&self, cells: &[Cell]) -> (Given<dto::Timestamp>, Given<dto::Timestamp>, bool) {
        let arrival = self.moment(cells, ImportColumn::ArrivalOn, ImportColumn::ArrivalTime);
        let departure = self.moment(cells, ImportColumn::DepartureOn, ImportColumn::DepartureTime);
        let is_same_day = match (&arrival, &departure) {
            (Moment::At(from, _), Moment::At(to, None)) => from == to,
            _ => false,
        };
        let arrival_at = arrival.given(|day| {
            let usual = at(day, USUAL_ARRIVAL);
            if day == local_date(self.uploaded_at) {
                usual.min(self.uploaded_at)
            } else {
                usual
            }
        });
        let departure_at = departure.given(|day| {
            at(
                day,
                if is_same_day {
                    SAME_DAY_DEPARTURE
                } else {
                    USUAL_DEPARTURE
                },
            )
        });
        (arrival_at, departure_at, is_same_day)
    }

    fn moment(&self, cells: &[Cell], on: ImportColumn, time: ImportColumn) -> Moment {
        let Some(text) = self.text(cells, on) else {
            return Moment::Missing;
        };
        let (day, rest) = split_time(text);
        let hour = self.text(cells, time).or(rest);
        match (read_date(day), hour.map(time_of_day)) {
            (Some(day), None) => Moment::At(day, None),
            (Some(day), Some(Some(time))) => Moment::At(day, Some(time)),
            _ => Moment::Bad(text.to_owned()),
        }
    }
}

/// A day, and an hour where it is told.
enum Moment {
    Missing,
    Bad(String),
    At(Date, Option<Time>),
}

impl Moment {
    fn given(self, usual: impl Fn(Date) -> OffsetDateTime) -> Given<dto::Timestamp> {
        match self {
            Self::Missing => Given::Missing,
            Self::Bad(text) => Given::Bad(text),
            Self::At(day, Some(time)) => Given::Value(at(day, time).into()),
            Self::At(day, None) => Given::Value(usual(day).into()),
        }
    }
}

/// Puts what was offered into the cells.
pub fn apply(headings: &[Heading], cells: &mut [Cell], mends: &[ImportMend]) {
    for mend in mends {
        let place = headings.iter().position(|heading| heading.column == Some(mend.column));
        if let Some(cell) = place.and_then(|at| cells.get_mut(at)) {
            cell.text = mend.after.clone();
            cell.kind = CellKind::Text;
        }
    }
}

/// The pointer of a row's mistake.
pub fn pointer(column: ImportColumn) -> String {
    format!("/{}", column.as_str())
}

/// A mistake of a notification as one of the row that it was made of.
pub fn of_row(mut error: FieldError) -> FieldError {
    error.pointer = column_at(&error.pointer);
    if error.code == FieldCode::InstantMalformed {
        error.code = FieldCode::DateNotInCalendar;
    }
    error
}

/// The column that a pointer into a notification speaks of.
pub fn column_at(at: &str) -> String {
    let column = match at {
        "/guest/birth_year" => ImportColumn::BirthDate,
        "/arrival_at" => ImportColumn::ArrivalOn,
        "/planned_departure_at" => ImportColumn::DepartureOn,
        "/room_id" => ImportColumn::Room,
        other => {
            let name = other.rsplit('/').next().unwrap_or_default();
            return ImportColumn::from_name(name).map_or_else(|| other.to_owned(), pointer);
        }
    };
    pointer(column)
}

/// The outcome of a row that is no duplicate.
pub fn outcome(errors: &[FieldError], mends: &[ImportMend], has_doubts: bool) -> RowOutcome {
    if !errors.is_empty() {
        RowOutcome::Wrong
    } else if !mends.is_empty() {
        RowOutcome::Mendable
    } else if has_doubts {
        RowOutcome::Doubtful
    } else {
        RowOutcome::Right
    }
}

fn mend(column: ImportColumn, kind: MendKind, before: &str, after: String) -> ImportMend {
    ImportMend {
        column,
        kind,
        before: before.to_owned(),
        after,
        message: String::new(),
    }
}

/// The code of `code - label`; all of a text that has none.
fn code(text: &str) -> &str {
    text.split_once(" - ").map_or(text, |(code, _)| code).trim()
}

/// The label of `code - label`; all of a text that has none. A label may have a dash of its own.
fn label(text: &str) -> &str {
    match text.split_once(" - ") {
        Some((code, label)) if code.trim().bytes().all(|byte| byte.is_ascii_alphanumeric()) => label.trim(),
        _ => text.trim(),
    }
}

/// A year of birth that stands alone.
fn birth_year(text: &str) -> Option<i32> {
    (text.len() == 4).then(|| text.parse().ok()).flatten()
}

/// A date as it stands, in one of the two orders that nobody mistakes here.
fn read_date(text: &str) -> Option<Date> {
    parse_vn_date(text).ok().or_else(|| Date::from_text(text))
}

/// Day and time of `21/11/2026 14:30`.
fn split_time(text: &str) -> (&str, Option<&str>) {
    match text.split_once(' ') {
        Some((day, rest)) if !rest.trim().is_empty() => (day, Some(rest.trim())),
        _ => (text.trim(), None),
    }
}

/// `14:30`, `14:30:00` or `14h30`.
fn time_of_day(text: &str) -> Option<Time> {
    let text = text.split_once(' ').map_or(text, |(_, time)| time);
    let mut parts = text.trim().split([':', 'h', 'H']);
    let hour = parts.next()?.trim().parse().ok()?;
    let minute = match parts.next().map(str::trim) {
        None | Some("") => 0,
        Some(minute) => minute.parse().ok()?,
    };
    Time::from_hms(hour, minute, 0).ok()
}

/// `5.60750E+10`: Excel has rounded.
fn is_rounded(text: &str) -> bool {
    let Some((digits, power)) = text
        .to_ascii_uppercase()
        .split_once("E+")
        .map(|(a, b)| (a.to_owned(), b.to_owned()))
    else {
        return false;
    };
    digits
        .bytes()
        .all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
        && power.parse::<u8>().is_ok()
}

/// The local day of a moment, for telling stays apart.
pub fn local_day(moment: OffsetDateTime) -> Date {
    local(moment).date()
}
