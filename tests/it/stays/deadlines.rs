//! What a facility has to do by when.

use crate::support::province::{HA, PHAT, facility_id, room_id};
use crate::support::*;
use serde_json::{Value, json};

/// Kind, moment, number and whether it is over.
async fn deadlines(client: &Client<'_>) -> Vec<(String, String, i64, bool)> {
    let told = client
        .call("listOwnDeadlines")
        .at("facility_id", facility_id("haidang"))
        .await
        .is(200);
    let items = told["items"].as_array().expect("items").iter();
    items
        .map(|item: &Value| {
            (
                item["kind"].as_str().unwrap().to_owned(),
                item["due_at"].as_str().unwrap().to_owned(),
                item["count"].as_i64().unwrap(),
                item["overdue"].as_bool().unwrap(),
            )
        })
        .collect()
}

fn due(kind: &str, at: &str, count: i64, overdue: bool) -> (String, String, i64, bool) {
    (kind.to_owned(), instant(at), count, overdue)
}

on_both_engines!(
    // Part of KH-11.2e-1, KH-11.2d-1.
    #[test]
    async fn a_facility_sees_what_it_has_to_do_by_when_the_most_pressing_first(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        assert!(deadlines(&haidang).await.is_empty());
        let mark = |name: &str, guests: i64| {
            haidang
                .call("markRoom")
                .at("facility_id", facility_id("haidang"))
                .at("room_id", room_id("haidang", name))
                .json(&json!({ "version": 1, "mark": "arrived", "guest_count": guests }))
        };
        mark("403", 2).await.is(200);
        t.at("2026-11-21 23:30:00");
        mark("404", 1).await.is(200);
        haidang.notify(&t.stay_in("401", &PHAT)).await;
        haidang.notify(&t.stay_in("401", &HA)).await;
        assert_eq!(
            deadlines(&haidang).await,
            [
                due("notify", "2026-11-21 23:00:00", 2, true),
                due("correction", "2026-11-22 00:00:00", 2, false),
                due("notify", "2026-11-22 08:00:00", 1, false),
            ]
        );
        // The day of the departure: 14:00:00 is in time, the second after is not.
        t.at("2026-11-23 14:00:00");
        let departures = |all: Vec<(String, String, i64, bool)>| -> Vec<(String, String, i64, bool)> {
            all.into_iter().filter(|item| item.0 == "departure").collect()
        };
        let at_cutoff = departures(deadlines(&haidang).await);
        assert_eq!(at_cutoff[0].1, instant("2026-11-23 14:00:00"));
        assert_eq!(at_cutoff[0].2, 2);
        t.at("2026-11-23 14:00:01");
        assert_eq!(
            departures(deadlines(&haidang).await),
            [due("departure", "2026-11-23 14:00:00", 2, true)]
        );
    }

    #[test]
    async fn the_deadlines_of_another_facility_are_not_there(t: &TestApp) {
        let other = t.signed_in("bacthanh").await;
        other
            .call("listOwnDeadlines")
            .at("facility_id", facility_id("haidang"))
            .await
            .problem("not_found");
    }
);
