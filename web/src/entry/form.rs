//! Content of the form, as typed.

use crate::ui::DateText;
use crate::ui::near_date::{read_moment, time_alone};
use dto::given::Text as _;
use dto::stay::{GuestIn, GuestOut, StayIn};
use dto::{Given, Timestamp, WarningCode};
use leptos::prelude::*;
use rules::birth::Birth;
use rules::country::{Told, told, usual_issuer};
use rules::document::{DocumentType, normalise};
use rules::nights::StayKind;
use rules::person::{Identity, Sex};
use rules::profile::Profile;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::Time;
use time::macros::time;
use uuid::Uuid;

/// The nationality of most guests.
pub const HOME: &str = "VN";

/// Entry among the kept warnings while a person must still compare a name read by machine with the document; it is in
/// the draft, so that a reload does not confirm it.
pub const TO_COMPARE: &str = "to_compare";

/// Hour up to which the past evening is nearer than the coming one.
const SMALL_HOURS_END: Time = time!(06:00);
/// Hour from which on a time of day is in the evening.
const EVENING: Time = time!(18:00);
/// Maximum number of hours that `2h` can mean where it is not a future time of day.
const MOST_HOURS: u8 = 12;
const DAY_SECONDS: i64 = 24 * 3600;

/// Hour of departure where a profile has no cut-off and the user gave no other.
const NOON: Time = time!(12:00);

/// Content of the form as a draft stores it: the fields of a notification, with the same names.
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
    pub issuing_state: String,
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
    /// Number of the document scanned last; empty before the first scan.
    pub scanned: String,
    /// Code of the nationality as in the scanned document: `GBN` is less specific than `GB`.
    pub nationality_read: String,
    /// Idempotency key for each repeat of the notification; a new guest has a new one.
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
            issuing_state: String::new(),
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
            nationality_read: String::new(),
            key: Uuid::new_v4().to_string(),
        }
    }
}

impl Content {
    /// Returns whether it has no content about a guest.
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
            &self.reason_note,
            &self.note,
        ];
        let dates = [&self.birth, &self.visa_expires, &self.permitted, &self.entered];
        texts.into_iter().all(|text| text.trim().is_empty()) && dates.into_iter().all(DateText::is_empty)
    }

    /// Returns whether the name was read by machine and nobody has compared it yet.
    pub fn must_compare(&self) -> bool {
        self.kept.contains(TO_COMPARE)
    }

    /// Sets whether the name must be compared.
    pub fn compare(&mut self, is_asked: bool) {
        if is_asked {
            self.kept.insert(TO_COMPARE.to_owned());
        } else {
            self.kept.remove(TO_COMPARE);
        }
    }

    /// Returns whether the guest is a foreigner.
    pub fn is_foreign(&self) -> bool {
        !self.nationality.is_empty() && self.nationality != HOME
    }

    /// Returns the nationality as it is sent: the code from the document, as long as it gives a warning and nobody has
    /// chosen another one.
    fn nationality_told(&self) -> &str {
        match told(&self.nationality_read) {
            Some(Told::Nationality { code, warning: Some(_) }) if code == self.nationality => &self.nationality_read,
            _ => &self.nationality,
        }
    }

    /// Returns the identity, once enough is typed, as the rule that distinguishes people expects it.
    pub fn identity(&self, number: &str) -> Option<Identity<'_, String>> {
        let birth = match self.birth.date() {
            Some(date) => Birth::Day(date),
            None => Birth::Year(self.birth.year.trim().parse().ok().filter(|_| self.year_only)?),
        };
        let document = document_type(&self.document_type)?;
        let issuer = match self.issuing_state.as_str() {
            "" => usual_issuer(document, &self.nationality),
            told => Some(told),
        };
        Some(Identity {
            number: normalise(number),
            issuer,
            full_name: &self.full_name,
            birth,
        })
    }

    /// Returns whether it is a stay by the hour.
    pub fn is_day_use(&self) -> bool {
        self.kind == "day_use"
    }

    /// Returns the arrival as interpreted.
    pub fn arrival_at(&self, now: Timestamp) -> Option<Timestamp> {
        let local = rules::zone::local(now.get());
        let at = read_moment(&self.arrival, local.date(), local.time())?;
        // Just after midnight an evening hour is that of the evening before.
        let is_last_night = time_alone(&self.arrival).is_some_and(|time| is_last_night(time, local.time()));
        Some(if is_last_night {
            at.plus_seconds(-DAY_SECONDS)
        } else {
            at
        })
    }

    /// Returns the planned departure as interpreted: `+3` counts from the day of arrival.
    pub fn departure_at(&self, now: Timestamp, profile: &Profile) -> Option<Timestamp> {
        let from = self.arrival_at(now).unwrap_or(now);
        if self.is_day_use() {
            return by_the_hour(&self.departure, from).or_else(|| self.departure_on(from, profile));
        }
        self.departure_on(from, profile)
    }

    fn departure_on(&self, from: Timestamp, profile: &Profile) -> Option<Timestamp> {
        read_moment(
            &self.departure,
            rules::zone::local_date(from.get()),
            usual_departure(profile),
        )
    }

    /// Returns the next guest of the same room: room, times and reason stay.
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

    /// Builds the request.
    pub fn to_request(&self, now: Timestamp, profile: &Profile, confirmed: Vec<WarningCode>) -> StayIn {
        StayIn {
            guest: self.to_guest(),
            kind: coded(&self.kind, StayKind::from_text),
            arrival_at: moment(&self.arrival, self.arrival_at(now)),
            planned_departure_at: moment(&self.departure, self.departure_at(now, profile)),
            room_id: coded(&self.room, Uuid::from_text),
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
            sex: coded(&self.sex, Sex::from_text),
            nationality: text(self.nationality_told()),
            document_type: coded(&self.document_type, document_type),
            // Only Viet Nam issues a Vietnamese document.
            issuing_state: if document_type(&self.document_type).is_some_and(DocumentType::is_vietnamese) {
                Given::Missing
            } else {
                of_foreigner(text(&self.issuing_state))
            },
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
            permit_expires_on: date_of_foreigner(&self.permitted),
            entered_on: date_of_foreigner(&self.entered),
            entry_gate: of_foreigner(text(&self.entry_gate)),
        }
    }
}

/// Returns the issuer of a guest's document as in the form: empty for the default issuer.
pub fn unusual_issuer(guest: &GuestOut) -> String {
    let issuer = guest.issuing_state.as_deref();
    let usual = usual_issuer(guest.document_type, &guest.nationality);
    issuer
        .filter(|issuer| Some(*issuer) != usual)
        .unwrap_or_default()
        .to_owned()
}

/// Returns whether a time of day, typed soon after midnight, is that of the evening before.
fn is_last_night(typed: Time, now: Time) -> bool {
    now < SMALL_HOURS_END && typed >= EVENING
}

/// Reads a departure by the hour: `+2` and `2h` are two hours, `+1:30` one and a half, and a time of day before the
/// arrival is on the next day. `19h` is a time of day while it is in the future.
fn by_the_hour(typed: &str, arrival: Timestamp) -> Option<Timestamp> {
    let text = typed.trim();
    if let Some(hours) = text.strip_prefix('+') {
        let (hours, minutes) = match hours.split_once([':', 'h', 'H']) {
            Some((hours, "")) => (hours, "0"),
            Some(parts) => parts,
            None => (hours, "0"),
        };
        let (hours, minutes): (u8, u8) = (hours.trim().parse().ok()?, minutes.trim().parse().ok()?);
        let seconds = i64::from(hours) * 3600 + i64::from(minutes) * 60;
        return (hours < 24 && minutes < 60 && seconds > 0).then(|| arrival.plus_seconds(seconds));
    }
    let time = time_alone(text)?;
    let local = rules::zone::local(arrival.get());
    let at = read_moment(text, local.date(), time)?;
    if at > arrival {
        return Some(at);
    }
    let hours = text.strip_suffix(['h', 'H']).and_then(|hours| hours.parse::<u8>().ok());
    Some(match hours.filter(|hours| (1..=MOST_HOURS).contains(hours)) {
        Some(hours) => arrival.plus_seconds(i64::from(hours) * 3600),
        None => at.plus_seconds(DAY_SECONDS),
    })
}

/// Returns the normal hour of departure.
pub fn usual_departure(profile: &Profile) -> Time {
    profile.departure.cutoff.map_or(NOON, |cutoff| cutoff.0)
}

/// Returns the document of that code.
pub fn document_type(code: &str) -> Option<DocumentType> {
    DocumentType::MOST_USUAL_FIRST
        .into_iter()
        .find(|kind| document_code(*kind) == code)
}

/// Returns the code of a document.
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
        DocumentType::IdentityCertificate => "identity_certificate",
    }
}

fn text(typed: &str) -> Given<String> {
    if typed.trim().is_empty() {
        Given::Missing
    } else {
        Given::Value(typed.trim().to_owned())
    }
}

/// Reads a code: an invalid one stays recognisable as such, and is neither left out nor replaced by another.
fn coded<T>(code: &str, read: impl Fn(&str) -> Option<T>) -> Given<T> {
    match read(code) {
        Some(value) => Given::Value(value),
        None if code.trim().is_empty() => Given::Missing,
        None => Given::Bad(code.to_owned()),
    }
}

fn moment(typed: &str, read: Option<Timestamp>) -> Given<Timestamp> {
    match read {
        Some(at) => Given::Value(at),
        None if typed.trim().is_empty() => Given::Missing,
        None => Given::Bad(typed.to_owned()),
    }
}

/// Declares the form with a signal for each field, and the functions that read and write it as a whole.
macro_rules! form {
    ($($name:ident: $kind:ty),+ $(,)?) => {
        /// The form of the page: a signal for each field.
        #[derive(Clone, Copy)]
        pub struct Form {
            $(pub $name: RwSignal<$kind>),+
        }

        impl Form {
            /// Creates the form with this content.
            pub fn new(content: Content) -> Self {
                Self { $($name: RwSignal::new(content.$name)),+ }
            }

            /// Returns the content; a memo that reads it follows each change.
            pub fn content(self) -> Content {
                Content { $($name: self.$name.get()),+ }
            }

            /// Replaces the content.
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
    issuing_state: String,
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
    nationality_read: String,
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
    fn a_code_of_the_document_that_leaves_a_warning_is_what_is_sent_until_another_is_chosen() {
        let mut overseas = Content {
            nationality: "GB".into(),
            nationality_read: "GBN".into(),
            ..Content::default()
        };
        assert_eq!(overseas.to_guest().nationality, Given::Value("GBN".into()));
        overseas.nationality = "IE".into();
        assert_eq!(overseas.to_guest().nationality, Given::Value("IE".into()));
        let german = Content {
            nationality: "DE".into(),
            nationality_read: "D".into(),
            ..Content::default()
        };
        assert_eq!(german.to_guest().nationality, Given::Value("DE".into()));
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap()
    }

    #[test]
    fn by_the_hour_a_number_is_of_hours() {
        let arrival = at("2026-11-29T19:00:00+07:00");
        let leaves = |typed: &str| by_the_hour(typed, arrival).map(|at| (at.unix() - arrival.unix()) / 60);
        for (typed, minutes) in [
            ("+2", Some(120)),
            ("+1:30", Some(90)),
            ("+3h", Some(180)),
            ("2h", Some(120)),
            ("21:30", Some(150)),
            ("21h", Some(120)),
            ("02:00", Some(420)),
            ("+0", None),
            ("+25", None),
            ("24/11", None),
        ] {
            assert_eq!(leaves(typed), minutes, "{typed}");
        }
    }

    #[test]
    fn just_after_midnight_an_evenings_hour_is_that_of_last_night() {
        let arrives = |typed: &str, now: &str| {
            let content = Content {
                arrival: typed.into(),
                ..Content::default()
            };
            content.arrival_at(at(now)).map(|at| at.to_string())
        };
        let after_midnight = "2026-11-29T00:04:00+07:00";
        assert_eq!(
            arrives("23:30", after_midnight).as_deref(),
            Some("2026-11-28T16:30:00Z")
        );
        assert_eq!(
            arrives("00:02", after_midnight).as_deref(),
            Some("2026-11-28T17:02:00Z")
        );
        assert_eq!(
            arrives("29/11 23:30", after_midnight).as_deref(),
            Some("2026-11-29T16:30:00Z")
        );
        assert_eq!(
            arrives("22:00", "2026-11-29T08:00:00+07:00").as_deref(),
            Some("2026-11-29T15:00:00Z")
        );
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
    fn what_cannot_be_understood_is_sent_as_such_and_never_as_the_usual() {
        let profile: Profile = toml::from_str(include_str!("../../../profiles/khanh-hoa.toml")).unwrap();
        let now = Timestamp::parse("2026-11-21T12:00:00Z").unwrap();
        let content = Content {
            kind: "two_nights".into(),
            room: "phòng to".into(),
            sex: "x".into(),
            document_type: "card".into(),
            nationality: "không rõ".into(),
            ..Content::default()
        };
        let sent = content.to_request(now, &profile, Vec::new());
        assert_eq!(sent.kind, Given::Bad("two_nights".into()));
        assert_eq!(sent.room_id, Given::Bad("phòng to".into()));
        assert_eq!(sent.guest.sex, Given::Bad("x".into()));
        assert_eq!(sent.guest.document_type, Given::Bad("card".into()));
        assert_eq!(sent.guest.nationality, Given::Value("không rõ".into()));
        let empty = Content {
            kind: String::new(),
            ..Content::default()
        };
        assert!(empty.to_request(now, &profile, Vec::new()).kind.is_missing());
    }

    #[test]
    fn documents_have_the_codes_of_the_request() {
        for kind in DocumentType::MOST_USUAL_FIRST {
            assert_eq!(serde_json::to_value(kind).unwrap(), document_code(kind));
            assert_eq!(document_type(document_code(kind)), Some(kind));
        }
    }
}
