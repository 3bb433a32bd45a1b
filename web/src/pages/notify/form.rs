//! What stands in the form, as typed.

use crate::ui::DateText;
use crate::ui::near_date::read_moment;
use dto::stay::{GuestIn, StayIn};
use dto::{Given, Timestamp, WarningCode};
use leptos::prelude::*;
use rules::document::{DocumentType, Sex};
use rules::nights::StayKind;
use rules::profile::Profile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::Time;
use time::macros::time;
use uuid::Uuid;

/// The nationality of most guests.
pub const HOME: &str = "VN";

/// Stands among what was kept while a person has still to hold a name read by machine against the document; it is in
/// the draft, so that a reload does not answer it.
pub const TO_COMPARE: &str = "to_compare";

/// The hour of departure where a profile has no cut-off and nobody said another.
const NOON: Time = time!(12:00);

/// The form as a draft keeps it: the fields of a notification, named as there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    pub full_name: String,
    pub birth: DateText,
    pub year_only: bool,
    pub sex: String,
    pub nationality: String,
    pub document_type: String,
    pub document_number: String,
    pub document_name: String,
    pub phone: String,
    pub address: String,
    pub visa_symbol: String,
    pub visa_number: String,
    pub visa_expires: DateText,
    pub permitted: DateText,
    pub entered: DateText,
    pub entry_gate: String,
    pub kind: String,
    pub arrival: String,
    pub departure: String,
    pub room: String,
    pub reason: String,
    pub reason_note: String,
    pub note: String,
    pub kept: BTreeSet<String>,
    /// The number of the document that was scanned last; empty before the first scan.
    pub scanned: String,
    /// Goes with each repeat of the notification; a new guest gets a new one.
    pub key: String,
}

impl Default for Content {
    fn default() -> Self {
        Self {
            full_name: String::new(),
            birth: DateText::default(),
            year_only: false,
            sex: String::new(),
            nationality: HOME.to_owned(),
            document_type: "cccd".to_owned(),
            document_number: String::new(),
            document_name: String::new(),
            phone: String::new(),
            address: String::new(),
            visa_symbol: String::new(),
            visa_number: String::new(),
            visa_expires: DateText::default(),
            permitted: DateText::default(),
            entered: DateText::default(),
            entry_gate: String::new(),
            kind: "overnight".to_owned(),
            arrival: String::new(),
            departure: String::new(),
            room: String::new(),
            reason: "tourism".to_owned(),
            reason_note: String::new(),
            note: String::new(),
            kept: BTreeSet::new(),
            scanned: String::new(),
            key: Uuid::new_v4().to_string(),
        }
    }
}

impl Content {
    /// Whether nobody would miss it: no word about a guest and no plan.
    pub fn is_blank(&self) -> bool {
        let texts = [
            &self.full_name,
            &self.sex,
            &self.document_number,
            &self.document_name,
            &self.phone,
            &self.address,
            &self.visa_symbol,
            &self.visa_number,
            &self.entry_gate,
            &self.departure,
            &self.reason_note,
            &self.note,
        ];
        let dates = [&self.birth, &self.visa_expires, &self.permitted, &self.entered];
        texts.into_iter().all(|text| text.trim().is_empty()) && dates.into_iter().all(DateText::is_empty)
    }

    /// Whether the name was read by machine and nobody has compared it yet.
    pub fn must_compare(&self) -> bool {
        self.kept.contains(TO_COMPARE)
    }

    /// Asks for that, or no more.
    pub fn compare(&mut self, is_asked: bool) {
        if is_asked {
            self.kept.insert(TO_COMPARE.to_owned());
        } else {
            self.kept.remove(TO_COMPARE);
        }
    }

    /// Whether the guest is a foreigner.
    pub fn is_foreign(&self) -> bool {
        !self.nationality.is_empty() && self.nationality != HOME
    }

    /// Whether it is a stay by the hour.
    pub fn is_day_use(&self) -> bool {
        self.kind == "day_use"
    }

    /// The arrival as understood.
    pub fn arrival_at(&self, now: Timestamp) -> Option<Timestamp> {
        let local = rules::zone::local(now.get());
        read_moment(&self.arrival, local.date(), local.time())
    }

    /// The planned departure as understood: `+3` counts from the day of arrival.
    pub fn departure_at(&self, now: Timestamp, profile: &Profile) -> Option<Timestamp> {
        let from = self.arrival_at(now).unwrap_or(now);
        read_moment(
            &self.departure,
            rules::zone::local_date(from.get()),
            usual_departure(profile),
        )
    }

    /// The next guest of the same room: room, times and reason stay.
    pub fn next_guest(&self) -> Self {
        Self {
            nationality: self.nationality.clone(),
            document_type: self.document_type.clone(),
            kind: self.kind.clone(),
            arrival: self.arrival.clone(),
            departure: self.departure.clone(),
            room: self.room.clone(),
            reason: self.reason.clone(),
            reason_note: self.reason_note.clone(),
            entered: self.entered.clone(),
            entry_gate: self.entry_gate.clone(),
            ..Self::default()
        }
    }

    /// The request.
    pub fn to_request(&self, now: Timestamp, profile: &Profile, confirmed: Vec<WarningCode>) -> StayIn {
        StayIn {
            guest: self.to_guest(),
            kind: match self.kind.as_str() {
                "day_use" => Given::Value(StayKind::DayUse),
                _ => Given::Value(StayKind::Overnight),
            },
            arrival_at: moment(&self.arrival, self.arrival_at(now)),
            planned_departure_at: moment(&self.departure, self.departure_at(now, profile)),
            room_id: Uuid::parse_str(&self.room).map_or(Given::Missing, Given::Value),
            reason: text(&self.reason),
            reason_note: text(&self.reason_note),
            note: text(&self.note),
            external_id: Given::Missing,
            confirmed,
        }
    }

    fn to_guest(&self) -> GuestIn {
        let foreign = self.is_foreign();
        let of_foreigner = |given: Given<String>| if foreign { given } else { Given::Missing };
        let date_of_foreigner = |date: &DateText| if foreign { date.given() } else { Given::Missing };
        let year: Option<i32> = self.year_only.then(|| self.birth.year.trim().parse().ok()).flatten();
        GuestIn {
            full_name: text(&self.full_name),
            birth_date: match (self.year_only, year) {
                (true, Some(_)) => Given::Missing,
                (true, None) if self.birth.year.trim().is_empty() => Given::Missing,
                (true, None) => Given::Bad(self.birth.year.clone()),
                (false, _) => self.birth.given(),
            },
            birth_year: year,
            sex: match self.sex.as_str() {
                "male" => Given::Value(Sex::Male),
                "female" => Given::Value(Sex::Female),
                _ => Given::Missing,
            },
            nationality: text(&self.nationality),
            document_type: document_type(&self.document_type).map_or(Given::Missing, Given::Value),
            document_number: text(&self.document_number),
            document_name: if self.document_type == "other" {
                text(&self.document_name)
            } else {
                Given::Missing
            },
            phone: text(&self.phone),
            address: text(&self.address),
            visa_symbol: of_foreigner(text(&self.visa_symbol)),
            visa_number: of_foreigner(text(&self.visa_number)),
            visa_expires_on: date_of_foreigner(&self.visa_expires),
            permitted_until: date_of_foreigner(&self.permitted),
            entered_on: date_of_foreigner(&self.entered),
            entry_gate: of_foreigner(text(&self.entry_gate)),
        }
    }
}

/// The hour at which guests usually leave.
pub fn usual_departure(profile: &Profile) -> Time {
    profile.departure.cutoff.map_or(NOON, |cutoff| cutoff.0)
}

/// The document of that code.
pub fn document_type(code: &str) -> Option<DocumentType> {
    DocumentType::ALL.into_iter().find(|kind| document_code(*kind) == code)
}

/// The code of a document.
pub fn document_code(kind: DocumentType) -> &'static str {
    match kind {
        DocumentType::Cccd => "cccd",
        DocumentType::CanCuoc => "can_cuoc",
        DocumentType::Cmnd => "cmnd",
        DocumentType::Passport => "passport",
        DocumentType::BirthCertificate => "birth_certificate",
        DocumentType::DrivingLicence => "driving_licence",
        DocumentType::HealthInsurance => "health_insurance",
        DocumentType::PersonalNumberNotice => "personal_number_notice",
        DocumentType::Other => "other",
    }
}

fn text(typed: &str) -> Given<String> {
    if typed.trim().is_empty() {
        Given::Missing
    } else {
        Given::Value(typed.trim().to_owned())
    }
}

fn moment(typed: &str, read: Option<Timestamp>) -> Given<Timestamp> {
    match read {
        Some(at) => Given::Value(at),
        None if typed.trim().is_empty() => Given::Missing,
        None => Given::Bad(typed.to_owned()),
    }
}

/// Declares the form with a signal for each field, and how it is read and written as a whole.
macro_rules! form {
    ($($name:ident: $kind:ty),+ $(,)?) => {
        /// The form in the page: a signal for each field.
        #[derive(Clone, Copy)]
        pub struct Form {
            $(pub $name: RwSignal<$kind>),+
        }

        impl Form {
            /// With this content.
            pub fn new(content: Content) -> Self {
                Self { $($name: RwSignal::new(content.$name)),+ }
            }

            /// What stands in it; a memo that asks is told of each change.
            pub fn content(self) -> Content {
                Content { $($name: self.$name.get()),+ }
            }

            /// Puts other content in.
            pub fn fill(self, content: Content) {
                $(if self.$name.with_untracked(|now| *now != content.$name) {
                    self.$name.set(content.$name);
                })+
            }
        }
    };
}

form! {
    full_name: String,
    birth: DateText,
    year_only: bool,
    sex: String,
    nationality: String,
    document_type: String,
    document_number: String,
    document_name: String,
    phone: String,
    address: String,
    visa_symbol: String,
    visa_number: String,
    visa_expires: DateText,
    permitted: DateText,
    entered: DateText,
    entry_gate: String,
    kind: String,
    arrival: String,
    departure: String,
    room: String,
    reason: String,
    reason_note: String,
    note: String,
    kept: BTreeSet<String>,
    scanned: String,
    key: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_guest_of_a_room_keeps_the_stay_and_not_the_person() {
        let first = Content {
            full_name: "KOWALSKI PIOTR".into(),
            document_number: "EZ4410827".into(),
            room: Uuid::new_v4().to_string(),
            departure: "24/11/2026".into(),
            ..Content::default()
        };
        let next = first.next_guest();
        assert_eq!((&next.room, &next.departure), (&first.room, &first.departure));
        assert!(next.full_name.is_empty() && next.document_number.is_empty());
        assert_ne!(next.key, first.key, "another guest is another notification");
    }

    #[test]
    fn what_is_asked_of_foreigners_only_is_not_sent_for_others() {
        let content = Content {
            visa_symbol: "DL".into(),
            ..Content::default()
        };
        assert!(content.to_guest().visa_symbol.is_missing());
        let foreign = Content {
            nationality: "PL".into(),
            ..content
        };
        assert_eq!(foreign.to_guest().visa_symbol, Given::Value("DL".to_owned()));
    }

    #[test]
    fn documents_have_the_codes_of_the_request() {
        for kind in DocumentType::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), document_code(kind));
            assert_eq!(document_type(document_code(kind)), Some(kind));
        }
    }
}
