//! The content of one line of a register that is exported as a file: complete, with the document number.

use super::super::entity::stay;
use super::super::{answer, row};
use crate::App;
use crate::directory::service::Address;
use crate::error::Result;
use crate::references::References;
use dto::given::Text;
use dto::stay::{GuestOut, StayState};
use dto::{Lang, Timestamp, say};
use rules::nights::StayKind;
use rules::zone::local;
use std::collections::HashMap;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// One line. Instants are in local time.
pub struct Line {
    pub number: u64,
    pub code: String,
    pub notified_at: OffsetDateTime,
    pub notified_by: String,
    pub guest: GuestOut,
    pub document_kind: String,
    pub facility: String,
    pub facility_address: String,
    pub room: String,
    pub kind: StayKind,
    pub arrival_at: OffsetDateTime,
    pub planned_departure_at: OffsetDateTime,
    pub departed_at: Option<OffsetDateTime>,
    pub reason: String,
    pub state: StayState,
    pub late_minutes: Option<i64>,
}

impl Line {
    /// Returns date or year of birth in Vietnamese notation.
    pub fn birth(&self) -> String {
        self.guest
            .birth_date
            .map_or_else(|| self.guest.birth_year.to_string(), written_day)
    }

    /// Returns whether the line is struck through. The match is exhaustive, so that a new state has to be decided here.
    pub fn is_struck(&self) -> bool {
        match self.state {
            StayState::Expected
            | StayState::Present
            | StayState::Leaving
            | StayState::Overdue
            | StayState::Departed => false,
            StayState::Cancelled => true,
        }
    }
}

/// Returns the name of a state in the API and in the texts.
pub fn state_name(state: StayState) -> &'static str {
    match state {
        StayState::Expected => "expected",
        StayState::Present => "present",
        StayState::Leaving => "leaving",
        StayState::Overdue => "overdue",
        StayState::Departed => "departed",
        StayState::Cancelled => "cancelled",
    }
}

/// Returns a day in Vietnamese notation.
pub fn written_day(day: Date) -> String {
    format!("{:02}/{:02}/{}", day.day(), u8::from(day.month()), day.year())
}

/// Returns the lines of stays, numbered from one.
pub fn lines(
    app: &App,
    references: &References,
    lang: Lang,
    now: Timestamp,
    stays: &[stay::Model],
    places: &HashMap<Uuid, Address>,
) -> Result<Vec<Line>> {
    (1..)
        .zip(stays)
        .map(|(number, stay)| {
            let guest = answer::guest_out(stay, &app.sealer)?;
            let place = places.get(&stay.facility_id);
            let (state, _) = row::standing(stay, &app.profile, now);
            Ok(Line {
                number,
                code: stay.code.clone(),
                notified_at: local(stay.notified_at),
                notified_by: notified_by(lang, stay),
                document_kind: document_kind(references, lang, &guest),
                guest,
                facility: place.map(|place| place.name.clone()).unwrap_or_default(),
                facility_address: place.map(|place| whole_address(references, place)).unwrap_or_default(),
                room: stay.room_name.clone().unwrap_or_default(),
                kind: *stay.kind,
                arrival_at: local(stay.arrival_at),
                planned_departure_at: local(stay.planned_departure_at),
                departed_at: stay.departed_at.map(local),
                reason: match &stay.reason_note {
                    Some(note) => format!("{}: {note}", stay.reason_label),
                    None => stay.reason_label.clone(),
                },
                state,
                late_minutes: stay.late_seconds.map(|seconds| seconds / 60),
            })
        })
        .collect()
}

/// Returns street and commune of a facility: the register of an area has the address of the stay (Law on Residence,
/// Article 30), and the address distinguishes two facilities of one name.
pub fn whole_address(references: &References, place: &Address) -> String {
    let commune = references.area_ref(&place.area_code).name;
    [place.street.as_str(), commune.as_str()]
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(", ")
}

/// Returns the notifier; if the police entered the stay, also the time of entry, so that the reader can judge the
/// stated time of notification.
pub fn notified_by(lang: Lang, stay: &stay::Model) -> String {
    let Some(entered) = stay.entered_at else {
        return stay.notified_by_name.clone();
    };
    let entered = local(entered);
    let at = format!(
        "{} {:02}:{:02}",
        written_day(entered.date()),
        entered.hour(),
        entered.minute()
    );
    say!(lang, register.entered, name = stay.notified_by_name, at = at)
}

fn document_kind(references: &References, lang: Lang, guest: &GuestOut) -> String {
    if let Some(name) = &guest.document_name {
        return name.clone();
    }
    let Some(entry) = references.entry("document_types", &guest.document_type.to_text()) else {
        return String::new();
    };
    match (lang, &entry.label_en) {
        (Lang::En, Some(label)) => label.clone(),
        _ => entry.label.clone(),
    }
}
