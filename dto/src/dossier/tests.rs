use super::*;
use crate::check::{CheckContext, Checked};
use crate::problem::FieldCode;
use crate::{Timestamp, calendar::CalendarIn};
use rules::profile::Profile;
use serde_json::{Value, json};

fn errors<T: Checked + serde::de::DeserializeOwned>(body: Value) -> Vec<(String, FieldCode)> {
    let profile: Profile = toml::from_str(include_str!("../../../profiles/khanh-hoa.toml")).unwrap();
    let now = Timestamp::parse("2026-11-21T12:42:00Z").unwrap();
    let request: T = serde_json::from_value(body).unwrap();
    let errors = request
        .check(CheckContext { now, profile: &profile })
        .err()
        .unwrap_or_default();
    errors.into_iter().map(|error| (error.pointer, error.code)).collect()
}

fn one(pointer: &str, code: FieldCode) -> Vec<(String, FieldCode)> {
    vec![(pointer.to_owned(), code)]
}

#[test]
fn a_contact_was_made_before_it_is_recorded() {
    let request = |at: &str| {
        json!({
            "version": 1, "reason": "Thiếu chữ ký\nở trang hai.",
            "contact": { "channel": "phone", "at": at, "with": "Quách Thị Thu Cúc" }
        })
    };
    assert_eq!(errors::<SupplementRequestIn>(request("2026-11-21T12:43:00Z")), []);
    let ahead = errors::<SupplementRequestIn>(request("2026-11-21T12:43:01Z"));
    assert_eq!(ahead, one("/contact/at", FieldCode::InstantInFuture));
}

#[test]
fn whoever_objects_says_why() {
    assert_eq!(errors::<OpinionIn>(json!({ "opinion": "agree" })), []);
    let silent = json!({ "opinion": "object", "text": " " });
    assert_eq!(errors::<OpinionIn>(silent), one("/text", FieldCode::Required));
    let said = json!({ "opinion": "object", "text": "Mã số thuế đã đóng." });
    assert_eq!(errors::<OpinionIn>(said), []);
}

#[test]
fn nobody_is_asked_twice_in_one_go() {
    let unit = "01a1ffd7-b51f-7499-829a-34e125ba245b";
    let body = json!({ "unit_ids": [unit, unit], "question": "Ý kiến?" });
    assert_eq!(errors::<ConsultIn>(body), one("/unit_ids/1", FieldCode::Duplicate));
}

#[test]
fn a_supplement_brings_something() {
    let code = "LT-7K2M-9QXD-4TVB-HW3E";
    assert_eq!(
        errors::<SupplementIn>(json!({ "dossier_code": code })),
        one("", FieldCode::NothingToChange)
    );
    assert_eq!(
        errors::<SupplementIn>(json!({ "dossier_code": code, "message": "Đã ký lại." })),
        []
    );
}

#[test]
fn a_calendar_has_each_day_once_and_makes_up_on_weekends() {
    let day = |date: &str, kind: &str| json!({ "date": date, "kind": kind, "name": "x", "source": "y" });
    let body = json!({ "version": 1, "days": [
        day("2026-08-31", "holiday"), day("2026-08-22", "make_up_day"), day("2026-08-24", "make_up_day"),
        day("2026-08-31", "holiday"),
    ] });
    assert_eq!(
        errors::<CalendarIn>(body.clone()),
        [
            ("/days/2/date".to_owned(), FieldCode::WorkedAnyway),
            ("/days/3/date".to_owned(), FieldCode::Duplicate)
        ]
    );
    let calendar: CalendarIn = serde_json::from_value(body).unwrap();
    assert_eq!(calendar.outside(2026), []);
    assert_eq!(calendar.outside(2027).len(), 4);
}
