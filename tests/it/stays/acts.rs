//! Extending, moving, taking back, and what the police correct.

use crate::support::province::{HA, PHAT, room_id};
use crate::support::*;
use serde_json::{Value, json};

/// A stay of the hotel in room 402, notified on 21 November at 20:00.
async fn notified(t: &TestApp) -> (Client<'_>, Value) {
    let haidang = t.signed_in("haidang").await;
    let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
    (haidang, stay)
}

async fn act(client: &Client<'_>, operation: &str, stay: &Value, mut body: Value) -> Answer {
    body["version"] = stay["version"].clone();
    client.call(operation).stay(stay).json(&body).await
}

fn until(moment: &str) -> Value {
    json!({ "planned_departure_at": instant(moment) })
}

fn into(room: &str) -> Value {
    json!({ "room_id": room_id("haidang", room).to_string() })
}

fn because(words: &str) -> Value {
    json!({ "change_reason": words })
}

async fn history(client: &Client<'_>, stay: &Value) -> Vec<Value> {
    let all = client.call("listStayVersions").stay(stay).await.is(200);
    all["versions"].as_array().expect("versions").clone()
}

/// Whether the reader may do that with it now.
async fn can(client: &Client<'_>, stay: &Value, operation: &str) -> bool {
    let open = client.get(stay).await["can"].clone();
    open.as_array().expect("can").contains(&json!(operation))
}

on_both_engines!(
    #[test]
    async fn a_guest_stays_longer_moves_and_leaves_and_each_act_has_its_name(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-23 09:00:00");
        let longer = act(&haidang, "extendStay", &stay, until("2026-11-27 12:00:00"))
            .await
            .is(200);
        assert_eq!(longer["nights"]["total"], 6);
        let moved = act(&haidang, "moveStay", &longer, into("404")).await.is(200);
        assert_eq!(moved["room"]["name"], "404");
        let gone = haidang.check_out(&moved).await.is(200);
        for (operation, body) in [("extendStay", until("2026-11-28 12:00:00")), ("moveStay", into("401"))] {
            act(&haidang, operation, &gone, body).await.problem("already_departed");
        }
        let acts: Vec<Value> = history(&haidang, &stay)
            .await
            .iter()
            .map(|one| one["act"].clone())
            .collect();
        assert_eq!(acts, ["departed", "moved", "extended", "notified"]);
    }

    #[test]
    async fn an_act_without_what_it_is_about_or_with_a_wrong_one_changes_nothing(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let before = rows::everything(t).await;
        for (operation, body, pointer, code) in [
            ("extendStay", json!({}), "/planned_departure_at", "required"),
            (
                "extendStay",
                json!({ "planned_departure_at": null }),
                "/planned_departure_at",
                "required",
            ),
            (
                "extendStay",
                json!({ "planned_departure_at": "mai" }),
                "/planned_departure_at",
                "instant_malformed",
            ),
            (
                "extendStay",
                until("2026-11-20 12:00:00"),
                "/planned_departure_at",
                "departure_before_arrival",
            ),
            (
                "extendStay",
                until("2028-01-20 12:00:00"),
                "/planned_departure_at",
                "stay_too_long",
            ),
            (
                "extendStay",
                json!({ "planned_departure_at": stay["planned_departure_at"] }),
                "",
                "nothing_to_change",
            ),
            ("moveStay", json!({}), "/room_id", "required"),
            ("moveStay", json!({ "room_id": null }), "/room_id", "required"),
            ("moveStay", json!({ "room_id": stay["id"] }), "/room_id", "room_unknown"),
            ("moveStay", into("402"), "", "nothing_to_change"),
            ("cancelStay", json!({}), "/change_reason", "required"),
            ("cancelStay", because("   "), "/change_reason", "required"),
            ("cancelStay", because(&"x".repeat(501)), "/change_reason", "too_long"),
        ] {
            act(&haidang, operation, &stay, body.clone())
                .await
                .refuses(&[(pointer, code)]);
        }
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn of_two_who_change_at_once_one_is_told_and_a_request_sent_again_is_one_change(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let mut body = until("2026-11-26 12:00:00");
        body["version"] = stay["version"].clone();
        let call = async || {
            haidang
                .call("extendStay")
                .stay(&stay)
                .key("extend-once")
                .json(&body)
                .await
        };
        let (first, again) = (call().await.is(200), call().await.is(200));
        assert_eq!(first, again);
        act(&haidang, "moveStay", &stay, into("404"))
            .await
            .problem("version_conflict");
        assert_eq!(history(&haidang, &stay).await.len(), 2);
    }

    // Part of KH-11.2d-2.
    #[test]
    async fn a_notification_taken_back_stays_visible_with_its_reason_and_counts_nowhere(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let taken = act(&haidang, "cancelStay", &stay, because("Khách không đến"))
            .await
            .is(200);
        assert_eq!(
            (&taken["state"], &taken["nights"]["total"], &taken["can"]),
            (&json!("cancelled"), &json!(0), &json!([]))
        );
        assert_eq!(taken["cancelled_at"], instant("2026-11-21 20:00:00"));
        for reader in ["haidang", "congan.nhatrang"] {
            let reader = t.signed_in(reader).await;
            assert_eq!(reader.get(&stay).await["state"], "cancelled");
            let listed = reader.call("listStays").await.is(200);
            assert_eq!(listed["items"][0]["state"], "cancelled");
            let only = reader.call("listStays").query("state", "cancelled").await.is(200);
            assert_eq!(only["items"].as_array().map(Vec::len), Some(1));
            for state in ["present", "leaving", "overdue", "departed", "expected"] {
                let none = reader.call("listStays").query("state", state).await.is(200);
                assert_eq!(none["items"], json!([]), "{state}");
            }
            assert_eq!(history(&reader, &stay).await[0]["change_reason"], "Khách không đến");
        }
        let day = haidang.call("getFacilityDay").facility("haidang").await.is(200);
        assert_eq!((&day["present_guests"], &day["arrivals"]), (&json!(0), &json!([])));
        let board = haidang.call("getRoomBoard").facility("haidang").await.is(200);
        assert!(
            board["rooms"]
                .as_array()
                .unwrap()
                .iter()
                .all(|room| room["state"] == "free")
        );
        let due = haidang.call("listOwnDeadlines").facility("haidang").await.is(200);
        assert_eq!(due["items"], json!([]));
        let before = rows::everything(t).await;
        for (operation, body) in [
            ("cancelStay", because("Lần nữa")),
            ("amendStay", json!({ "note": "x" })),
            ("extendStay", until("2026-11-27 12:00:00")),
            ("moveStay", into("404")),
            ("checkOutStay", json!({})),
        ] {
            act(&haidang, operation, &taken, body).await.problem("stay_cancelled");
        }
        let police = t.signed_in("congan.nhatrang").await;
        let correction = json!({ "change_reason": "x", "note": "y" });
        act(&police, "correctStay", &taken, correction)
            .await
            .problem("stay_cancelled");
        assert_eq!(rows::everything(t).await, before);
        // The same guest may be notified again.
        haidang.notify(&t.stay_in("402", &PHAT)).await;
    }

    // Part of KH-11.2d-1.
    #[test]
    async fn the_facility_takes_back_until_24_hours_and_the_police_after(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let second = haidang.notify(&t.stay_in("401", &HA)).await;
        t.at("2026-11-21 23:59:59");
        assert!(can(&haidang, &second, "cancelStay").await);
        act(&haidang, "cancelStay", &second, because("Nhập nhầm")).await.is(200);
        t.at("2026-11-22 00:00:00");
        assert!(!can(&haidang, &stay, "cancelStay").await);
        act(&haidang, "cancelStay", &stay, because("Nhập nhầm"))
            .await
            .problem("correction_closed");
        let police = t.signed_in("congan.nhatrang").await;
        let taken = act(&police, "cancelStay", &stay, because("Cơ sở báo nhầm"))
            .await
            .is(200);
        assert_eq!(taken["state"], "cancelled");
    }

    // Part of KH-11.2d-1, KH-11.2d-2.
    #[test]
    async fn after_24_hours_the_police_correct_with_a_reason_and_the_facility_reads_it(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-24 09:00:00");
        let police = t.signed_in("congan.nhatrang").await;
        assert!(can(&police, &stay, "correctStay").await);
        assert!(!can(&haidang, &stay, "correctStay").await);
        let birth = json!({ "guest": { "birth_date": "1982-04-20" } });
        act(&police, "correctStay", &stay, birth.clone())
            .await
            .refuses(&[("/change_reason", "required")]);
        let mut with_reason = birth;
        with_reason["change_reason"] = json!("Theo thẻ căn cước");
        let corrected = act(&police, "correctStay", &stay, with_reason).await.is(200);
        assert_eq!(corrected["guest"]["birth_date"], "1982-04-20");
        let newest = &history(&haidang, &stay).await[0];
        assert_eq!(
            (&newest["act"], &newest["by_unit"], &newest["change_reason"]),
            (
                &json!("corrected"),
                &json!("Công an phường Nha Trang"),
                &json!("Theo thẻ căn cước")
            )
        );
        assert_eq!(
            newest["changes"],
            json!([{ "pointer": "/guest/birth_date", "before": PHAT.birth_date, "after": "1982-04-20" }])
        );
        // A departure that nobody declared, and one that was declared wrongly.
        let left = json!({ "departed_at": instant("2026-11-23 09:00:00"), "change_reason": "Camera cho thấy đã rời" });
        let left = act(&police, "correctStay", &corrected, left).await.is(200);
        assert_eq!(
            (&left["state"], &left["departed_at"]),
            (&json!("departed"), &json!(instant("2026-11-23 09:00:00")))
        );
        let earlier = json!({ "departed_at": instant("2026-11-22 09:00:00"), "change_reason": "Khách xác nhận" });
        act(&police, "correctStay", &left, earlier).await.is(200);
        let acts: Vec<Value> = history(&haidang, &stay)
            .await
            .iter()
            .map(|one| one["act"].clone())
            .collect();
        assert_eq!(acts, ["departure_corrected", "departed", "corrected", "notified"]);
        assert_eq!(rows::audit(t, "stay_corrected").await.len(), 1);
    }

    #[test]
    async fn more_than_two_guests_to_a_bed_are_told_and_never_refused(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let beds = haidang.call("getFacility").facility("haidang").await.is(200)["rooms"]
            .as_array()
            .unwrap()
            .iter()
            .find(|room| room["name"] == "402")
            .unwrap()["beds"]
            .as_u64()
            .unwrap();
        let crowded = |stay: &Value| {
            let mut warnings = stay["warnings"].as_array().unwrap().iter();
            warnings.any(|warning| warning["code"] == "room_crowded")
        };
        for _ in 0..beds * 2 {
            assert!(!crowded(&haidang.notify(&t.stay_in("402", &PHAT)).await));
        }
        let one_more = haidang.notify(&t.stay_in("402", &HA)).await;
        assert!(crowded(&one_more));
        let mut guest = notification::stay(&province::TEREZA);
        let group = json!({
            "kind": guest["kind"].take(), "arrival_at": guest["arrival_at"].take(), "reason": guest["reason"].take(),
            "planned_departure_at": guest["planned_departure_at"].take(),
            "guests": [{ "guest": guest["guest"].take(), "room_id": room_id("haidang", "402").to_string() }],
        });
        let told = haidang.call("notifyGroup").json(&group).await.is(201);
        assert_eq!(told["stays"][0]["open_warnings"], 1);
        // It goes with the room, and comes with it.
        let away = act(&haidang, "moveStay", &one_more, into("404")).await.is(200);
        assert!(!crowded(&away));
        let back = act(&haidang, "moveStay", &away, into("402")).await.is(200);
        assert!(crowded(&back));
        assert!(crowded(
            &haidang.amend(&back, json!({ "note": "Thêm giường phụ" })).await.is(200)
        ));
    }

    #[test]
    async fn a_stay_out_of_reach_does_not_exist_for_any_act(t: &TestApp) {
        let (_, stay) = notified(t).await;
        let before = rows::everything(t).await;
        let (other, police) = (t.signed_in("bacthanh").await, t.signed_in("congan.bac").await);
        for (client, operation, body) in [
            (&other, "extendStay", until("2026-11-27 12:00:00")),
            (&other, "moveStay", into("404")),
            (&other, "cancelStay", because("x")),
            (&police, "cancelStay", because("x")),
            (&police, "correctStay", json!({ "change_reason": "x", "note": "y" })),
        ] {
            act(client, operation, &stay, body).await.problem("not_found");
        }
        let own = t.signed_in("haidang").await;
        act(&own, "correctStay", &stay, json!({ "change_reason": "x", "note": "y" }))
            .await
            .problem("forbidden");
        assert_eq!(rows::everything(t).await, before);
    }
);
