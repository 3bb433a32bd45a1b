//! Correcting a notified stay, extending it, moving its guest.

use crate::support::province::{HA, PHAT, TEREZA, room_id};
use crate::support::*;
use serde_json::{Value, json};

/// A stay of the hotel, notified on 21 November at 20:00.
async fn notified(t: &TestApp) -> (Client<'_>, Value) {
    let haidang = t.signed_in("haidang").await;
    let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
    (haidang, stay)
}

/// What of a stay a reader has, without what follows from the moment of reading.
fn lasting(stay: &Value) -> Value {
    let mut stay = stay.clone();
    for field in ["can", "state", "nights"] {
        stay = stay.without(&format!("/{field}"));
    }
    stay
}

/// Whether the reader may do that with it now.
fn is_open(stay: &Value, operation: &str) -> bool {
    stay["can"].as_array().expect("can").contains(&json!(operation))
}

/// Patches of what was notified about the guest: closed after 24:00.
fn corrections() -> Vec<Value> {
    let guest = |field: &str, value: Value| json!({ "guest": { field: value } });
    vec![
        guest("full_name", json!("Lâm Tấn Phúc")),
        guest("birth_date", json!("1982-04-20")),
        guest("birth_year", json!(1982)),
        guest("sex", json!("female")),
        guest("nationality", json!("LA")),
        guest("document_type", json!("can_cuoc")),
        guest("document_number", json!("056082004732")),
        guest("phone", json!("0258 352 0149")),
        guest("address", json!("16 Hoàng Diệu")),
        guest("entry_gate", json!("Mộc Bài")),
        guest("visa_symbol", json!("DL")),
        guest("visa_expires_on", json!("2027-01-01")),
        guest("permit_expires_on", json!("2027-01-01")),
        guest("entered_on", json!("2026-11-20")),
        json!({ "kind": "day_use", "planned_departure_at": instant("2026-11-22 12:00:00") }),
        json!({ "arrival_at": instant("2026-11-21 18:00:00") }),
        json!({ "reason": "business" }),
        json!({ "reason_note": "Hội thảo" }),
        json!({ "note": "Có xe máy" }),
    ]
}

on_both_engines!(
    // Proves KH-11.2d-1.
    #[test]
    async fn what_was_notified_may_be_corrected_before_24_hours_and_not_at_24_hours(t: &TestApp) {
        for correction in corrections() {
            t.at(TestApp::START);
            let (haidang, stay) = notified(t).await;
            t.at("2026-11-21 23:59:59");
            let corrected = haidang.amend(&stay, correction.clone()).await.is(200);
            assert_eq!(corrected["version"], 2, "{correction}");
            assert_eq!(corrected["correction_ends_at"], instant("2026-11-22 00:00:00"));
            assert!(is_open(&corrected, "cancelStay"));
            t.at("2026-11-22 00:00:00");
            // Its room and its planned departure may still be amended, and nothing undone.
            let late = haidang.get(&stay).await;
            assert!(is_open(&late, "amendStay") && !is_open(&late, "cancelStay"));
            let before = rows::everything(t).await;
            let back = json!({ "note": "Lại như trước" });
            haidang.amend(&corrected, back).await.problem("correction_closed");
            haidang.amend(&corrected, correction).await.problem("correction_closed");
            assert_eq!(rows::everything(t).await, before);
        }
    }

    // Part of KH-11.2d-1.
    #[test]
    async fn after_24_hours_the_facility_is_told_why_not_and_whom_to_ask(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-22 00:00:00");
        let patch = json!({ "version": 1, "guest": { "birth_date": "1982-04-20" } });
        let ask = async |lang: &str| {
            let answer = haidang.call("amendStay").stay(&stay).lang(lang).json(&patch).await;
            answer.problem("correction_closed").without("/trace_id")
        };
        insta::assert_json_snapshot!("correction_closed_vi", ask("vi").await);
        insta::assert_json_snapshot!("correction_closed_en", ask("en").await);
    }

    #[test]
    async fn the_day_of_the_notification_counts_however_late_it_was(t: &TestApp) {
        t.at("2026-11-25 23:30:00");
        let (haidang, stay) = notified(t).await;
        assert_eq!(stay["correction_ends_at"], instant("2026-11-26 00:00:00"));
        t.at("2026-11-25 23:59:59");
        let stay = haidang.amend(&stay, json!({ "note": "x" })).await.is(200);
        t.at("2026-11-26 00:00:00");
        haidang
            .amend(&stay, json!({ "note": "y" }))
            .await
            .problem("correction_closed");
    }

    #[test]
    async fn the_other_province_closes_corrections_at_the_same_hour(t: &TestApp) {
        let lao_cai = t.sibling(|config| config.profile = "lao-cai".into()).await;
        let hotel = t.signed_in_at(&lao_cai, "doanvansau").await;
        let stay = hotel.notify(&notification::stay(&PHAT)).await;
        t.at("2026-11-21 23:59:59");
        let stay = hotel.amend(&stay, json!({ "note": "x" })).await.is(200);
        t.at("2026-11-22 00:00:00");
        hotel
            .amend(&stay, json!({ "note": "y" }))
            .await
            .problem("correction_closed");
    }

    #[test]
    async fn a_guest_may_move_and_stay_longer_as_long_as_the_stay_is_open(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-23 09:00:00");
        let moved = haidang
            .amend(&stay, json!({ "room_id": room_id("haidang", "404").to_string() }))
            .await
            .is(200);
        assert_eq!(moved["room"]["name"], "404");
        let longer = json!({ "planned_departure_at": instant("2026-11-27 12:00:00") });
        let longer = haidang.amend(&moved, longer).await.is(200);
        assert_eq!(longer["nights"]["total"], 6);
        let shorter = json!({ "planned_departure_at": instant("2026-11-24 12:00:00") });
        let shorter = haidang.amend(&longer, shorter).await.is(200);
        assert_eq!(shorter["nights"]["total"], 3);
        let gone = haidang.check_out(&shorter).await.is(200);
        assert!(!is_open(&gone, "extendStay") && !is_open(&gone, "moveStay"));
        for patch in [
            json!({ "room_id": room_id("haidang", "401").to_string() }),
            json!({ "planned_departure_at": instant("2026-11-28 12:00:00") }),
        ] {
            haidang.amend(&gone, patch).await.problem("already_departed");
        }
        let acts = haidang.call("listStayVersions").stay(&stay).await.is(200);
        let acts: Vec<_> = acts["versions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|version| version["act"].clone())
            .collect();
        assert_eq!(
            json!(acts),
            json!(["departed", "extended", "extended", "moved", "notified"])
        );
    }

    #[test]
    async fn a_move_goes_to_a_room_of_the_own_plan_only(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let before = rows::everything(t).await;
        for room in [
            json!(room_id("bacthanh", "101").to_string()),
            json!("402"),
            json!(uuid::Uuid::nil().to_string()),
        ] {
            haidang
                .amend(&stay, json!({ "room_id": room }))
                .await
                .refuses(&[("/room_id", "room_unknown")]);
        }
        haidang
            .amend(&stay, json!({ "room_id": null }))
            .await
            .refuses(&[("/room_id", "required")]);
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn a_change_of_nothing_is_none(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let before = rows::everything(t).await;
        for patch in [
            json!({}),
            json!({ "guest": {} }),
            json!({ "change_reason": "Vô cớ" }),
            json!({ "guest": { "full_name": PHAT.full_name } }),
            json!({ "guest": { "full_name": format!(" {} ", PHAT.full_name), "phone": null } }),
            json!({ "planned_departure_at": instant("2026-11-23 12:00:00") }),
            json!({ "room_id": room_id("haidang", "402").to_string() }),
        ] {
            haidang.amend(&stay, patch).await.refuses(&[("", "nothing_to_change")]);
        }
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn a_change_from_an_old_version_is_refused(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        haidang.amend(&stay, json!({ "note": "Một" })).await.is(200);
        let before = rows::everything(t).await;
        haidang
            .amend(&stay, json!({ "note": "Hai" }))
            .await
            .problem("version_conflict");
        let future = stay.with("/version", 3);
        haidang
            .amend(&future, json!({ "note": "Ba" }))
            .await
            .problem("version_conflict");
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn of_changes_at_once_from_one_version_exactly_one_is_taken(t: &TestApp) {
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let clients = [
            t.signed_in_at(&busy, "haidang").await,
            t.signed_in_at(&busy, "haidang").await,
            t.signed_in_at(&busy, "haidang").await,
        ];
        let stay = clients[0].notify(&t.stay_in("402", &PHAT)).await;
        let requests = clients.iter().zip(["Một", "Hai", "Ba"]);
        let requests = requests.map(async |(client, note)| client.amend(&stay, json!({ "note": note })).await);
        let mut statuses = client::at_once(requests).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 409, 409]);
        assert_eq!(clients[0].get(&stay).await["version"], 2);
        assert_eq!(rows::count(t, "stay_version").await, 1);
    }

    #[test]
    async fn a_corrected_arrival_judges_lateness_anew_and_both_stay_on_record(t: &TestApp) {
        t.at("2026-11-21 23:10:00");
        let (haidang, stay) = notified(t).await;
        assert_eq!(stay["late_seconds"], 600);
        let in_time = json!({ "arrival_at": instant("2026-11-21 23:05:00"), "change_reason": "Gõ nhầm giờ" });
        let in_time = haidang.amend(&stay, in_time).await.is(200);
        assert_eq!(
            (&in_time["late_seconds"], &in_time["due_at"]),
            (&Value::Null, &json!(instant("2026-11-22 08:00:00")))
        );
        let later = haidang
            .amend(&in_time, json!({ "arrival_at": instant("2026-11-20 19:00:00") }))
            .await
            .is(200);
        assert_eq!(later["late_seconds"], 86_400 + 600);
        let versions = haidang.call("listStayVersions").stay(&stay).await.is(200);
        let late: Vec<_> = versions["versions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| v["stay"]["late_seconds"].clone())
            .collect();
        assert_eq!(json!(late), json!([87_000, null, 600]));
        assert_eq!(versions["versions"][1]["change_reason"], "Gõ nhầm giờ");
        assert_eq!(later["notified_at"], stay["notified_at"]);
    }

    #[test]
    async fn what_is_left_out_stays_and_null_takes_away(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = t
            .stay_in("402", &TEREZA)
            .with("/guest", notification::whole_guest(&TEREZA))
            .with("/note", "x");
        let stay = haidang.notify(&body).await;
        let patch =
            json!({ "note": null, "guest": { "phone": null, "address": "", "visa_number": null, "entered_on": null } });
        let changed = haidang.amend(&stay, patch).await.is(200);
        let expected = stay
            .with("/note", Value::Null)
            .with("/guest/phone", Value::Null)
            .with("/guest/address", Value::Null)
            .with("/guest/visa_number", Value::Null)
            .with("/guest/entered_on", Value::Null)
            .with("/version", 2);
        assert_eq!(changed, expected);
        for (pointer, name) in [
            ("/guest/full_name", "full_name"),
            ("/guest/sex", "sex"),
            ("/guest/document_number", "document_number"),
        ] {
            haidang
                .amend(&changed, json!({ "guest": { name: null } }))
                .await
                .refuses(&[(pointer, "required")]);
        }
        haidang
            .amend(&changed, json!({ "reason": null }))
            .await
            .refuses(&[("/reason", "required")]);
        haidang
            .amend(&changed, json!({ "arrival_at": null }))
            .await
            .refuses(&[("/arrival_at", "required")]);
    }

    #[test]
    async fn a_year_of_birth_takes_the_place_of_the_date_and_the_other_way_round(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let birth = |stay: &Value| (stay["guest"]["birth_date"].clone(), stay["guest"]["birth_year"].clone());
        let year = haidang
            .amend(&stay, json!({ "guest": { "birth_year": 1982 } }))
            .await
            .is(200);
        assert_eq!(birth(&year), (Value::Null, json!(1982)));
        let date = haidang
            .amend(&year, json!({ "guest": { "birth_date": "1982-04-20" } }))
            .await
            .is(200);
        assert_eq!(birth(&date), (json!("1982-04-20"), json!(1982)));
        let both = json!({ "guest": { "birth_date": "1982-04-02", "birth_year": 1982 } });
        haidang
            .amend(&date, both)
            .await
            .refuses(&[("/guest/birth_year", "birth_twice")]);
    }

    #[test]
    async fn a_change_is_checked_like_a_notification(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let before = rows::everything(t).await;
        for (patch, expected) in [
            (
                json!({ "guest": { "full_name": "Phát 2" } }),
                ("/guest/full_name", "name_digit"),
            ),
            (
                json!({ "guest": { "birth_date": "1982-02-31" } }),
                ("/guest/birth_date", "date_not_in_calendar"),
            ),
            (
                json!({ "guest": { "birth_date": "2026-11-22" } }),
                ("/guest/birth_date", "birth_in_future"),
            ),
            (
                json!({ "guest": { "nationality": "XX" } }),
                ("/guest/nationality", "country_unknown"),
            ),
            (
                json!({ "guest": { "document_number": "05608200473" } }),
                ("/guest/document_number", "personal_id_length"),
            ),
            (
                json!({ "guest": { "phone": "gọi" } }),
                ("/guest/phone", "phone_malformed"),
            ),
            (
                json!({ "guest": { "colour": "red" } }),
                ("/guest/colour", "unknown_field"),
            ),
            (json!({ "reason": "fun" }), ("/reason", "reason_unknown")),
            (json!({ "kind": "weekly" }), ("/kind", "unknown_value")),
            (json!({ "arrival_at": "hôm qua" }), ("/arrival_at", "instant_malformed")),
            (
                json!({ "planned_departure_at": instant("2026-11-21 19:00:00") }),
                ("/planned_departure_at", "departure_before_arrival"),
            ),
            (
                json!({ "planned_departure_at": instant("2028-11-21 19:00:00") }),
                ("/planned_departure_at", "stay_too_long"),
            ),
            (
                json!({ "change_reason": "x".repeat(501), "note": "x" }),
                ("/change_reason", "too_long"),
            ),
            (
                json!({ "change_reason": "a\u{0}b", "note": "x" }),
                ("/change_reason", "control_character"),
            ),
            (json!({ "external_id": "PMS-9" }), ("/external_id", "unknown_field")),
            (
                json!({ "notified_at": instant("2026-11-21 19:00:00") }),
                ("/notified_at", "unknown_field"),
            ),
        ] {
            haidang.amend(&stay, patch).await.refuses(&[expected]);
        }
        let no_version = haidang
            .call("amendStay")
            .stay(&stay)
            .json(&json!({ "note": "x" }))
            .await;
        no_version.refuses(&[("/version", "required")]);
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn an_arrival_cannot_be_corrected_past_the_departure(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-21 21:00:00");
        let gone = haidang.check_out(&stay).await.is(200);
        let patch = json!({ "arrival_at": instant("2026-11-21 21:00:01") });
        haidang
            .amend(&gone, patch)
            .await
            .refuses(&[("/arrival_at", "departure_before_arrival")]);
        let patch = json!({ "arrival_at": instant("2026-11-21 20:59:59") });
        haidang.amend(&gone, patch).await.is(200);
    }

    #[test]
    async fn a_room_that_left_the_plan_stays_right_for_the_guest_who_had_it(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let gone = haidang.check_out(&stay).await.is(200);
        let rooms = json!({ "version": 1, "rooms": [{ "floor": 1, "name": "101", "kind": "Đôi", "beds": 1 }] });
        haidang
            .call("replaceRoomPlan")
            .facility("haidang")
            .json(&rooms)
            .await
            .is(200);
        let corrected = haidang
            .amend(&gone, json!({ "guest": { "address": "16 Hoàng Diệu" } }))
            .await
            .is(200);
        assert_eq!(corrected["room"]["name"], "402");
        // But nobody comes back into it.
        let back = haidang.amend(&corrected, json!({ "departed_at": null })).await;
        back.refuses(&[("/room_id", "room_unknown")]);
    }

    // Proves KH-11.2d-3.
    // Part of KH-5.2.
    #[test]
    async fn a_stay_of_another_facility_does_not_exist(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let before = rows::everything(t).await;
        for login in ["doanvansau", "bacthanh"] {
            let other = t.signed_in(login).await;
            other.call("getStay").stay(&stay).await.problem("not_found");
            other.call("listStayVersions").stay(&stay).await.problem("not_found");
            other.amend(&stay, json!({ "note": "x" })).await.problem("not_found");
            other.check_out(&stay).await.problem("not_found");
        }
        for id in ["00000000-0000-0000-0000-000000000000", "x", "1", "%27"] {
            haidang.call("getStay").at("stay_id", id).await.problem("not_found");
        }
        assert_eq!(rows::everything(t).await, before);
        assert_eq!(lasting(&haidang.get(&stay).await), lasting(&stay));
        let others = t.signed_in("doanvansau").await;
        assert_eq!(others.call("listStays").await.is(200)["items"], json!([]));
        let search = json!({ "document_number": PHAT.document_number });
        assert_eq!(
            others.call("searchStays").json(&search).await.is(200)["people"],
            json!([])
        );
        others.notify(&notification::stay(&HA)).await;
        assert_eq!(
            others.call("listStays").await.is(200)["items"].as_array().map(Vec::len),
            Some(1)
        );
    }
);
