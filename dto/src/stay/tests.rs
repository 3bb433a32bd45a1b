//! The check of a notification, as browser and server run it.

use super::{Notification, StayIn, StayPatch, check_stay};
use crate::problem::{FieldCode, WarningCode};
use crate::{CheckContext, Lists, Timestamp, Verdict};
use rules::country::CountryKind;
use rules::profile::Profile;
use serde_json::{Value, json};
use uuid::Uuid;

const ROOM: Uuid = Uuid::from_u128(402);

struct TestLists {
    needs_room: bool,
}

impl Lists for TestLists {
    fn country(&self, code: &str) -> Option<CountryKind> {
        match code {
            "VN" | "PL" | "DE" | "GB" | "XK" => Some(CountryKind::State),
            "XA" | "XU" => Some(CountryKind::WithoutState),
            "UN" => Some(CountryKind::Organisation),
            "AN" => Some(CountryKind::NoNationals),
            _ => None,
        }
    }
    fn visa_symbol(&self, symbol: &str) -> bool {
        symbol == "DL"
    }
    fn reason(&self, code: &str) -> bool {
        ["tourism", "other"].contains(&code)
    }
    fn room(&self, id: Uuid) -> bool {
        id == ROOM
    }
    fn needs_room(&self) -> bool {
        self.needs_room
    }
}

fn profile() -> Profile {
    toml::from_str(include_str!("../../../profiles/khanh-hoa.toml")).unwrap()
}

fn good() -> Value {
    json!({
        "guest": {
            "full_name": "Nguyễn Hữu Phước", "birth_date": "1987-06-09", "sex": "male", "nationality": "VN",
            "document_type": "cccd", "document_number": "056 087 004 512",
        },
        "kind": "overnight",
        "arrival_at": "2026-11-21T19:31:00+07:00",
        "planned_departure_at": "2026-11-24T12:00:00+07:00",
        "room_id": ROOM,
        "reason": "tourism",
    })
}

/// The valid notification with some values replaced, by JSON pointer.
fn with(changes: &[(&str, Value)]) -> Value {
    let mut stay = good();
    for (pointer, value) in changes {
        let (parent, field) = pointer.rsplit_once('/').unwrap();
        stay.pointer_mut(parent).unwrap()[field] = value.clone();
    }
    stay
}

fn check(stay: &Value, needs_room: bool) -> Verdict<Notification> {
    let stay: StayIn = serde_json::from_value(stay.clone()).unwrap();
    let now = Timestamp::parse("2026-11-21T19:42:00+07:00").unwrap();
    check_stay(
        &stay,
        CheckContext {
            now,
            profile: &profile(),
        },
        &TestLists { needs_room },
    )
}

fn errors(stay: &Value) -> Vec<(String, FieldCode)> {
    check(stay, true)
        .errors
        .into_iter()
        .map(|error| (error.pointer, error.code))
        .collect()
}

#[test]
fn a_good_notification_is_read_and_normalised() {
    let verdict = check(&good(), true);
    assert!(verdict.errors.is_empty() && verdict.warnings.is_empty());
    assert_eq!(verdict.value.unwrap().guest.document_number, "056087004512");
}

#[test]
fn every_missing_mandatory_field_is_told_at_once() {
    let found = errors(&json!({}));
    for pointer in [
        "/kind",
        "/arrival_at",
        "/planned_departure_at",
        "/room_id",
        "/reason",
        "/guest/full_name",
        "/guest/birth_date",
        "/guest/sex",
        "/guest/nationality",
        "/guest/document_type",
        "/guest/document_number",
    ] {
        assert!(found.contains(&(pointer.to_owned(), FieldCode::Required)), "{pointer}");
    }
    assert_eq!(found.len(), 11);
}

#[test]
fn each_mistake_has_its_own_code_and_pointer() {
    let cases: &[(&str, Value, FieldCode)] = &[
        ("/guest/full_name", json!("Nguyễn Văn 3"), FieldCode::NameDigit),
        ("/guest/full_name", json!("A\u{7}B"), FieldCode::ControlCharacter),
        ("/guest/full_name", json!("<b>"), FieldCode::NameSymbol),
        ("/guest/full_name", json!("x".repeat(121)), FieldCode::TooLong),
        ("/guest/birth_date", json!("1988-02-31"), FieldCode::DateNotInCalendar),
        ("/guest/birth_date", json!("2026-12-02"), FieldCode::BirthInFuture),
        ("/guest/birth_date", json!("1899-12-31"), FieldCode::BirthTooEarly),
        ("/guest/sex", json!("other"), FieldCode::UnknownValue),
        ("/guest/nationality", json!("XX"), FieldCode::CountryUnknown),
        (
            "/guest/document_number",
            json!("0401690077"),
            FieldCode::PersonalIdLength,
        ),
        (
            "/guest/document_number",
            json!("05618O004512"),
            FieldCode::PersonalIdCharacter,
        ),
        ("/guest/document_name", json!("a\nb"), FieldCode::ControlCharacter),
        ("/guest/phone", json!("call me"), FieldCode::PhoneMalformed),
        ("/guest/visa_symbol", json!("ZZ"), FieldCode::VisaSymbolUnknown),
        (
            "/guest/permit_expires_on",
            json!("2026-11-12"),
            FieldCode::PermitEndedBeforeArrival,
        ),
        ("/guest/entered_on", json!("2026-11-22"), FieldCode::EntryAfterArrival),
        (
            "/arrival_at",
            json!("2026-11-23T19:31:00+07:00"),
            FieldCode::ArrivalTooFarAhead,
        ),
        ("/arrival_at", json!("yesterday"), FieldCode::InstantMalformed),
        (
            "/arrival_at",
            json!("2026-11-21T19:42:00"),
            FieldCode::InstantWithoutOffset,
        ),
        ("/arrival_at", json!("2026-11-21T19:42"), FieldCode::InstantMalformed),
        (
            "/planned_departure_at",
            json!("2026-11-20T12:00:00+07:00"),
            FieldCode::DepartureBeforeArrival,
        ),
        (
            "/planned_departure_at",
            json!("2027-12-31T12:00:00+07:00"),
            FieldCode::StayTooLong,
        ),
        ("/room_id", json!(Uuid::from_u128(1)), FieldCode::RoomUnknown),
        ("/reason", json!("fun"), FieldCode::ReasonUnknown),
        ("/note", json!("x".repeat(501)), FieldCode::TooLong),
    ];
    for (pointer, value, code) in cases {
        let found = errors(&with(&[(pointer, value.clone())]));
        assert!(
            found.contains(&((*pointer).to_owned(), *code)),
            "{pointer} {value}: {found:?}"
        );
        assert!(check(&with(&[(pointer, value.clone())]), true).value.is_none());
    }
}

// Part of KH-A5-1, KH-A5-2.
#[test]
fn what_the_number_says_against_what_was_typed_is_a_warning_and_no_refusal() {
    let stay = with(&[
        ("/guest/birth_date", json!("1978-06-09")),
        ("/guest/sex", json!("female")),
    ]);
    let verdict = check(&stay, true);
    let codes: Vec<WarningCode> = verdict.warnings.iter().map(|warning| warning.code).collect();
    assert!(verdict.errors.is_empty() && verdict.value.is_some());
    assert!(
        codes.contains(&WarningCode::PersonalIdYearMismatch) && codes.contains(&WarningCode::PersonalIdSexMismatch)
    );
    let confirmed = with(&[
        ("/guest/birth_date", json!("1978-06-09")),
        ("/confirmed", json!(["personal_id_year_mismatch"])),
    ]);
    assert!(check(&confirmed, true).warnings[0].confirmed);
}

#[test]
fn a_year_of_birth_alone_is_accepted_and_marked() {
    let mut stay = good();
    stay["guest"].as_object_mut().unwrap().remove("birth_date");
    stay["guest"]["birth_year"] = json!(1987);
    let verdict = check(&stay, true);
    assert!(verdict.value.is_some());
    assert_eq!(verdict.warnings[0].code, WarningCode::BirthYearOnly);
    stay["guest"]["birth_date"] = json!("1987-06-09");
    assert_eq!(errors(&stay), [("/guest/birth_year".to_owned(), FieldCode::BirthTwice)]);
}

#[test]
fn a_household_needs_no_room() {
    let mut stay = good();
    stay.as_object_mut().unwrap().remove("room_id");
    assert!(check(&stay, false).value.is_some());
    assert_eq!(errors(&stay), [("/room_id".to_owned(), FieldCode::Required)]);
}

#[test]
fn other_documents_and_other_reasons_have_to_be_named() {
    let stay = with(&[("/guest/document_type", json!("other")), ("/reason", json!("other"))]);
    let found = errors(&stay);
    assert!(found.contains(&("/guest/document_name".to_owned(), FieldCode::Required)));
    assert!(found.contains(&("/reason_note".to_owned(), FieldCode::Required)));
}

#[test]
fn a_patch_changes_what_it_names_and_takes_away_what_it_nulls() {
    let stay: StayIn =
        serde_json::from_value(with(&[("/note", json!("late")), ("/guest/phone", json!("0905000148"))])).unwrap();
    let patch: StayPatch = serde_json::from_value(json!({
        "version": 1, "note": null, "guest": { "birth_year": 1988 }
    }))
    .unwrap();
    let patched = stay.patched(&patch);
    assert!(patched.note.is_absent());
    assert!(
        patched.guest.birth_date.is_absent(),
        "a year takes the place of the date"
    );
    assert_eq!(patched.guest.birth_year, Some(1988));
    assert_eq!(patched.guest.phone.value().map(String::as_str), Some("0905000148"));
}

#[test]
fn nothing_of_a_guest_is_shown_by_debug() {
    let stay: StayIn = serde_json::from_value(good()).unwrap();
    let shown = format!("{stay:?}");
    assert!(!shown.contains("Phước") && !shown.contains("004 512"), "{shown}");
}
