//! The room board: how each room stands, and what is marked on it.

use crate::support::client::at_once;
use crate::support::province::{HA, PHAT, TEREZA, facility_id, room_id};
use crate::support::*;
use serde_json::{Value, json};

async fn board(client: &Client<'_>) -> Value {
    client
        .call("getRoomBoard")
        .at("facility_id", facility_id("haidang"))
        .await
        .is(200)
}

fn room<'a>(board: &'a Value, name: &str) -> &'a Value {
    let rooms = board["rooms"].as_array().expect("rooms");
    rooms
        .iter()
        .find(|room| room["name"] == name)
        .unwrap_or_else(|| panic!("no room {name}"))
}

/// Marks a room from the mark that it has.
async fn mark(client: &Client<'_>, name: &str, body: &Value) -> Answer {
    let id = room_id("haidang", name);
    let version = format!(
        "SELECT CAST(mark_version AS BIGINT) FROM room WHERE id = {}",
        rows::id(client.t, id)
    );
    let version = rows::number(client.t, &version).await;
    client
        .call("markRoom")
        .facility("haidang")
        .at("room_id", id)
        .json(&body.clone().with("/version", version))
        .await
}

fn arrived(guests: i64) -> Value {
    json!({ "mark": "arrived", "guest_count": guests })
}

on_both_engines!(
    #[test]
    async fn each_room_says_how_it_stands_and_who_is_in_it(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        haidang.notify(&t.stay_in("401", &PHAT)).await;
        haidang.notify(&t.stay_in("401", &HA)).await;
        let by_the_hour = t
            .stay_in("402", &TEREZA)
            .with("/kind", "day_use")
            .with("/planned_departure_at", instant("2026-11-21 21:30:00"));
        haidang.notify(&by_the_hour).await;
        let seen = board(&haidang).await;
        let states: Vec<(&str, &str)> = seen["rooms"]
            .as_array()
            .unwrap()
            .iter()
            .map(|room| (room["name"].as_str().unwrap(), room["state"].as_str().unwrap()))
            .collect();
        assert_eq!(
            states,
            [
                ("401", "occupied"),
                ("402", "day_use"),
                ("403", "free"),
                ("404", "free")
            ]
        );
        let names: Vec<&str> = room(&seen, "401")["stays"]
            .as_array()
            .unwrap()
            .iter()
            .map(|stay| stay["full_name"].as_str().unwrap())
            .collect();
        assert_eq!(names.len(), 2);
        assert!(names.contains(&PHAT.full_name) && names.contains(&HA.full_name));
        assert_eq!((&seen["unnotified"], &seen["without_room"]), (&json!(0), &json!([])));
        // The day of the departure, and past its cut-off.
        t.at("2026-11-23 09:00:00");
        assert_eq!(room(&board(&haidang).await, "401")["state"], "leaving");
        t.at("2026-11-23 14:00:01");
        assert_eq!(room(&board(&haidang).await, "401")["state"], "overdue");
    }

    // Part of LC-8.1.
    #[test]
    async fn guests_who_moved_in_are_counted_down_as_they_are_notified(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        t.at("2026-11-21 20:10:00");
        mark(&haidang, "403", &arrived(2)).await.is(200);
        t.at("2026-11-21 20:30:00");
        let seen = board(&haidang).await;
        let marked = room(&seen, "403");
        assert_eq!(
            (&marked["state"], &marked["unnotified"]),
            (&json!("not_notified"), &json!(2))
        );
        assert_eq!(marked["due_at"], instant("2026-11-21 23:00:00"));
        assert_eq!(seen["unnotified"], 2);
        let day = haidang
            .call("getFacilityDay")
            .at("facility_id", facility_id("haidang"))
            .await
            .is(200);
        assert_eq!(day["unnotified"], 2);

        let first = haidang.notify(&t.stay_in("403", &PHAT)).await;
        assert_eq!(room(&board(&haidang).await, "403")["unnotified"], 1);
        haidang.notify(&t.stay_in("403", &HA)).await;
        let seen = board(&haidang).await;
        assert_eq!(room(&seen, "403")["state"], "occupied");
        assert_eq!(room(&seen, "403")["due_at"], Value::Null);
        // Once all are notified, who leaves does not turn into somebody who is missing.
        haidang.check_out(&first).await.is(200);
        let seen = board(&haidang).await;
        assert_eq!(
            (&room(&seen, "403")["state"], &seen["unnotified"]),
            (&json!("occupied"), &json!(0))
        );
    }

    #[test]
    async fn who_moves_out_of_a_marked_room_leaves_nobody_missing(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        mark(&haidang, "403", &arrived(1)).await.is(200);
        let stay = haidang.notify(&t.stay_in("403", &PHAT)).await;
        let elsewhere = json!({ "room_id": room_id("haidang", "404") });
        haidang.amend(&stay, elsewhere).await.is(200);
        let seen = board(&haidang).await;
        assert_eq!(room(&seen, "403")["state"], "free");
        assert_eq!(room(&seen, "404")["state"], "occupied");
    }

    #[test]
    async fn the_deadline_runs_from_the_arrival_though_the_number_is_changed(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        t.at("2026-11-21 22:59:59");
        mark(&haidang, "403", &arrived(1)).await.is(200);
        t.at("2026-11-21 23:00:00");
        mark(&haidang, "404", &arrived(1)).await.is(200);
        mark(&haidang, "403", &arrived(3)).await.is(200);
        let seen = board(&haidang).await;
        assert_eq!(room(&seen, "403")["due_at"], instant("2026-11-21 23:00:00"));
        assert_eq!(room(&seen, "403")["unnotified"], 3);
        assert_eq!(room(&seen, "404")["due_at"], instant("2026-11-22 08:00:00"));
        mark(&haidang, "403", &json!({})).await.is(200);
        assert_eq!(room(&board(&haidang).await, "403")["state"], "free");
    }

    #[test]
    async fn a_room_goes_out_of_service_only_when_nobody_is_in_it(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &PHAT)).await;
        let off = json!({ "mark": "out_of_service", "note": "Sửa nước" });
        let before = rows::everything(t).await;
        mark(&haidang, "401", &off).await.problem("room_occupied");
        assert_eq!(rows::everything(t).await, before);
        haidang.check_out(&stay).await.is(200);
        mark(&haidang, "401", &off).await.is(200);
        let seen = board(&haidang).await;
        assert_eq!(
            (&room(&seen, "401")["state"], &room(&seen, "401")["note"]),
            (&json!("out_of_service"), &json!("Sửa nước"))
        );
        mark(&haidang, "401", &json!({ "mark": null })).await.is(200);
        assert_eq!(room(&board(&haidang).await, "401")["state"], "free");
    }

    #[test]
    async fn moving_into_a_room_out_of_service_is_asked_and_its_mark_stays(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("401", &PHAT)).await;
        let off = json!({ "mark": "out_of_service", "note": "Sửa nước" });
        mark(&haidang, "402", &off).await.is(200);
        let there = json!({ "version": stay["version"], "room_id": room_id("haidang", "402") });
        let refused = haidang.call("moveStay").stay(&stay).json(&there).await;
        refused.refuses(&[("/room_id", "room_out_of_service")]);
        haidang
            .amend(&stay, json!({ "room_id": room_id("haidang", "402") }))
            .await
            .refuses(&[("/room_id", "room_out_of_service")]);
        assert_eq!(haidang.get(&stay).await["room"]["name"], "401");
        let sure = there.with("/confirmed", json!(["room_out_of_service"]));
        haidang.call("moveStay").stay(&stay).json(&sure).await.is(200);
        let seen = board(&haidang).await;
        assert_eq!(
            (
                &room(&seen, "402")["state"],
                &room(&seen, "402")["out_of_service"],
                &room(&seen, "402")["note"]
            ),
            (&json!("occupied"), &json!(true), &json!("Sửa nước")),
            "somebody is in it, and it is still out of service"
        );
        // A guest who is there is notified whatever the board says, with a warning.
        let told = haidang.notify(&t.stay_in("402", &HA)).await;
        assert_eq!(told["warnings"][0]["code"], "room_out_of_service");
    }

    #[test]
    async fn two_desks_that_check_in_to_a_marked_room_at_once_both_succeed(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        mark(&haidang, "402", &arrived(2)).await.is(200);
        let bodies = [t.stay_in("402", &PHAT), t.stay_in("402", &HA)];
        let sent = bodies
            .iter()
            .map(|body| async { haidang.call("notifyStay").json(body).await });
        assert_eq!(at_once(sent).await, [201, 201]);
        assert_eq!(room(&board(&haidang).await, "402")["state"], "occupied");
    }

    #[test]
    async fn of_two_who_mark_a_room_at_once_the_second_is_told_and_sees_what_the_first_marked(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let seen = board(&haidang).await;
        let version = room(&seen, "403")["version"].clone();
        let mark = |body: Value| {
            let call = haidang.call("markRoom").facility("haidang");
            call.at("room_id", room_id("haidang", "403")).json(&body)
        };
        mark(arrived(2)).await.refuses(&[("/version", "required")]);
        let first = mark(arrived(2).with("/version", version.clone())).await.is(200);
        assert_eq!(
            first,
            json!({
                "room_id": room_id("haidang", "403"), "mark": "arrived", "guest_count": 2, "note": null,
                "marked_at": instant(TestApp::START), "version": 2,
            })
        );
        let off = json!({ "mark": "out_of_service", "note": "Sửa nước" });
        let before = rows::everything(t).await;
        mark(off.clone().with("/version", version))
            .await
            .problem("version_conflict");
        let call = haidang.call("markRoom").facility("haidang");
        let call = call
            .at("room_id", room_id("haidang", "403"))
            .header("If-Match", "\"1\"");
        call.json(&off).await.problem("precondition_failed");
        assert_eq!(rows::everything(t).await, before);
        assert_eq!(room(&board(&haidang).await, "403")["version"], 2);
        // The mark that goes with its last guest is another one too.
        let stay = haidang.notify(&t.stay_in("403", &PHAT)).await;
        haidang.notify(&t.stay_in("403", &HA)).await;
        haidang.check_out(&stay).await.is(200);
        assert_eq!(room(&board(&haidang).await, "403")["version"], 3);
    }

    #[test]
    async fn a_mark_that_makes_no_sense_is_refused_and_changes_nothing(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let before = rows::everything(t).await;
        for (body, fault) in [
            (json!({ "mark": "arrived" }), ("/guest_count", "required")),
            (arrived(0), ("/guest_count", "out_of_range")),
            (arrived(100), ("/guest_count", "out_of_range")),
            (json!({ "mark": "out_of_service" }), ("/note", "required")),
            (json!({ "mark": "out_of_service", "note": "  " }), ("/note", "required")),
            (json!({ "mark": "haunted" }), ("/mark", "unknown_value")),
        ] {
            mark(&haidang, "401", &body).await.refuses(&[fault]);
        }
        mark(&haidang, "401", &json!({ "mark": "arrived", "guest_count": "2" }))
            .await
            .refuses(&[("/guest_count", "wrong_type")]);
        // Another facility's room, and a room of another facility.
        let other = t.signed_in("bacthanh").await;
        mark(&other, "401", &arrived(1)).await.problem("not_found");
        other
            .call("getRoomBoard")
            .at("facility_id", facility_id("haidang"))
            .await
            .problem("not_found");
        haidang
            .call("markRoom")
            .at("facility_id", facility_id("haidang"))
            .at("room_id", uuid::Uuid::now_v7())
            .json(&arrived(1).with("/version", 1))
            .await
            .problem("not_found");
        assert_eq!(rows::everything(t).await, before);
    }
);
