//! The fields of a stay in words: their names, and their values as people read them.

use crate::entry::form::usual_departure;
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::t;
use crate::ui::Status;
use dto::given::Text as _;
use dto::stay::{Channel, GuestOut, NotifierKind, ReasonRef, StayOut, StayState};
use dto::{Lang, Timestamp};
use rules::document::DocumentType;
use rules::nights::StayKind;
use rules::person::Sex;
use time::Date;

/// Returns the name of the field at a JSON pointer of a stay; `None` for a field that is not displayed.
pub fn label(pointer: &str) -> Option<&'static str> {
    Some(match pointer {
        "/guest/full_name" => t!(stay.full_name),
        "/guest/birth_date" => t!(stay.birth_date),
        "/guest/birth_year" => t!(stay.birth_year),
        "/guest/sex" => t!(stay.sex),
        "/guest/nationality" => t!(stay.nationality),
        "/guest/document_type" => t!(stay.document),
        "/guest/document_number" => t!(stay.document_number),
        "/guest/issuing_state" => t!(stay.issuing_state),
        "/guest/document_name" => t!(stay.document_name),
        "/guest/phone" => t!(stay.phone),
        "/guest/address" => t!(stay.address),
        "/guest/visa_symbol" => t!(stay.visa_symbol),
        "/guest/visa_number" => t!(stay.visa_number),
        "/guest/visa_expires_on" => t!(stay.visa_expires_on),
        "/guest/permit_expires_on" => t!(stay.permit_expires_on),
        "/guest/entered_on" => t!(stay.entered_on),
        "/guest/entry_gate" => t!(stay.entry_gate),
        "/kind" => t!(stay.kind),
        "/arrival_at" => t!(stay.arrival),
        "/planned_departure_at" => t!(stay.planned_departure),
        "/departed_at" => t!(stay.departed_at),
        "/cancelled_at" => t!(stay.cancelled_at),
        "/room" | "/room/name" | "/room_id" => t!(stay.room),
        "/reason" | "/reason/code" => t!(stay.reason),
        "/reason/note" | "/reason_note" => t!(stay.reason_note),
        "/note" => t!(stay.note),
        _ => return None,
    })
}

/// Returns the value at a pointer in words; `None` becomes "–".
pub fn words(pointer: &str, value: Option<&str>, lists: Lists) -> String {
    let Some(value) = value.filter(|value| !value.is_empty()) else {
        return t!(stay.nothing).to_owned();
    };
    let read = match pointer {
        "/guest/birth_date" | "/guest/visa_expires_on" | "/guest/permit_expires_on" | "/guest/entered_on" => {
            Date::from_text(value).map(format::date)
        }
        "/planned_departure_at" => Timestamp::parse(value).map(|at| departure_words(at, lists)),
        "/arrival_at" | "/departed_at" | "/cancelled_at" => Timestamp::parse(value).map(format::instant),
        "/guest/sex" => Sex::from_text(value).map(|sex| sex_word(sex).to_owned()),
        "/guest/document_type" => DocumentType::from_text(value).map(|kind| document_word(kind).to_owned()),
        "/kind" => StayKind::from_text(value).map(|kind| kind_word(kind).to_owned()),
        "/guest/nationality" | "/guest/issuing_state" => Some(lists.label("nationalities", value)),
        "/guest/document_number" => Some(format::personal_id(value)),
        "/guest/phone" => Some(format::phone(value)),
        "/reason" | "/reason/code" => Some(lists.label("stay_reasons", value)),
        _ => None,
    };
    read.unwrap_or_else(|| value.to_owned())
}

/// Returns a planned departure: the day alone where the hour is the default of the profile.
pub fn departure_words(at: Timestamp, lists: Lists) -> String {
    let local = rules::zone::local(at.get());
    let usual = lists.profile().map(|profile| usual_departure(&profile.profile));
    if usual == Some(local.time()) {
        format::date(local.date())
    } else {
        format::instant(at)
    }
}

/// Returns the channel by which the police were notified.
pub fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Counter => t!(stay.channel_counter),
        Channel::Phone => t!(stay.channel_phone),
        Channel::HamletHead => t!(stay.channel_hamlet_head),
    }
}

/// Returns the person who notified the police.
pub fn notifier_word(kind: NotifierKind) -> &'static str {
    match kind {
        NotifierKind::Facility => t!(stay.notifier_facility),
        NotifierKind::Household => t!(stay.notifier_household),
        NotifierKind::CollectiveHousing => t!(stay.notifier_collective),
        NotifierKind::Guest => t!(stay.notifier_guest),
    }
}

/// Returns the filed text of a code of a list; on an English page in English, where the list has it.
fn listed(list: &'static str, code: &str, filed: &str) -> String {
    let label = match lang() {
        Lang::Vi => String::new(),
        Lang::En => Lists::here().label(list, code),
    };
    if label.is_empty() { filed.to_owned() } else { label }
}

/// Returns the nationality in words.
pub fn country_words(guest: &GuestOut) -> String {
    listed("nationalities", &guest.nationality, &guest.nationality_name)
}

/// Returns the reason in words.
pub fn reason_words(reason: &ReasonRef) -> String {
    listed("stay_reasons", &reason.code, &reason.label)
}

/// Returns Nam or nữ.
pub fn sex_word(sex: Sex) -> &'static str {
    match sex {
        Sex::Male => t!(stay.male),
        Sex::Female => t!(stay.female),
    }
}

/// Returns Qua đêm or theo giờ.
pub fn kind_word(kind: StayKind) -> &'static str {
    match kind {
        StayKind::Overnight => t!(stay.overnight),
        StayKind::DayUse => t!(stay.day_use),
    }
}

/// Returns the short name of the document.
pub fn document_word(kind: DocumentType) -> &'static str {
    match kind {
        DocumentType::Cccd => t!(stay.doc_cccd),
        DocumentType::CanCuoc => t!(stay.doc_can_cuoc),
        DocumentType::Cmnd => t!(stay.doc_cmnd),
        DocumentType::Passport => t!(stay.doc_passport),
        DocumentType::BirthCertificate => t!(stay.doc_birth_certificate),
        DocumentType::DrivingLicence => t!(stay.doc_driving_licence),
        DocumentType::HealthInsurance => t!(stay.doc_health_insurance),
        DocumentType::PersonalNumberNotice => t!(stay.doc_personal_number_notice),
        DocumentType::Other => t!(stay.doc_other),
        DocumentType::IdentityCertificate => t!(stay.doc_identity_certificate),
    }
}

/// Returns the date of birth, or the year where no more is known.
pub fn birth_words(guest: &GuestOut) -> String {
    guest
        .birth_date
        .map_or_else(|| t!(stay.birth_year_only, year = guest.birth_year), format::date)
}

/// Returns the nights with their particulars.
pub fn nights_words(stay: &StayOut) -> String {
    let nights = stay.nights;
    if stay.kind == StayKind::DayUse || stay.cancelled_at.is_some() {
        t!(stay.nights_none).to_owned()
    } else if nights.grown > 0 {
        t!(stay.nights_grown, total = nights.total, grown = nights.grown)
    } else if stay.departed_at.is_none() && nights.current > 0 {
        t!(stay.nights_now, total = nights.total, current = nights.current)
    } else {
        nights.total.to_string()
    }
}

/// Returns the states of a stay: in time or late, then its particulars.
pub fn tags(stay: &StayOut) -> Vec<Status> {
    let mut tags = vec![stay.late_seconds.map_or(Status::InTime, Status::Late)];
    match stay.state {
        StayState::Expected => tags.push(Status::Expected),
        StayState::Leaving => tags.push(Status::Leaving),
        StayState::Departed => tags.push(Status::Departed),
        StayState::Cancelled => tags.push(Status::Cancelled),
        StayState::Overdue if stay.nights.grown > 0 => tags.push(Status::Grown(stay.nights.grown)),
        StayState::Overdue => tags.push(Status::Overdue),
        StayState::Present => tags.push(Status::Present),
    }
    if stay.kind == StayKind::DayUse {
        tags.push(Status::DayUse);
    }
    if stay.warnings.iter().any(|warning| !warning.confirmed) {
        tags.push(Status::Warned);
    }
    tags
}
