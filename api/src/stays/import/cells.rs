//! Makes a notification from the cells of a row.

use super::words::{Told, Words};
use super::written::{birth_year, code, date_fault, is_rounded, label, read_date, split_time};
use dto::Given;
use dto::import::{ImportColumn, ImportMend, RowOutcome};
use dto::problem::{FieldCode, FieldError, Warning, WarningCode};
use dto::stay::{GuestIn, StayIn};
use guest_lists::heading::{Heading, are_passports};
use guest_lists::{Cell, CellKind};
use rules::document::DocumentType;
use rules::mend::{HourRead, read_hour};
use rules::name::fold;
use rules::nights::{StayKind, untold_kind};
use rules::old_font;
use rules::person::Sex;
use rules::zone::{at, local_date};
use std::borrow::Cow;
use time::macros::time;
use time::{Date, OffsetDateTime, Time};

/// The assumed time of arrival where a list has only the day; for today, not later than now.
const USUAL_ARRIVAL: Time = time!(14:00);
/// The assumed time of departure.
const USUAL_DEPARTURE: Time = time!(12:00);
/// The assumed time of departure of guests who leave on the day of their arrival.
const SAME_DAY_DEPARTURE: Time = time!(23:00);

/// The columns with dates.
pub(super) const DATES: &[ImportColumn] = &[
    ImportColumn::BirthDate,
    ImportColumn::ArrivalOn,
    ImportColumn::DepartureOn,
    ImportColumn::VisaExpiresOn,
    ImportColumn::PermitExpiresOn,
    ImportColumn::EnteredOn,
];

/// The columns with times, each with the column of its day.
pub(super) const HOURS: &[(ImportColumn, ImportColumn)] = &[
    (ImportColumn::ArrivalTime, ImportColumn::ArrivalOn),
    (ImportColumn::DepartureTime, ImportColumn::DepartureOn),
];

/// The properties of a file on which each of its rows depends.
pub struct Sheet<'a> {
    /// Its columns.
    pub headings: &'a [Heading],
    /// The meanings of the words in it.
    pub words: &'a Words,
    /// When it was uploaded.
    pub uploaded_at: OffsetDateTime,
    /// The reason for guests without a reason in the file.
    pub default_reason: Option<&'a str>,
    /// The time before which an arrival counts for the previous night.
    pub morning: Time,
}

impl Sheet<'_> {
    pub(super) fn place(&self, column: ImportColumn) -> Option<usize> {
        self.headings.iter().position(|heading| heading.column == Some(column))
    }

    /// Returns the text of a cell whose value can be used as it is.
    pub(super) fn text<'c>(&self, cells: &'c [Cell], column: ImportColumn) -> Option<&'c str> {
        let cell = cells.get(self.place(column)?)?;
        let is_taken = matches!(cell.kind, CellKind::Text | CellKind::Number | CellKind::Date);
        (is_taken && !cell.text.is_empty()).then_some(cell.text.as_str())
    }

    fn given(&self, cells: &[Cell], column: ImportColumn) -> Given<String> {
        self.text(cells, column)
            .map_or(Given::Missing, |text| Given::Value(text.to_owned()))
    }

    /// Returns the column that has the time of a day, and its text.
    pub(super) fn hour<'c>(
        &self,
        cells: &'c [Cell],
        hour: ImportColumn,
        day: ImportColumn,
    ) -> Option<(ImportColumn, &'c str)> {
        if let Some(text) = self.text(cells, hour) {
            // An instant instead of a time: `30/12/1899 14:30`.
            let text = match text.split_once(' ') {
                Some((day, time)) if read_date(day).is_some() => time,
                _ => text,
            };
            return Some((hour, text));
        }
        let (_, rest) = split_time(self.text(cells, day)?);
        Some((day, rest?))
    }

    /// Returns the errors of cells whose value cannot be used.
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
            // An error in a column that is not used does no harm.
            if !matches!(
                column,
                ImportColumn::Number | ImportColumn::Residence | ImportColumn::Returned
            ) {
                faults.push(FieldError::new(pointer(column), code));
            }
        }
        for column in DATES {
            let code = self
                .text(cells, *column)
                .and_then(|text| date_fault(*column, split_time(text).0));
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

    /// Returns the warnings about the notation of values.
    pub fn warnings(&self, cells: &[Cell]) -> Vec<Warning> {
        let mut warnings = Vec::new();
        if self.text(cells, ImportColumn::Kind).is_none() && self.untold_kind(cells).1 {
            warnings.push(Warning::new("/kind", WarningCode::KindAssumed));
        }
        if let Some(text) = self.text(cells, ImportColumn::Nationality)
            && self.told_nationality(text).is_some_and(|told| told.is_warned)
        {
            warnings.push(Warning::new("/guest/nationality", WarningCode::NationalityUnclear).with("code", text));
        }
        let number = self.place(ImportColumn::DocumentNumber).and_then(|at| cells.get(at));
        let document = self.document_type(cells).value().copied();
        let of_digits = document.is_some_and(|kind| kind.bears_personal_id() || kind == DocumentType::Cmnd);
        if let Some(cell) = number {
            let taken = self.number(cells);
            if cell.shown.is_some() && !of_digits && taken == Some(cell.text.as_str()) {
                warnings.push(Warning::new(
                    "/guest/document_number",
                    WarningCode::NumberShownOtherwise,
                ));
            }
        }
        warnings
    }

    /// Returns the number of the document, with the letters that the sheet displays before it if they can belong to a
    /// passport number.
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

    /// Returns the kind of stay where the file does not name one.
    fn untold_kind(&self, cells: &[Cell]) -> (StayKind, bool) {
        let arrival = self.moment(cells, ImportColumn::ArrivalOn, ImportColumn::ArrivalTime);
        let departure = self.moment(cells, ImportColumn::DepartureOn, ImportColumn::DepartureTime);
        match (arrival, departure) {
            (Moment::At(from, hour), Moment::At(to, _)) => untold_kind(from, hour, to, self.morning),
            _ => (StayKind::Overnight, false),
        }
    }

    /// Returns the notification that the cells contain.
    pub fn notification(&self, cells: &[Cell]) -> StayIn {
        let (arrival_at, departure_at) = self.times(cells);
        let kind = match self
            .text(cells, ImportColumn::Kind)
            .map(|text| fold(&in_unicode(text)))
            .as_deref()
        {
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
            document_number: self
                .number(cells)
                .map_or(Given::Missing, |number| Given::Value(number.to_owned())),
            document_name: self.given(cells, ImportColumn::DocumentName),
            phone: self.given(cells, ImportColumn::Phone),
            address: self.address(cells),
            visa_symbol: self.given(cells, ImportColumn::VisaSymbol),
            visa_number: self.given(cells, ImportColumn::VisaNumber),
            visa_expires_on: self.date(cells, ImportColumn::VisaExpiresOn),
            permit_expires_on: self.date(cells, ImportColumn::PermitExpiresOn),
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
        // The portal writes 1 January where it knows only the year.
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

    pub(super) fn sex(&self, cells: &[Cell]) -> Given<Sex> {
        let Some(text) = self.text(cells, ImportColumn::Sex) else {
            return Given::Missing;
        };
        match fold(&in_unicode(code(text))).as_str() {
            "m" | "nam" | "male" => Given::Value(Sex::Male),
            "f" | "nu" | "female" => Given::Value(Sex::Female),
            _ => Given::Bad(text.to_owned()),
        }
    }

    pub(super) fn nationality(&self, cells: &[Cell]) -> Given<String> {
        let Some(text) = self.text(cells, ImportColumn::Nationality) else {
            return Given::Missing;
        };
        let told = self.told_nationality(text);
        Given::Value(told.map_or_else(|| text.to_owned(), |told| told.code))
    }

    /// The portal's XML (`quoc_tich`) and columns such as "Mã quốc tịch" have codes; other columns have what people
    /// write.
    fn told_nationality(&self, text: &str) -> Option<Told> {
        let heading = self
            .place(ImportColumn::Nationality)
            .and_then(|at| self.headings.get(at));
        let are_codes =
            heading.is_some_and(|heading| heading.text.contains('_') || fold(&heading.text).starts_with("ma "));
        self.words.nationality(&in_unicode(text), are_codes)
    }

    pub(super) fn document_type(&self, cells: &[Cell]) -> Given<DocumentType> {
        let Some(text) = self.text(cells, ImportColumn::DocumentType) else {
            return if are_passports(self.headings) {
                Given::Value(DocumentType::Passport)
            } else {
                Given::Missing
            };
        };
        let by_code = |number: u8| {
            DocumentType::ALL
                .iter()
                .copied()
                .find(|kind| kind.portal_code() == number)
        };
        let found = code(text).parse().ok().and_then(by_code);
        match found.or_else(|| self.words.documents.get(&fold(&in_unicode(text))).copied()) {
            Some(kind) => Given::Value(kind),
            None => Given::Bad(text.to_owned()),
        }
    }

    /// The label has priority over the number: the sources disagree on the portal's numbers (docs/formats.md 2).
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

    /// Returns arrival and planned departure.
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
            // Reported as a separate error.
            _ => None,
        };
        match read_date(split_time(text).0) {
            Some(day) => Moment::At(day, hour),
            None => Moment::Bad(text.to_owned()),
        }
    }
}

/// A day, with a time if the file has one.
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

/// Returns the pointer of an error in a column of the row.
pub fn pointer(column: ImportColumn) -> String {
    format!("/{}", column.as_str())
}

/// Converts an error of a notification to an error of the row from which it was made.
pub fn of_row(mut error: FieldError) -> FieldError {
    error.pointer = column_at(&error.pointer);
    if error.code == FieldCode::InstantMalformed {
        error.code = FieldCode::DateNotInCalendar;
    }
    error
}

/// Returns the pointer of the column that corresponds to a pointer into a notification.
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

/// Returns the outcome of a row that is not a duplicate.
pub fn outcome(errors: &[FieldError], mends: &[ImportMend], has_warnings: bool) -> RowOutcome {
    if !errors.is_empty() {
        RowOutcome::Wrong
    } else if !mends.is_empty() {
        RowOutcome::Mendable
    } else if has_warnings {
        RowOutcome::Warned
    } else {
        RowOutcome::Right
    }
}

/// Converts a word of a list to Unicode from any font. The words of the lists are known, so a wrong guess is not
/// possible.
fn in_unicode(text: &str) -> Cow<'_, str> {
    match old_font::recognise(text) {
        Some((_, converted)) => Cow::Owned(converted),
        None => Cow::Borrowed(text),
    }
}
