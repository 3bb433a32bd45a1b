//! From the cells of a row to the notification that they make, and the mends that can be offered for them.

use super::read::heading::{Heading, are_passports};
use super::read::{Cell, CellKind};
use crate::directory::entity::room;
use crate::directory::references::References;
use dto::Given;
use dto::given::Text;
use dto::import::{ImportColumn, ImportMend, RowOutcome};
use dto::problem::{FieldCode, FieldError, Warning, WarningCode};
use dto::stay::{GuestIn, StayIn};
use rules::date_parts::{DatePartsFault, format_vn_date, parse_vn_date};
use rules::document::{DocumentType, Sex};
use rules::mend::{DateOrder, DateRead, HourRead, MendKind, lost_phone_zero, lost_zeros, read_hour, without_apostrophe};
use rules::name::fold;
use rules::nights::{StayKind, untold_kind};
use rules::old_font;
use rules::zone::{at, local_date};
use std::borrow::Cow;
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

/// The columns with hours, each with that of its day.
const HOURS: &[(ImportColumn, ImportColumn)] = &[
    (ImportColumn::ArrivalTime, ImportColumn::ArrivalOn),
    (ImportColumn::DepartureTime, ImportColumn::DepartureOn),
];

/// The columns with numbers, in which an apostrophe in front is the spreadsheet's.
const NUMBERS: &[ImportColumn] = &[
    ImportColumn::BirthDate,
    ImportColumn::ArrivalOn,
    ImportColumn::DepartureOn,
    ImportColumn::VisaExpiresOn,
    ImportColumn::PermittedUntil,
    ImportColumn::EnteredOn,
    ImportColumn::ArrivalTime,
    ImportColumn::DepartureTime,
    ImportColumn::DocumentNumber,
    ImportColumn::Phone,
    ImportColumn::Room,
    ImportColumn::VisaNumber,
];

/// The columns with what people write in their own words, which may be in a font from before Unicode.
const WORDS: &[ImportColumn] = &[
    ImportColumn::FullName,
    ImportColumn::Address,
    ImportColumn::Commune,
    ImportColumn::Province,
    ImportColumn::DocumentName,
    ImportColumn::ReasonNote,
    ImportColumn::Note,
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
    /// Before which hour an arrival belongs to the night before.
    pub morning: Time,
}

/// What is learned from the whole of a file about each of its columns.
#[derive(Default)]
pub struct Learned {
    /// The order of dates.
    orders: HashMap<ImportColumn, DateOrder>,
    /// The font.
    fonts: HashMap<ImportColumn, old_font::Column>,
}

/// Learns from the whole file.
pub fn learn(headings: &[Heading], rows: &[(u32, Vec<Cell>)]) -> Learned {
    let rows = || rows.iter().map(|(_, cells)| cells.as_slice());
    let fonts = WORDS.iter().filter_map(|column| {
        let place = headings.iter().position(|heading| heading.column == Some(*column))?;
        let texts = rows().filter_map(|cells| cells.get(place)).map(|cell| cell.text.as_str());
        Some((*column, old_font::Column::of(texts)))
    });
    Learned {
        orders: orders(headings, rows()),
        fonts: fonts.collect(),
    }
}

/// A row as it is kept: signs that nobody sees are taken out where only what is seen counts. Names and other words stay as
/// they came, for the check to say what it says of them everywhere.
pub fn kept(headings: &[Heading], mut cells: Vec<Cell>) -> Vec<Cell> {
    for (cell, heading) in cells.iter_mut().zip(headings) {
        let Some(column) = heading.column else { continue };
        if !WORDS.contains(&column) && old_font::odd_letter(&cell.text).is_none() {
            cell.text = rules::name::normalise(&cell.text);
        } else if column != ImportColumn::FullName {
            // A line break within a cell is layout; two names in one cell are not one name.
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

    /// What is offered for the cells of a row: one mend for a cell, whatever was done to it.
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
        (1..=3).map(|zeros| format!("{}{name}", "0".repeat(zeros))).find(|full| is_known(full))
    }

    /// Where the hour of a day stands, and what stands there.
    fn hour<'c>(&self, cells: &'c [Cell], hour: ImportColumn, day: ImportColumn) -> Option<(ImportColumn, &'c str)> {
        if let Some(text) = self.text(cells, hour) {
            // A moment instead of an hour: `30/12/1899 14:30`.
            let text = match text.split_once(' ') {
                Some((day, time)) if read_date(day).is_some() => time,
                _ => text,
            };
            return Some((hour, text));
        }
        let (_, rest) = split_time(self.text(cells, day)?);
        Some((day, rest?))
    }

    fn mend_hour(&self, mending: &mut Mending<'_>, hour: ImportColumn, on: ImportColumn) {
        let Some((place, text)) = self.hour(&mending.cells, hour, on) else {
            return;
        };
        let Some(day) = self.text(&mending.cells, on).and_then(|text| read_date(split_time(text).0)) else {
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

    /// Cells whose value cannot be taken at all.
    pub fn faults(&self, cells: &[Cell]) -> Vec<FieldError> {
        let mut faults = Vec::new();
        if cells.len() > self.headings.len() {
            let error = FieldError::new("", FieldCode::CellsSurplus).with("cells", cells.len());
            faults.push(error.with("columns", self.headings.len()));
        }
        for (cell, heading) in cells.iter().zip(self.headings) {
            let Some(column) = heading.column else { continue };
            let code = match cell.kind {
                CellKind::Formula => FieldCode::CellFormula,
                CellKind::Merged => FieldCode::CellMerged,
                CellKind::Broken => FieldCode::CellBroken,
                CellKind::Boolean => FieldCode::CellBoolean,
                CellKind::Twice => FieldCode::CellTwice,
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
        for column in DATES {
            let code = self.text(cells, *column).and_then(|text| date_fault(*column, split_time(text).0));
            faults.extend(code.map(|code| FieldError::new(pointer(*column), code)));
        }
        for (hour, day) in HOURS {
            if let Some((place, text)) = self.hour(cells, *hour, *day)
                && !matches!(read_hour(text), Some(HourRead::Plain(_)))
            {
                faults.push(FieldError::new(pointer(place), FieldCode::HourMalformed));
            }
        }
        faults
    }

    /// What is doubtful about the way in which something is written.
    pub fn doubts(&self, cells: &[Cell]) -> Vec<Warning> {
        let mut doubts = Vec::new();
        if self.text(cells, ImportColumn::Kind).is_none() && self.untold_kind(cells).1 {
            doubts.push(Warning::new("/kind", WarningCode::KindAssumed));
        }
        let number = self.place(ImportColumn::DocumentNumber).and_then(|at| cells.get(at));
        let document = self.document_type(cells).value().copied();
        let is_passport = document == Some(DocumentType::Passport);
        let of_digits = document.is_some_and(|kind| kind.bears_personal_id() || kind == DocumentType::Cmnd);
        if let Some(cell) = number {
            let taken = self.number(cells);
            if cell.shown.is_some() && !of_digits && taken == Some(cell.text.as_str()) {
                doubts.push(Warning::new("/guest/document_number", WarningCode::NumberShownOtherwise));
            } else if is_passport
                && self.nationality(cells).value().is_some_and(|code| code == "VN")
                && taken.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
            {
                doubts.push(Warning::new("/guest/document_number", WarningCode::PassportLetterMissing));
            }
        }
        doubts
    }

    /// The number of the document: with the letters that the sheet shows before it, where such are those of a passport.
    fn number<'c>(&self, cells: &'c [Cell]) -> Option<&'c str> {
        let text = self.text(cells, ImportColumn::DocumentNumber)?;
        let shown = cells.get(self.place(ImportColumn::DocumentNumber)?)?.shown.as_deref();
        let is_of_passport = |shown: &&str| {
            let letters = shown.bytes().take_while(u8::is_ascii_uppercase).count();
            (1..=2).contains(&letters) && shown[letters..] == *text
        };
        let is_passport = self.document_type(cells).value() == Some(&DocumentType::Passport);
        Some(shown.filter(|_| is_passport).filter(is_of_passport).unwrap_or(text))
    }

    /// The kind of stay where the file tells none.
    fn untold_kind(&self, cells: &[Cell]) -> (StayKind, bool) {
        let arrival = self.moment(cells, ImportColumn::ArrivalOn, ImportColumn::ArrivalTime);
        let departure = self.moment(cells, ImportColumn::DepartureOn, ImportColumn::DepartureTime);
        match (arrival, departure) {
            (Moment::At(from, hour), Moment::At(to, _)) => untold_kind(from, hour, to, self.morning),
            _ => (StayKind::Overnight, false),
        }
    }

    /// What the cells notify.
    pub fn notification(&self, cells: &[Cell]) -> StayIn {
        let (arrival_at, departure_at) = self.times(cells);
        let kind = match self.text(cells, ImportColumn::Kind).map(|text| fold(&in_unicode(text))).as_deref() {
            Some("qua dem" | "overnight") => Given::Value(StayKind::Overnight),
            Some("theo gio" | "nghi ban ngay" | "day use" | "day_use" | "by the hour") => {
                Given::Value(StayKind::DayUse)
            }
            Some(other) => Given::Bad(other.to_owned()),
            None => Given::Value(self.untold_kind(cells).0),
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
            document_number: self.number(cells).map_or(Given::Missing, |number| Given::Value(number.to_owned())),
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
        match fold(&in_unicode(code(text))).as_str() {
            "m" | "nam" | "male" => Given::Value(Sex::Male),
            "f" | "nu" | "female" => Given::Value(Sex::Female),
            _ => Given::Bad(text.to_owned()),
        }
    }

    fn nationality(&self, cells: &[Cell]) -> Given<String> {
        let Some(text) = self.text(cells, ImportColumn::Nationality) else {
            return Given::Missing;
        };
        let known = |name: &str| self.words.nationalities.get(&fold(&in_unicode(name))).cloned();
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
        match found.or_else(|| self.words.documents.get(&fold(&in_unicode(text))).copied()) {
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
            .get(&fold(&in_unicode(label(text))))
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

    /// Arrival and planned departure.
    fn times(&self, cells: &[Cell]) -> (Given<dto::Timestamp>, Given<dto::Timestamp>) {
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
        (arrival_at, departure_at)
    }

    fn moment(&self, cells: &[Cell], on: ImportColumn, time: ImportColumn) -> Moment {
        let Some(text) = self.text(cells, on) else {
            return Moment::Missing;
        };
        let hour = match self.hour(cells, time, on).and_then(|(_, text)| read_hour(text)) {
            Some(HourRead::Plain(time)) => Some(time),
            // Told as a mistake of its own.
            _ => None,
        };
        match read_date(split_time(text).0) {
            Some(day) => Moment::At(day, hour),
            None => Moment::Bad(text.to_owned()),
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

/// The cells of a row while they are mended.
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

/// A word of a list in Unicode, whatever font it came in: the lists are ours, so nothing is guessed by it.
fn in_unicode(text: &str) -> Cow<'_, str> {
    match old_font::recognise(text) {
        Some((_, converted)) => Cow::Owned(converted),
        None => Cow::Borrowed(text),
    }
}

/// Why a text is no date.
fn date_fault(column: ImportColumn, day: &str) -> Option<FieldCode> {
    if read_date(day).is_some() || (column == ImportColumn::BirthDate && birth_year(day).is_some()) {
        return None;
    }
    let is_iso = day.split(['-', '/', '.']).next().is_some_and(|year| year.len() == 4);
    Some(match parse_vn_date(day) {
        Err(DatePartsFault::ShortYear) => FieldCode::DateYearShort,
        Err(DatePartsFault::NotInCalendar { .. }) => FieldCode::DateNotInCalendar,
        _ if is_iso && day.bytes().all(|byte| byte.is_ascii_digit() || b"-/.".contains(&byte)) => {
            FieldCode::DateNotInCalendar
        }
        _ => FieldCode::DateMalformed,
    })
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
    parse_vn_date(text).ok().or_else(|| Date::from_text(&text.replace('/', "-")))
}

/// Day and time of `21/11/2026 14:30`.
fn split_time(text: &str) -> (&str, Option<&str>) {
    match text.split_once(' ') {
        Some((day, rest)) if !rest.trim().is_empty() => (day, Some(rest.trim())),
        _ => (text.trim(), None),
    }
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
