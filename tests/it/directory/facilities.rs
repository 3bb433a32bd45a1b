//! Places of lodging, as officers list them.

use crate::support::province::{HA, NHA_TRANG, PHAT};
use crate::support::*;
use serde_json::{Value, json};

fn names(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().expect("items").iter();
    items
        .map(|facility| facility["name"].as_str().expect("a name"))
        .collect()
}

on_both_engines!(
    #[test]
    async fn signs_alone_find_nothing(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        t.apply(&filing::application()).await;
        for q in ["--", "%_", "?!"] {
            let found = police.call("listFacilities").query("q", q).await.is(200);
            assert_eq!(found["items"], json!([]), "{q}");
            let found = police.call("listDossiers").query("q", q).await.is(200);
            assert_eq!(found["items"], json!([]), "{q}");
            let found = police.call("searchAccounts").json(&json!({ "q": q })).await.is(200);
            assert_eq!(found["items"], json!([]), "{q}");
        }
        police
            .call("listDossiers")
            .query("state", "filed")
            .query("closed", "true")
            .await
            .problem("malformed_request");
        for level in ["0", "village"] {
            police
                .call("listAccounts")
                .query("level", level)
                .await
                .problem("malformed_request");
        }
    }

    // Part of KH-10.2a-1, KH-10.2c.
    #[test]
    async fn officers_see_the_places_of_their_area_by_name(t: &TestApp) {
        let ward = t
            .signed_in("congan.nhatrang")
            .await
            .call("listFacilities")
            .await
            .is(200);
        assert_eq!(
            names(&ward),
            ["Hộ ông Đoàn Văn Sáu", "Khách sạn Hải Đăng", "Nhà nghỉ Mới Mở"]
        );
        let province = t.signed_in("congan.tinh").await.call("listFacilities").await.is(200);
        let all = [
            "Hộ ông Đoàn Văn Sáu",
            "Khách sạn Bắc Thành",
            "Khách sạn Hải Đăng",
            "Nhà nghỉ Mới Mở",
        ];
        assert_eq!(names(&province), all);
        assert_eq!(province["items"][1]["area"]["code"], "22333");
        assert_eq!(province["items"][3]["setup_complete"], false);
    }

    // Proves KH-3f.
    #[test]
    async fn kinds_of_places_are_a_list_that_grows_as_data_and_says_what_each_has_to_have(t: &TestApp) {
        let kinds = async || {
            let list = t.anonymous();
            let list = list
                .call("listReferenceList")
                .at("name", "facility_kinds")
                .await
                .is(200);
            let items = list["items"].as_array().expect("items").iter();
            items
                .map(|kind| kind["code"].as_str().expect("a code").to_owned())
                .collect::<Vec<_>>()
        };
        let before = kinds().await;
        for named in [
            "household",
            "collective_housing",
            "medical_establishment",
            "hotel",
            "guest_house",
            "other",
        ] {
            assert!(before.iter().any(|kind| kind == named), "{named}");
        }
        // A hotel has rooms and says which; a household has none.
        let without_a_room = notification::stay(&PHAT);
        let hotel = t.signed_in("haidang").await;
        let answer = hotel.call("notifyStay").json(&without_a_room).await;
        answer.refuses(&[("/room_id", "required")]);
        t.signed_in("doanvansau").await.notify(&without_a_room).await;
        // What nobody has heard of is refused until it stands in the list, with no other program.
        let police = t.signed_in("congan.nhatrang").await;
        let told = json!({
            "place": { "name": "Bè ông Sáu", "kind": "floating_house", "area_code": NHA_TRANG, "address": "Vịnh Nha Trang" },
            "notifier": { "kind": "household", "name": "Trần Thị Lài" },
            "channel": "phone",
            "stay": notification::stay(&HA),
        });
        let answer = police.call("notifyOnBehalf").json(&told).await;
        answer.refuses(&[("/place/kind", "unknown_value")]);
        let added = "INSERT INTO reference_entry (list, position, code, label, label_en, attributes, valid_from) VALUES \
                     ('facility_kinds', 900, 'floating_house', 'Nhà bè', 'Floating hotel', \
                     '{\"tourist\":\"no\",\"needs_rooms\":\"no\",\"needs_prices\":\"no\"}', '2026-01-01')";
        rows::execute(t, added).await.expect("one more kind");
        t.pass(61);
        assert_eq!(kinds().await.len(), before.len() + 1);
        police.call("notifyOnBehalf").json(&told).await.is(201);
    }

    #[test]
    async fn pages_follow_one_another_without_gap_or_repeat(t: &TestApp) {
        let officer = t.signed_in("congan.tinh").await;
        let mut seen = Vec::new();
        let mut cursor: Option<String> = None;
        for _ in 0..4 {
            let mut call = officer.call("listFacilities").query("limit", 1);
            if let Some(cursor) = &cursor {
                call = call.query("cursor", cursor);
            }
            let page = call.await.is(200);
            seen.extend(names(&page).into_iter().map(ToOwned::to_owned));
            cursor = page["next_cursor"].as_str().map(ToOwned::to_owned);
        }
        assert_eq!(cursor, None);
        assert_eq!(
            seen,
            [
                "Hộ ông Đoàn Văn Sáu",
                "Khách sạn Bắc Thành",
                "Khách sạn Hải Đăng",
                "Nhà nghỉ Mới Mở"
            ]
        );
    }

    #[test]
    async fn a_place_is_found_by_words_of_its_name_without_accents(t: &TestApp) {
        let officer = t.signed_in("congan.tinh").await;
        for (words, found) in [
            ("khach san", &["Khách sạn Bắc Thành", "Khách sạn Hải Đăng"][..]),
            ("đăng", &["Khách sạn Hải Đăng"]),
            ("dang hai", &["Khách sạn Hải Đăng"]),
            (
                "  ",
                &[
                    "Hộ ông Đoàn Văn Sáu",
                    "Khách sạn Bắc Thành",
                    "Khách sạn Hải Đăng",
                    "Nhà nghỉ Mới Mở",
                ],
            ),
            ("khong co", &[]),
            ("' OR 1=1 --", &[]),
        ] {
            let page = officer.call("listFacilities").query("q", words).await.is(200);
            assert_eq!(names(&page), found, "{words}");
        }
    }

    #[test]
    async fn parameters_that_make_no_sense_are_refused(t: &TestApp) {
        let officer = t.signed_in("congan.tinh").await;
        for (name, value) in [
            ("limit", "0"),
            ("limit", "101"),
            ("limit", "-1"),
            ("limit", "x"),
            ("cursor", "x"),
            ("cursor", "%%%"),
            ("q", "a\u{0}b"),
            ("colour", "red"),
        ] {
            officer
                .call("listFacilities")
                .query(name, value)
                .await
                .problem("malformed_request");
        }
        officer
            .call("getFacility")
            .at("facility_id", "not-an-id")
            .await
            .problem("not_found");
        officer
            .call("getFacility")
            .at("facility_id", uuid::Uuid::nil())
            .await
            .problem("not_found");
    }
);
