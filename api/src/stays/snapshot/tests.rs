//! That what was ever kept is still read, and that nothing is lost by keeping it.

use super::super::number;
use super::*;
use crate::crypto::Sealer;
use crate::db::Coded;
use dto::problem::WarningCode;
use dto::stay::{Channel, NotifierKind, StayAct};
use rules::document::DocumentType;
use rules::nights::StayKind;
use rules::person::Sex;
use serde_json::json;
use time::macros::{date, datetime};
use uuid::{Uuid, uuid};

/// One record of the first form, before sealing. All persons are invented.
const V1: &[u8] = include_bytes!("samples/v1.json");

/// Returns the row of the samples: every column has a value, and no two columns of one type have the same value.
pub(in crate::stays) fn whole() -> stay::Model {
    stay::Model {
        id: uuid!("0190a0b1-0000-7000-8000-000000000001"),
        code: "LT-261120-7K3M9QX2ZB".to_owned(),
        external_id: Some("PMS-40718".to_owned()),
        facility_id: uuid!("0190a0b1-0000-7000-8000-000000000002"),
        area_code: "22366".to_owned(),
        area_path: "56/22366".to_owned(),
        full_name: "Đỗ Thị Mộng Trầm".to_owned(),
        name_search: "do thi mong tram".to_owned(),
        name_order: rules::name_order::key("Đỗ Thị Mộng Trầm"),
        birth_date: Some(date!(1991 - 02 - 28)),
        birth_year: 1991,
        sex: Coded(Sex::Female),
        nationality: "FR".to_owned(),
        nationality_name: "Pháp".to_owned(),
        document_type: Coded(DocumentType::Other),
        document_name: Some("Giấy thông hành".to_owned()),
        issuing_state: Some("BE".to_owned()),
        document_number_sealed: b"number, sealed".to_vec(),
        document_number_index: b"number, index".to_vec(),
        phone_sealed: Some(b"phone, sealed".to_vec()),
        address: Some("12 đường Không Có, Nha Trang".to_owned()),
        visa_symbol: Some("DL".to_owned()),
        visa_number_sealed: Some(b"visa, sealed".to_vec()),
        visa_expires_on: Some(date!(2027 - 01 - 31)),
        permitted_until: Some(date!(2026 - 12 - 15)),
        entered_on: Some(date!(2026 - 11 - 15)),
        entry_gate: Some("Cam Ranh".to_owned()),
        kind: Coded(StayKind::Overnight),
        room_id: Some(uuid!("0190a0b1-0000-7000-8000-000000000003")),
        room_name: Some("402".to_owned()),
        reason: "tourism".to_owned(),
        reason_label: "Du lịch".to_owned(),
        reason_note: Some("Lặn biển".to_owned()),
        note: Some("Đến muộn \"sau\" 22 giờ\nkhông ăn sáng".to_owned()),
        arrival_at: datetime!(2026-11-20 13:00:00 UTC),
        planned_departure_at: datetime!(2026-11-22 05:00:00 UTC),
        departed_at: Some(datetime!(2026-11-23 04:30:01 UTC)),
        departure_declared_at: Some(datetime!(2026-11-23 04:45:02 UTC)),
        frozen_until: Some(date!(2026 - 11 - 24)),
        frozen_nights: 2,
        notified_at: datetime!(2026-11-20 13:05:03 UTC),
        notified_by: uuid!("0190a0b1-0000-7000-8000-000000000004"),
        notified_by_name: "Trịnh Văn Sửu".to_owned(),
        due_at: datetime!(2026-11-20 16:00:00 UTC),
        late_seconds: Some(-7_200_000_000),
        warnings: json!([
            { "pointer": "/guest/birth_date", "code": "already_notified", "message": "",
              "params": { "day": "20/11/2026", "stay_id": "x" }, "confirmed": true },
            { "pointer": "/room_id", "code": "room_crowded", "message": "", "confirmed": false },
        ]),
        version: 3,
        act: Coded(StayAct::Departed),
        act_at: datetime!(2026-11-23 04:45:04 UTC),
        act_by: uuid!("0190a0b1-0000-7000-8000-000000000005"),
        act_by_name: "Lê Thị Mão".to_owned(),
        act_by_unit: "Khách sạn Sóng Lặng".to_owned(),
        act_reason: Some("Khách về sớm".to_owned()),
        notified_by_operator: Some(uuid!("0190a0b1-0000-7000-8000-000000000006")),
        act_by_operator: Some(uuid!("0190a0b1-0000-7000-8000-000000000007")),
        group_id: Some(uuid!("0190a0b1-0000-7000-8000-000000000008")),
        cancelled_at: Some(datetime!(2026-11-23 05:00:05 UTC)),
        received_channel: Some(Coded(Channel::Phone)),
        notifier_kind: Some(Coded(NotifierKind::Household)),
        notifier_phone_sealed: Some(b"notifier, sealed".to_vec()),
        entered_at: Some(datetime!(2026-11-20 13:10:06 UTC)),
        entered_by_name: Some("Phạm Dần".to_owned()),
    }
}

/// Returns the same row with every nullable column empty.
pub(in crate::stays) fn bare() -> stay::Model {
    stay::Model {
        external_id: None,
        birth_date: None,
        document_name: None,
        issuing_state: None,
        phone_sealed: None,
        address: None,
        visa_symbol: None,
        visa_number_sealed: None,
        visa_expires_on: None,
        permitted_until: None,
        entered_on: None,
        entry_gate: None,
        room_id: None,
        room_name: None,
        reason_note: None,
        note: None,
        departed_at: None,
        departure_declared_at: None,
        frozen_until: None,
        late_seconds: None,
        warnings: json!([]),
        act_reason: None,
        notified_by_operator: None,
        act_by_operator: None,
        group_id: None,
        cancelled_at: None,
        received_channel: None,
        notifier_kind: None,
        notifier_phone_sealed: None,
        entered_at: None,
        entered_by_name: None,
        ..whole()
    }
}

/// Returns a version with a value in every field, for the tests of the keys.
pub fn whole_version() -> Snapshot {
    Snapshot::of(whole()).unwrap()
}

/// Returns the same version, with values sealed and number indexed by these keys, and the id to which they are bound.
pub fn sealed_with(sealer: &Sealer) -> (Uuid, Snapshot) {
    let row = whole();
    let seal = |column: &str, text: &str| sealer.seal(column, row.id, text.as_bytes()).unwrap();
    let sealed = stay::Model {
        document_number_sealed: seal(number::COLUMN, "B 0000 148"),
        document_number_index: number::index(sealer, "B 0000 148"),
        phone_sealed: Some(seal("stay.phone", "0258 000 0148")),
        visa_number_sealed: Some(seal("stay.visa_number", "DL 0001")),
        notifier_phone_sealed: Some(seal("stay.notifier_phone", "0258 000 0149")),
        ..row.clone()
    };
    (row.id, Snapshot::of(sealed).unwrap())
}

fn kept_and_read(row: stay::Model) -> stay::Model {
    let kept = Snapshot::of(row).unwrap().write().unwrap();
    Snapshot::read(&kept).unwrap().into_row().unwrap()
}

#[test]
fn a_record_of_the_first_form_is_still_read() {
    let snapshot = Snapshot::read(V1).unwrap();
    assert!(matches!(snapshot, Snapshot::V1(_)));
    assert_eq!(snapshot.into_row().unwrap(), whole());
}

/// Whoever changes what is written makes a new form, and a new sample beside the old ones.
#[test]
fn what_is_written_today_is_the_newest_form_byte_for_byte() {
    let written = Snapshot::of(whole()).unwrap().write().unwrap();
    assert_eq!(str::from_utf8(&written), str::from_utf8(V1.trim_ascii_end()));
}

#[test]
fn nothing_of_a_row_is_lost() {
    for row in [whole(), bare()] {
        assert_eq!(kept_and_read(row.clone()), row);
    }
}

#[test]
fn every_warning_and_any_text_comes_back() {
    let warning = |code: &WarningCode| dto::problem::Warning::new("/x", *code).with("stay", 7);
    let warnings: Vec<_> = WarningCode::ALL.iter().map(warning).collect();
    let full_name = "\u{0}\t\"\\/\u{7f}\u{fffd}\u{10ffff}Ｌâ";
    let row = stay::Model {
        warnings: serde_json::to_value(warnings).unwrap(),
        full_name: full_name.to_owned(),
        // No version keeps it: it is computed from the name again.
        name_order: rules::name_order::key(full_name),
        document_number_sealed: (0..=u8::MAX).collect(),
        phone_sealed: Some(Vec::new()),
        late_seconds: Some(i64::MIN),
        birth_year: i32::MAX,
        birth_date: Some(date!(1000 - 01 - 01)),
        arrival_at: datetime!(1000-01-01 00:00:00 UTC),
        planned_departure_at: datetime!(9999-12-31 23:59:59 UTC),
        ..whole()
    };
    assert_eq!(kept_and_read(row.clone()), row);
}

#[test]
fn a_form_or_a_field_that_is_not_known_is_refused() {
    let text = str::from_utf8(V1).unwrap();
    assert!(Snapshot::read(text.as_bytes()).is_ok());
    for (known, other) in [
        ("\"form\":\"v1\"", "\"form\":\"v0\""),
        ("\"form\":\"v1\"", "\"from\":\"v1\""),
        ("\"stay_code\"", "\"code\""),
        ("\"version\":3", "\"version\":3,\"more\":null"),
        ("\"confirmed\":true", "\"confirmed\":true,\"message\":\"\""),
    ] {
        let changed = text.replacen(known, other, 1);
        assert_ne!(changed, text, "{known}");
        assert!(Snapshot::read(changed.as_bytes()).is_err(), "{other}");
    }
    for known in [
        "already_notified",
        "female",
        "other",
        "overnight",
        "phone",
        "household",
        "departed",
    ] {
        let unknown = text.replacen(&format!("\"{known}\""), "\"not_known\"", 1);
        assert_ne!(unknown, text, "{known}");
        let snapshot = Snapshot::read(unknown.as_bytes()).unwrap();
        assert!(snapshot.into_row().is_err(), "{known}");
    }
}

#[test]
fn what_is_sealed_in_a_row_is_found_by_its_column() {
    for (mut snapshot, is_there) in [(whole(), true), (bare(), false)].map(|(row, is)| (Snapshot::of(row).unwrap(), is))
    {
        for (column, is_optional) in [
            ("document_number_sealed", false),
            ("document_number_index", false),
            ("phone_sealed", true),
            ("visa_number_sealed", true),
            ("notifier_phone_sealed", true),
        ] {
            let found = snapshot.bytes_mut(column);
            assert_eq!(found.is_some(), is_there || !is_optional, "{column}");
            if let Some(bytes) = found {
                *bytes = column.as_bytes().to_vec();
            }
        }
        assert!(snapshot.bytes_mut("full_name").is_none());
        let row = snapshot.into_row().unwrap();
        assert_eq!(row.document_number_sealed, b"document_number_sealed");
        assert_eq!(row.document_number_index, b"document_number_index");
        if is_there {
            assert_eq!(row.phone_sealed.unwrap(), b"phone_sealed");
            assert_eq!(row.visa_number_sealed.unwrap(), b"visa_number_sealed");
            assert_eq!(row.notifier_phone_sealed.unwrap(), b"notifier_phone_sealed");
        }
    }
}
