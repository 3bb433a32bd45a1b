//! Detects the same person at the same time: only that is a duplicate. Any other stay with the same document number
//! causes a warning and is stored.

use super::entity::Known;
use crate::stays::number::Number;
use dto::problem::{FieldCode, FieldError, Warning, WarningCode};
use dto::stay::Notification;
use rules::birth::Birth;
use rules::document::DocumentType;
use rules::name::fold;
use rules::zone::local_date;
use std::collections::HashMap;
use time::OffsetDateTime;

/// The pointer of errors about the number.
const NUMBER: &str = "/guest/document_number";
/// The largest number of records with one document number that are compared: more records share a number by mistake.
const MOST: usize = 200;

/// The properties of a guest's stay that are compared.
pub struct Guest {
    number: Number,
    nationality: String,
    document: DocumentType,
    name: String,
    birth: Birth,
    from: OffsetDateTime,
    until: OffsetDateTime,
}

/// The place of the other record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A row of the file.
    Row(u32),
    /// The stay with this code.
    Stay(String),
}

/// The relation between two guests with the same number.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Likeness {
    Duplicate,
    OtherStay,
    OtherPerson,
}

impl Guest {
    /// Makes a guest from a notification.
    pub fn of(notification: &Notification, number: Number) -> Self {
        let guest = &notification.guest;
        Self {
            number,
            nationality: guest.nationality.clone(),
            document: guest.document_type,
            name: fold(&guest.full_name),
            birth: guest.birth,
            from: notification.arrival_at.get(),
            until: notification.planned_departure_at.get(),
        }
    }

    /// Makes a guest from a stay.
    pub fn stored(stay: &Known, number: Number) -> Self {
        Self {
            number,
            nationality: stay.nationality.clone(),
            document: *stay.document_type,
            name: fold(&stay.full_name),
            birth: stay.birth_date.map_or(Birth::Year(stay.birth_year), Birth::Day),
            from: stay.arrival_at,
            until: stay.departed_at.unwrap_or(stay.planned_departure_at),
        }
    }

    /// Returns the number of the document.
    pub fn number(&self) -> &Number {
        &self.number
    }

    /// Returns the start and end of the stay.
    pub fn span(&self) -> (OffsetDateTime, OffsetDateTime) {
        (self.from, self.until)
    }

    fn like(&self, other: &Self) -> Option<Likeness> {
        let is_person = self.nationality == other.nationality
            && is_one_kind(self.document, other.document)
            && self.name == other.name
            && is_one_birth(self.birth, other.birth);
        let meets = self.from < other.until && other.from < self.until;
        let is_same_day = local_date(self.from) == local_date(other.from);
        match (is_person, meets) {
            (true, true) => Some(Likeness::Duplicate),
            (true, false) => is_same_day.then_some(Likeness::OtherStay),
            (false, _) => (meets || is_same_day).then_some(Likeness::OtherPerson),
        }
    }
}

/// Returns whether both are one kind of document. Cards and notices with the personal number are one kind: a new card
/// has the number of the old one.
fn is_one_kind(one: DocumentType, other: DocumentType) -> bool {
    one == other || (one.bears_personal_id() && other.bears_personal_id())
}

/// Returns whether both dates of birth can be the same. A year of birth matches every day in it.
fn is_one_birth(one: Birth, other: Birth) -> bool {
    let year = |birth: Birth| match birth {
        Birth::Day(day) => day.year(),
        Birth::Year(year) => year,
    };
    match (one, other) {
        (Birth::Day(one), Birth::Day(other)) => one == other,
        _ => year(one) == year(other),
    }
}

/// The findings about a guest among the earlier ones.
#[derive(Default)]
pub struct Found {
    /// The record of the same person at the same time.
    pub duplicate_of: Option<Place>,
    /// The warnings about the number.
    pub warnings: Vec<Warning>,
}

impl Found {
    /// Returns the reason for which a duplicate is left out.
    pub fn reason(&self) -> Option<FieldError> {
        let error = |code| FieldError::new("/document_number", code);
        self.duplicate_of.as_ref().map(|place| match place {
            Place::Row(line) => error(FieldCode::SameAsRow).with("line", line),
            Place::Stay(code) => error(FieldCode::AlreadyNotified).with("code", code),
        })
    }
}

/// Guests by document number.
#[derive(Default)]
pub struct Seen {
    by_number: HashMap<Number, Vec<(Guest, Place)>>,
}

impl Seen {
    /// Adds a guest who is or will be notified.
    pub fn add(&mut self, guest: Guest, place: Place) {
        let others = self.by_number.entry(guest.number.clone()).or_default();
        if others.len() < MOST {
            others.push((guest, place));
        }
    }

    /// Returns the findings about a guest, with at most one warning of each kind.
    pub fn look_for(&self, guest: &Guest) -> Found {
        let mut found = Found::default();
        let (mut person, mut stay) = (None, None);
        for (other, place) in self.by_number.get(&guest.number).into_iter().flatten() {
            match guest.like(other) {
                Some(Likeness::Duplicate) => {
                    found.duplicate_of = Some(place.clone());
                    break;
                }
                Some(Likeness::OtherPerson) => person = person.or(Some(place)),
                Some(Likeness::OtherStay) => stay = stay.or(Some(place)),
                None => {}
            }
        }
        found.warnings.extend(person.map(|place| match place {
            Place::Row(line) => Warning::new(NUMBER, WarningCode::SameNumber).with("line", line),
            Place::Stay(code) => Warning::new(NUMBER, WarningCode::SameNumber).with("code", code),
        }));
        let stay = stay.or(found.duplicate_of.as_ref());
        found.warnings.extend(stay.map(|place| match place {
            Place::Row(line) => Warning::new(NUMBER, WarningCode::OtherStay).with("line", line),
            Place::Stay(code) => Warning::new(NUMBER, WarningCode::OtherStay).with("code", code),
        }));
        found
    }
}
