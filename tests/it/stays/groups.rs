//! Groups: one arrival and reason for many guests.

use crate::support::province::{HA, PHAT, facility_id, room_id};
use crate::support::*;
use serde_json::{Value, json};

/// Somebody with a passport of their own.
pub fn member(number: usize) -> Value {
    json!({ "guest": {
        "full_name": format!("SVOBODA JAN {}", ["A", "B", "C", "D", "E"][number % 5]), "birth_date": "1990-05-17",
        "sex": "male", "nationality": "CZ", "document_type": "passport", "document_number": format!("CZ{number:07}"),
    } })
}

pub fn group(size: usize) -> Value {
    json!({
        "kind": "overnight", "arrival_at": instant("2026-11-21 19:00:00"),
        "planned_departure_at": instant("2026-11-23 12:00:00"), "reason": "tourism",
        "guests": (0..size).map(member).collect::<Vec<_>>(),
    })
}

async fn notify(client: &Client<'_>, body: &Value) -> Answer {
    client.call("notifyGroup").json(body).await
}

on_both_engines!(
    #[test]
    async fn a_group_of_twelve_is_notified_at_once_and_gets_its_rooms_afterwards(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let mut body = group(12);
        body["guests"][0]["room_id"] = json!(room_id("haidang", "401"));
        let told = notify(&haidang, &body).await.is(201);
        let stays = told["stays"].as_array().unwrap();
        assert_eq!(stays.len(), 12);
        assert_eq!(
            (&stays[0]["room_name"], &stays[1]["room_name"]),
            (&json!("401"), &Value::Null)
        );
        assert_eq!(stays[11]["full_name"], "SVOBODA JAN B");
        let listed = haidang.call("listStays").await.is(200);
        assert_eq!(listed["items"].as_array().unwrap().len(), 12);
        // Without a room it may be corrected as any other, and the room is given as a move.
        let stay = haidang.call("getStay").stay(&stays[1]).await.is(200);
        let stay = haidang
            .amend(&stay, json!({ "guest": { "phone": "+420 601 226 399" } }))
            .await
            .is(200);
        let stay = haidang
            .amend(&stay, json!({ "room_id": room_id("haidang", "402") }))
            .await
            .is(200);
        assert_eq!(stay["room"]["name"], "402");
        let board = haidang
            .call("getRoomBoard")
            .at("facility_id", facility_id("haidang"))
            .await
            .is(200);
        assert_eq!(board["without_room"].as_array().unwrap().len(), 10);
        // Who has a room keeps one.
        haidang
            .amend(&stay, json!({ "room_id": null }))
            .await
            .refuses(&[("/room_id", "required")]);
        let police = t.signed_in("congan.nhatrang").await;
        let seen = police.call("listStays").await.is(200);
        assert_eq!(seen["items"].as_array().unwrap().len(), 12);
    }

    #[test]
    async fn what_is_wrong_with_one_guest_points_to_that_guest_and_nothing_is_stored(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let before = rows::everything(t).await;
        let mut body = group(4);
        body["guests"][1]["guest"]["full_name"] = json!("");
        body["guests"][2]["guest"] = body["guests"][0]["guest"].clone();
        body["guests"][2]["guest"]["document_number"] = json!("CZ 0000000");
        body["guests"][3]["room_id"] = json!(uuid::Uuid::now_v7());
        notify(&haidang, &body).await.refuses(&[
            ("/guests/1/guest/full_name", "required"),
            ("/guests/3/room_id", "room_unknown"),
            ("/guests/2/guest/document_number", "duplicate"),
        ]);
        // What is wrong with the whole is told once.
        let mut body = group(3);
        body["reason"] = json!("kidnapping");
        body["planned_departure_at"] = json!(instant("2026-11-20 12:00:00"));
        notify(&haidang, &body).await.refuses(&[
            ("/planned_departure_at", "departure_before_arrival"),
            ("/reason", "reason_unknown"),
        ]);
        notify(&haidang, &group(0)).await.refuses(&[("/guests", "required")]);
        notify(&haidang, &group(501)).await.refuses(&[("/guests", "too_many")]);
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn a_repeated_request_is_one_group_and_another_ones_id_stores_nothing(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let mut body = group(2);
        body["guests"][1]["external_id"] = json!("PMS-1");
        let first = haidang
            .call("notifyGroup")
            .key("group-000001")
            .json(&body)
            .await
            .is(201);
        let again = haidang
            .call("notifyGroup")
            .key("group-000001")
            .json(&body)
            .await
            .is(201);
        assert_eq!(first, again);
        assert_eq!(rows::count(t, "stay").await, 2);
        let mut other = group(3);
        other["guests"][2]["external_id"] = json!("PMS-1");
        notify(&haidang, &other).await.problem("external_id_taken");
        assert_eq!(rows::count(t, "stay").await, 2);
        let mut same = group(2);
        same["guests"][0]["external_id"] = json!("PMS-2");
        same["guests"][1]["external_id"] = json!("PMS-2");
        notify(&haidang, &same)
            .await
            .refuses(&[("/guests/1/external_id", "duplicate")]);
    }

    #[test]
    async fn a_late_group_is_taken_and_each_guest_marked(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        t.at("2026-11-21 23:00:00");
        let told = notify(&haidang, &group(2)).await.is(201);
        for stay in told["stays"].as_array().unwrap() {
            assert_eq!(stay["late_seconds"], 0);
        }
        let events = rows::audit(t, "group_notified").await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].details["late"], 2);
        assert_eq!(events[0].details["stays"].as_array().unwrap().len(), 2);
    }

    #[test]
    async fn five_hundred_guests_are_one_request(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let told = notify(&haidang, &group(500)).await.is(201);
        assert_eq!(told["stays"].as_array().unwrap().len(), 500);
        assert_eq!(rows::count(t, "stay").await, 500);
    }

    #[test]
    async fn a_warning_about_one_guest_stays_with_that_guest(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let mut body = group(0);
        body["guests"] = json!([
            { "guest": notification::guest(&PHAT) },
            { "guest": notification::guest(&HA).with("/birth_date", "1986-06-09") },
        ]);
        let told = notify(&haidang, &body).await.is(201);
        let warnings: Vec<&Value> = told["stays"]
            .as_array()
            .unwrap()
            .iter()
            .map(|stay| &stay["open_warnings"])
            .collect();
        assert_eq!(warnings, [&json!(0), &json!(1)]);
    }
);
