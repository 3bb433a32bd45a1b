//! Tests that every archive ever made can still be read, and that an archive loses nothing.

use super::*;
use crate::db::Coded;
use crate::stays::entity::{foreign_guest_mark, stay_acknowledgement, stay_message, stay_version};
use crate::stays::snapshot::tests::{bare, whole};
use dto::stay::{MessageKind, StayAct};
use time::macros::datetime;
use uuid::{Uuid, uuid};

/// One line of the first form, before sealing. All persons are invented.
const V1: &[u8] = include_bytes!("samples/v1.json");

const STAY: Uuid = uuid!("0190a0b1-0000-7000-8000-000000000001");
const POLICE: &str = "Công an phường Không Có";

/// The rows of the sample: every column has a value, and no two columns of one type have the same.
fn all() -> Kept {
    Kept {
        stay: whole(),
        versions: vec![stay_version::Model {
            stay_id: STAY,
            version: 2,
            act: Coded(StayAct::Moved),
            act_at: datetime!(2026-11-21 02:00:07 UTC),
            act_by: uuid!("0190a0b1-0000-7000-8000-000000000011"),
            act_by_name: "Hồ Thìn".to_owned(),
            act_by_unit: "Khách sạn Sóng Lặng".to_owned(),
            act_reason: Some("Phòng hỏng".to_owned()),
            snapshot_sealed: b"version 2, sealed".to_vec(),
            act_by_operator: Some(uuid!("0190a0b1-0000-7000-8000-000000000012")),
        }],
        messages: vec![stay_message::Model {
            id: uuid!("0190a0b1-0000-7000-8000-000000000013"),
            stay_id: STAY,
            kind: Coded(MessageKind::Question),
            at: datetime!(2026-11-21 03:00:08 UTC),
            by: uuid!("0190a0b1-0000-7000-8000-000000000014"),
            by_operator: Some(uuid!("0190a0b1-0000-7000-8000-000000000015")),
            by_name: "Vũ Thị Tỵ".to_owned(),
            by_unit: POLICE.to_owned(),
            text_sealed: b"question, sealed".to_vec(),
        }],
        acknowledgement: Some(stay_acknowledgement::Model {
            stay_id: STAY,
            at: datetime!(2026-11-20 14:00:09 UTC),
            by: uuid!("0190a0b1-0000-7000-8000-000000000016"),
            by_operator: Some(uuid!("0190a0b1-0000-7000-8000-000000000017")),
            by_name: "Bùi Ngọ".to_owned(),
            by_unit: POLICE.to_owned(),
        }),
        mark: Some(foreign_guest_mark::Model {
            stay_id: STAY,
            exported_version: Some(1),
            exported_at: Some(datetime!(2026-11-20 13:30:10 UTC)),
            exported_by: Some(uuid!("0190a0b1-0000-7000-8000-000000000018")),
            exported_by_operator: Some(uuid!("0190a0b1-0000-7000-8000-000000000019")),
            exported_by_name: Some("Mai Mùi".to_owned()),
            confirmed_version: Some(2),
            confirmed_at: Some(datetime!(2026-11-21 13:30:11 UTC)),
            confirmed_by: Some(uuid!("0190a0b1-0000-7000-8000-000000000020")),
            confirmed_by_operator: Some(uuid!("0190a0b1-0000-7000-8000-000000000021")),
            confirmed_by_name: Some("Tạ Thân".to_owned()),
        }),
    }
}

/// Returns rows in which every nullable column is empty.
fn sparse() -> Kept {
    let mut kept = all();
    kept.stay = bare();
    for version in &mut kept.versions {
        version.act_by_operator = None;
        version.act_reason = None;
    }
    for message in &mut kept.messages {
        message.by_operator = None;
    }
    if let Some(note) = &mut kept.acknowledgement {
        note.by_operator = None;
    }
    kept.mark = Some(foreign_guest_mark::Model {
        stay_id: STAY,
        exported_version: None,
        exported_at: None,
        exported_by: None,
        exported_by_operator: None,
        exported_by_name: None,
        confirmed_version: None,
        confirmed_at: None,
        confirmed_by: None,
        confirmed_by_operator: None,
        confirmed_by_name: None,
    });
    kept
}

/// Returns a stay without related rows.
fn alone() -> Kept {
    Kept {
        stay: bare(),
        versions: Vec::new(),
        messages: Vec::new(),
        acknowledgement: None,
        mark: None,
    }
}

#[track_caller]
fn assert_same(kept: &Kept, expected: &Kept) {
    assert_eq!(kept.stay, expected.stay);
    assert_eq!(kept.versions, expected.versions);
    assert_eq!(kept.messages, expected.messages);
    assert_eq!(kept.acknowledgement, expected.acknowledgement);
    assert_eq!(kept.mark, expected.mark);
}

#[test]
fn a_line_of_the_first_form_is_still_read() {
    let record = Record::read(V1).unwrap();
    assert!(matches!(record, Record::V1(_)));
    assert_same(&record.into_kept().unwrap(), &all());
}

/// A change of the written content requires a new form and a new sample besides the old ones.
#[test]
fn what_is_written_today_is_the_newest_form_byte_for_byte() {
    let written = Record::of(&all()).unwrap().write().unwrap();
    assert_eq!(str::from_utf8(&written), str::from_utf8(V1.trim_ascii_end()));
}

#[test]
fn nothing_of_the_rows_is_lost() {
    for kept in [all(), sparse(), alone()] {
        let written = Record::of(&kept).unwrap().write().unwrap();
        assert_same(&Record::read(&written).unwrap().into_kept().unwrap(), &kept);
    }
}

#[test]
fn a_form_or_a_field_that_is_not_known_is_refused() {
    let text = str::from_utf8(V1).unwrap();
    for (known, other) in [
        ("\"form\":\"v1\"", "\"form\":\"v0\""),
        ("\"text_sealed\"", "\"text\""),
        ("\"immigration\"", "\"mark\""),
        ("\"messages\":[", "\"more\":null,\"messages\":["),
    ] {
        let changed = text.replacen(known, other, 1);
        assert_ne!(changed, text, "{known}");
        assert!(Record::read(changed.as_bytes()).is_err(), "{other}");
    }
}
