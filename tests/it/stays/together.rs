//! One act for several stays: a whole room, a whole group, departures of days ago.

use crate::support::province::{HA, PHAT, Person, TEREZA, room_id};
use crate::support::*;
use serde_json::{Value, json};

/// Three guests of the hotel in room 402.
async fn family(t: &TestApp) -> (Client<'_>, Vec<Value>) {
    let haidang = t.signed_in("haidang").await;
    let mut stays = Vec::new();
    for person in [&PHAT, &HA, &TEREZA] {
        stays.push(haidang.notify(&t.stay_in("402", person)).await);
    }
    (haidang, stays)
}

fn those(stays: &[Value]) -> Value {
    stays
        .iter()
        .map(|stay| json!({ "stay_id": stay["id"], "version": stay["version"] }))
        .collect()
}

async fn extend(client: &Client<'_>, stays: &[Value], until: &str) -> Answer {
    let body = json!({ "stays": those(stays), "planned_departure_at": instant(until) });
    client.call("extendStays").json(&body).await
}

async fn relocate(client: &Client<'_>, stays: &[Value], room: &str) -> Answer {
    let body = json!({ "stays": those(stays), "room_id": room_id("haidang", room) });
    client.call("moveStays").json(&body).await
}

async fn again(client: &Client<'_>, stays: &[Value]) -> Vec<Value> {
    let mut now = Vec::new();
    for stay in stays {
        now.push(client.get(stay).await);
    }
    now
}

/// The codes of what was refused; null where it was done.
fn refusals(answer: &Value) -> Vec<Value> {
    let results = answer["results"].as_array().expect("results");
    results.iter().map(|one| one["refusal"]["code"].clone()).collect()
}

on_both_engines!(
    #[test]
    async fn a_whole_room_stays_longer_moves_and_leaves_in_one_act_each(t: &TestApp) {
        let (haidang, stays) = family(t).await;
        t.at("2026-11-23 09:00:00");
        let longer = extend(&haidang, &stays, "2026-11-27 12:00:00").await.is(200);
        assert_eq!((&longer["done"], refusals(&longer)), (&json!(3), vec![Value::Null; 3]));
        let stays = again(&haidang, &stays).await;
        for (stay, told) in stays.iter().zip(longer["results"].as_array().expect("results")) {
            assert_eq!(stay["planned_departure_at"], instant("2026-11-27 12:00:00"));
            assert_eq!((&stay["id"], &stay["version"]), (&told["stay_id"], &told["version"]));
        }
        relocate(&haidang, &stays, "404").await.is(200);
        let stays = again(&haidang, &stays).await;
        assert!(stays.iter().all(|stay| stay["room"]["name"] == "404"));
        let body = json!({ "stays": those(&stays) });
        let gone = haidang.call("checkOutStays").json(&body).await.is(200);
        assert_eq!(gone["done"], 3);
        for stay in again(&haidang, &stays).await {
            assert_eq!(stay["departed_at"], instant("2026-11-23 09:00:00"));
            let history = haidang.call("listStayVersions").stay(&stay).await.is(200);
            let acts: Vec<_> = history["versions"]
                .as_array()
                .expect("versions")
                .iter()
                .map(|one| one["act"].clone())
                .collect();
            assert_eq!(acts, ["departed", "moved", "extended", "notified"]);
        }
        assert_eq!(rows::audit(t, "stay_extended").await.len(), 3);
    }

    #[test]
    async fn what_is_possible_is_done_and_of_the_rest_each_is_told_why_not(t: &TestApp) {
        let (haidang, stays) = family(t).await;
        let bacthanh = t.signed_in("bacthanh").await;
        let there = room_id("bacthanh", "101").to_string();
        let theirs = bacthanh
            .notify(&notification::stay(&PHAT).with("/room_id", there))
            .await;
        t.at("2026-11-22 09:00:00");
        haidang.check_out(&stays[0]).await.is(200);
        haidang
            .amend(&stays[1], json!({ "guest": { "phone": "0905000147" } }))
            .await
            .problem("correction_closed");
        let changed = haidang
            .call("extendStay")
            .stay(&stays[1])
            .json(&json!({ "version": 1, "planned_departure_at": instant("2026-11-25 12:00:00") }))
            .await
            .is(200);
        // One that is not within reach refuses all.
        let with_theirs = [stays[2].clone(), theirs.clone()];
        extend(&haidang, &with_theirs, "2026-11-27 12:00:00")
            .await
            .problem("not_found");
        assert_eq!(bacthanh.get(&theirs).await["version"], 1);
        let answer = extend(&haidang, &stays, "2026-11-27 12:00:00").await.is(200);
        assert_eq!(answer["done"], 1);
        assert_eq!(
            refusals(&answer),
            [json!("already_departed"), json!("version_conflict"), Value::Null]
        );
        assert_eq!(
            answer["results"][1]["version"], changed["version"],
            "with what to go on from"
        );
        assert_eq!(haidang.get(&stays[1]).await, changed);
        let last = haidang.get(&stays[2]).await;
        assert_eq!(last["planned_departure_at"], instant("2026-11-27 12:00:00"));
        // What is wrong with the act for one of them stands with that one.
        let before_arrival = extend(&haidang, &[last], "2026-11-20 12:00:00").await.is(200);
        assert_eq!(
            before_arrival["results"][0]["refusal"]["errors"][0]["code"],
            "departure_before_arrival"
        );
        assert_eq!(before_arrival["done"], 0);
    }

    // Part of KH-11.2e-1.
    #[test]
    async fn departures_of_days_ago_are_declared_at_once_each_at_its_time(t: &TestApp) {
        let (haidang, stays) = family(t).await;
        t.at("2026-11-26 09:00:00");
        let times = ["2026-11-24 12:00:00", "2026-11-25 08:30:00", "2026-11-27 12:00:00"];
        let leaving: Vec<Value> = stays
            .iter()
            .zip(times)
            .map(|(stay, at)| json!({ "stay_id": stay["id"], "version": 1, "departed_at": instant(at) }))
            .collect();
        let answer = haidang
            .call("checkOutStays")
            .json(&json!({ "stays": leaving }))
            .await
            .is(200);
        assert_eq!(
            refusals(&answer),
            [Value::Null, Value::Null, json!("validation_failed")]
        );
        assert_eq!(
            answer["results"][2]["refusal"]["errors"][0]["code"],
            "departure_in_future"
        );
        let now = again(&haidang, &stays).await;
        assert_eq!(now[0]["departed_at"], instant(times[0]));
        assert_eq!(now[1]["departed_at"], instant(times[1]));
        assert_eq!(now[2]["departed_at"], Value::Null);
    }

    #[test]
    async fn an_act_for_several_that_is_wrong_as_a_whole_changes_nothing(t: &TestApp) {
        let (haidang, stays) = family(t).await;
        let all = those(&stays);
        let twice = json!([all[0], all[1], all[0]]);
        let before = rows::everything(t).await;
        let until = instant("2026-11-27 12:00:00");
        let elsewhere = room_id("bacthanh", "101");
        for (operation, body, pointer, code) in [
            (
                "extendStays",
                json!({ "stays": all }),
                "/planned_departure_at",
                "required",
            ),
            (
                "extendStays",
                json!({ "stays": all, "planned_departure_at": "mai" }),
                "/planned_departure_at",
                "instant_malformed",
            ),
            (
                "extendStays",
                json!({ "stays": [], "planned_departure_at": until }),
                "/stays",
                "out_of_range",
            ),
            (
                "extendStays",
                json!({ "stays": twice, "planned_departure_at": until }),
                "/stays/2/stay_id",
                "duplicate",
            ),
            ("moveStays", json!({ "stays": all }), "/room_id", "required"),
            (
                "moveStays",
                json!({ "stays": all, "room_id": "402" }),
                "/room_id",
                "room_unknown",
            ),
            (
                "moveStays",
                json!({ "stays": all, "room_id": elsewhere }),
                "/room_id",
                "room_unknown",
            ),
            ("checkOutStays", json!({ "stays": [] }), "/stays", "out_of_range"),
            (
                "checkOutStays",
                json!({ "stays": [{ "stay_id": stays[0]["id"], "version": 1, "departed_at": "nay" }] }),
                "/stays/0/departed_at",
                "instant_malformed",
            ),
        ] {
            haidang.call(operation).json(&body).await.refuses(&[(pointer, code)]);
        }
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn sent_again_an_act_for_several_is_one_act(t: &TestApp) {
        let (haidang, stays) = family(t).await;
        let body = json!({ "stays": those(&stays), "planned_departure_at": instant("2026-11-27 12:00:00") });
        let send = async || haidang.call("extendStays").key("room-402-longer").json(&body).await;
        let (first, second) = (send().await, send().await);
        assert_eq!(first.is(200), second.is(200));
        assert_eq!(second.header("Idempotency-Replayed"), Some("true"));
        assert!(again(&haidang, &stays).await.iter().all(|stay| stay["version"] == 2));
    }

    #[test]
    async fn a_room_that_a_family_moves_into_is_crowded_from_the_guest_on_who_is_too_many(t: &TestApp) {
        let (haidang, stays) = family(t).await;
        let off = json!({ "version": 1, "mark": "out_of_service", "note": "Sửa nước" });
        let mark = haidang.call("markRoom").facility("haidang");
        mark.at("room_id", room_id("haidang", "404")).json(&off).await.is(200);
        relocate(&haidang, &stays, "404")
            .await
            .refuses(&[("/room_id", "room_out_of_service")]);
        let sure = json!({
            "stays": those(&stays), "room_id": room_id("haidang", "404"), "confirmed": ["room_out_of_service"],
        });
        let moved = haidang.call("moveStays").json(&sure).await.is(200);
        assert_eq!(moved["done"], 3);
        assert!(
            again(&haidang, &stays)
                .await
                .iter()
                .all(|stay| stay["room"]["name"] == "404")
        );
    }

    #[test]
    async fn the_guests_of_a_group_are_listed_by_it(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let member = |person: &Person| json!({ "guest": notification::guest(person) });
        let group = json!({
            "kind": "overnight", "arrival_at": instant("2026-11-21 19:31:00"),
            "planned_departure_at": instant("2026-11-24 12:00:00"), "reason": "tourism",
            "guests": [member(&PHAT), member(&HA)],
        });
        let group = haidang.call("notifyGroup").json(&group).await.is(201);
        haidang.notify(&t.stay_in("402", &TEREZA)).await;
        let page = haidang
            .call("listStays")
            .query("group_id", group["id"].as_str().expect("an id"))
            .await
            .is(200);
        let items = page["items"].as_array().expect("items");
        assert_eq!(items.len(), 2);
        assert!(items.iter().all(|stay| stay["group_id"] == group["id"]));
        assert_eq!(haidang.get(&items[0]).await["group_id"], group["id"]);
        // Nobody else's list knows the group.
        let bacthanh = t.signed_in("bacthanh").await;
        let theirs = bacthanh
            .call("listStays")
            .query("group_id", group["id"].as_str().expect("an id"));
        assert_eq!(theirs.await.is(200)["items"], json!([]));
    }
);
