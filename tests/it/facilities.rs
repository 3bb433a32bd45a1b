//! Places of lodging, as officers list them.

use crate::support::*;
use serde_json::Value;

fn names(page: &Value) -> Vec<&str> {
    let items = page["items"].as_array().expect("items").iter();
    items
        .map(|facility| facility["name"].as_str().expect("a name"))
        .collect()
}

on_both_engines!(
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
