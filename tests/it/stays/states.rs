//! The states that a list can be asked for are the states that its rows tell.

use crate::support::province::{HA, PHAT, TEREZA, room_id};
use crate::support::*;
use serde_json::Value;
use std::collections::BTreeSet;

async fn listed(client: &Client<'_>, state: &str) -> BTreeSet<String> {
    let page = client.call("listStays").query("state", state).await.is(200);
    let items = page["items"].as_array().expect("items").iter();
    items
        .map(|stay| stay["id"].as_str().expect("an id").to_owned())
        .collect()
}

async fn told(client: &Client<'_>, states: &[&str]) -> BTreeSet<String> {
    let page = client.call("listStays").await.is(200);
    let items = page["items"].as_array().expect("items").iter();
    items
        .filter(|stay| states.contains(&stay["state"].as_str().expect("a state")))
        .map(|stay| stay["id"].as_str().expect("an id").to_owned())
        .collect()
}

on_both_engines!(
    // Part of KH-11.2e-1, KH-11.2e-2.
    #[test]
    async fn a_list_of_a_state_holds_exactly_the_stays_that_stand_so(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        t.at("2026-11-21 20:10:00");
        let stays = [
            (&HA, "401", "overnight", "2026-11-21 19:00:00", "2026-11-22 12:00:00"),
            // Came after the cut-off and leaves in the same night.
            (&PHAT, "402", "overnight", "2026-11-21 20:00:00", "2026-11-21 23:30:00"),
            (&TEREZA, "401", "day_use", "2026-11-21 20:05:00", "2026-11-21 22:00:00"),
            (&PHAT, "402", "overnight", "2026-11-22 10:00:00", "2026-11-23 12:00:00"),
        ];
        for (person, room, kind, arrival, departure) in stays {
            let stay = notification::stay(person)
                .with("/room_id", room_id("haidang", room).to_string())
                .with("/kind", kind)
                .with("/arrival_at", instant(arrival))
                .with("/planned_departure_at", instant(departure));
            let _: Value = haidang.notify(&stay).await;
        }
        for now in [
            "2026-11-21 20:10:00",
            "2026-11-21 22:00:00",
            "2026-11-21 22:00:01",
            "2026-11-21 23:30:01",
            "2026-11-22 00:00:00",
            "2026-11-22 14:00:00",
            "2026-11-22 14:00:01",
            "2026-11-23 14:00:01",
        ] {
            t.at(now);
            let fresh = t.signed_in("haidang").await;
            for state in ["expected", "leaving", "overdue", "departed"] {
                assert_eq!(
                    listed(&fresh, state).await,
                    told(&fresh, &[state]).await,
                    "{state} at {now}"
                );
            }
            let present = told(&fresh, &["present", "leaving", "overdue"]).await;
            assert_eq!(listed(&fresh, "present").await, present, "present at {now}");
        }
    }
);
