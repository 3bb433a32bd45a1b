//! Departures, and the nights that a stay has.

use crate::support::province::PHAT;
use crate::support::*;
use serde_json::{Value, json};

/// Total, grown and the day on which the stay ends as it stands.
fn nights(stay: &Value) -> (i64, i64, &str) {
    let nights = &stay["nights"];
    let number = |name: &str| nights[name].as_i64().expect("a number");
    (
        number("total"),
        number("grown"),
        nights["ends_on"].as_str().expect("a day"),
    )
}

/// A stay from 21 to 23 November.
async fn notified(t: &TestApp) -> (Client<'_>, Value) {
    let haidang = t.signed_in("haidang").await;
    let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
    (haidang, stay)
}

async fn check_out_at(client: &Client<'_>, stay: &Value, left: &str) -> Answer {
    let body = json!({ "version": stay["version"], "departed_at": instant(left) });
    client.call("checkOutStay").stay(stay).json(&body).await
}

/// What the history tells beside the versions: kind and moment, newest first.
async fn events(client: &Client<'_>, stay: &Value) -> Vec<(String, String)> {
    let history = client.call("listStayVersions").stay(stay).await.is(200);
    let events = history["events"].as_array().expect("events").iter();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    events.map(|event| (text(&event["kind"]), text(&event["at"]))).collect()
}

fn grew(at: &str) -> (String, String) {
    ("grew_by_one_night".to_owned(), instant(at))
}

fn undone(at: &str) -> (String, String) {
    ("growth_undone".to_owned(), instant(at))
}

on_both_engines!(
    // Part of KH-11.2e-1.
    #[test]
    async fn a_departure_ends_the_stay(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-23 11:30:00");
        let gone = check_out_at(&haidang, &stay, "2026-11-23 11:10:00").await.is(200);
        assert_eq!(gone["state"], "departed");
        assert_eq!(gone["departed_at"], instant("2026-11-23 11:10:00"));
        assert_eq!(gone["departure_declared_at"], instant("2026-11-23 11:30:00"));
        assert_eq!(nights(&gone), (2, 0, "2026-11-23"));
        assert_eq!((&gone["can"], &gone["version"]), (&json!(["amendStay"]), &json!(2)));
        assert_eq!(gone["departure_correction_ends_at"], instant("2026-11-24 00:00:00"));
        t.at("2026-11-24 00:00:00");
        assert_eq!(haidang.get(&stay).await["can"], json!([]));
        // Without an hour it is now; and who leaves early has fewer nights.
        t.at(TestApp::START);
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-22 10:00:00");
        let gone = haidang.check_out(&stay).await.is(200);
        assert_eq!(gone["departed_at"], instant("2026-11-22 10:00:00"));
        assert_eq!(nights(&gone), (1, 0, "2026-11-22"));
        assert_eq!(rows::audit(t, "departure_declared").await.len(), 2);
    }

    #[test]
    async fn of_two_departures_at_once_one_wins_and_the_other_is_told(t: &TestApp) {
        let busy = t.sibling(|config| config.workers = Some(2)).await;
        let clients = [
            t.signed_in_at(&busy, "haidang").await,
            t.signed_in_at(&busy, "haidang").await,
        ];
        for _ in 0..3 {
            let stay = clients[0].notify(&t.stay_in("402", &PHAT)).await;
            let answers = clients.iter().map(|client| client.check_out(&stay));
            let answers = futures_util::future::join_all(answers).await;
            let (won, told) = if answers[0].status == 200 { (0, 1) } else { (1, 0) };
            answers[won].is(200);
            answers[told].problem("already_departed");
            assert_eq!(clients[0].get(&stay).await["version"], 2);
        }
        assert_eq!(rows::audit(t, "departure_declared").await.len(), 3);
    }

    #[test]
    async fn a_departure_that_cannot_be_is_refused(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let before = rows::everything(t).await;
        let at = "/departed_at";
        check_out_at(&haidang, &stay, "2026-11-21 20:00:01")
            .await
            .refuses(&[(at, "departure_in_future")]);
        check_out_at(&haidang, &stay, "2026-11-21 19:00:00")
            .await
            .refuses(&[(at, "departure_before_arrival")]);
        check_out_at(&haidang, &stay, "2026-11-21 18:59:59")
            .await
            .refuses(&[(at, "departure_before_arrival")]);
        for (body, expected) in [
            (
                json!({ "version": 1, "departed_at": "hôm nay" }),
                (at, "instant_malformed"),
            ),
            (
                json!({ "version": 1, "departed_at": "2026-11-21" }),
                (at, "instant_malformed"),
            ),
            (json!({ "version": 1, "departed_at": 1 }), (at, "wrong_type")),
            (json!({ "version": "1" }), ("/version", "wrong_type")),
            (json!({}), ("/version", "required")),
            (json!({ "version": 1, "note": "x" }), ("/note", "unknown_field")),
        ] {
            haidang
                .call("checkOutStay")
                .stay(&stay)
                .json(&body)
                .await
                .refuses(&[expected]);
        }
        let old = stay.clone().with("/version", 7);
        haidang.check_out(&old).await.problem("version_conflict");
        // Who is only expected cannot have left.
        let ahead = t
            .stay_in("401", &PHAT)
            .with("/arrival_at", instant("2026-11-22 09:00:00"));
        let ahead = haidang.notify(&ahead).await;
        haidang
            .check_out(&ahead)
            .await
            .refuses(&[(at, "departure_before_arrival")]);
        assert_eq!(rows::all(t, "stay_version").await, before["stay_version"]);
        check_out_at(&haidang, &stay, "2026-11-21 19:00:01").await.is(200);
    }

    // Proves KH-11.2e-2.
    #[test]
    async fn past_14_hours_an_undeclared_departure_lengthens_the_stay_by_itself(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        for (now, state, expected) in [
            ("2026-11-22 23:59:59", "present", (2, 0, "2026-11-23")),
            ("2026-11-23 00:00:00", "leaving", (2, 0, "2026-11-23")),
            ("2026-11-23 12:00:01", "leaving", (2, 0, "2026-11-23")),
            ("2026-11-23 14:00:00", "leaving", (2, 0, "2026-11-23")),
            ("2026-11-23 14:00:01", "overdue", (3, 1, "2026-11-24")),
            ("2026-11-24 14:00:00", "overdue", (3, 1, "2026-11-24")),
            ("2026-11-24 14:00:01", "overdue", (4, 2, "2026-11-25")),
            ("2026-12-31 14:00:01", "overdue", (41, 39, "2027-01-01")),
        ] {
            t.at(now);
            let seen = haidang.get(&stay).await;
            assert_eq!(
                (seen["state"].as_str(), nights(&seen)),
                (Some(state), expected),
                "{now}"
            );
            // The list computes the same.
            let listed = haidang.call("listStays").await.is(200)["items"][0].clone();
            assert_eq!(
                (&listed["state"], &listed["nights"]),
                (&seen["state"], &seen["nights"]),
                "{now}"
            );
        }
        assert_eq!(
            rows::count(t, "stay_version").await,
            0,
            "growth is computed, nobody changed anything"
        );
    }

    // Proves KH-11.2e-1.
    #[test]
    async fn a_departure_declared_the_same_day_undoes_its_growth_and_the_history_keeps_it(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-23 23:59:59");
        assert_eq!(nights(&haidang.get(&stay).await), (3, 1, "2026-11-24"));
        let gone = check_out_at(&haidang, &stay, "2026-11-23 11:00:00").await.is(200);
        assert_eq!(nights(&gone), (2, 0, "2026-11-23"));
        let expected = [undone("2026-11-23 23:59:59"), grew("2026-11-23 14:00:00")];
        assert_eq!(events(&haidang, &stay).await, expected);
        // It stays so for whoever looks later.
        t.at("2026-11-30 09:00:00");
        assert_eq!(nights(&haidang.get(&stay).await), (2, 0, "2026-11-23"));
        assert_eq!(events(&haidang, &stay).await, expected);
    }

    #[test]
    async fn growth_before_the_day_of_the_declaration_stays_counted(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-24 00:00:00");
        let gone = check_out_at(&haidang, &stay, "2026-11-23 11:00:00").await.is(200);
        assert_eq!(
            nights(&gone),
            (3, 1, "2026-11-24"),
            "a departure dated back takes nothing away"
        );
        assert_eq!(events(&haidang, &stay).await, [grew("2026-11-23 14:00:00")]);
        t.at(TestApp::START);
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-25 16:00:00");
        let gone = haidang.check_out(&stay).await.is(200);
        assert_eq!(nights(&gone), (4, 2, "2026-11-25"));
        let expected = [
            undone("2026-11-25 16:00:00"),
            grew("2026-11-25 14:00:00"),
            grew("2026-11-24 14:00:00"),
            grew("2026-11-23 14:00:00"),
        ];
        assert_eq!(events(&haidang, &stay).await, expected);
    }

    #[test]
    async fn an_extension_stops_the_growth_and_keeps_what_has_grown(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-24 09:00:00");
        assert_eq!(nights(&haidang.get(&stay).await), (3, 1, "2026-11-24"));
        let patch = json!({ "planned_departure_at": instant("2026-11-26 12:00:00") });
        let extended = haidang.amend(&stay, patch).await.is(200);
        assert_eq!(nights(&extended), (5, 1, "2026-11-26"));
        t.at("2026-11-26 14:00:00");
        assert_eq!(nights(&haidang.get(&stay).await), (5, 1, "2026-11-26"));
        t.at("2026-11-26 14:00:01");
        assert_eq!(nights(&haidang.get(&stay).await), (6, 2, "2026-11-27"));
        let gone = haidang.check_out(&extended).await.is(200);
        assert_eq!(nights(&gone), (5, 1, "2026-11-26"));
        // Shortening afterwards cannot take the grown night back either.
        assert_eq!(events(&haidang, &stay).await.last(), Some(&grew("2026-11-23 14:00:00")));
    }

    #[test]
    async fn the_other_province_lets_no_stay_grow(t: &TestApp) {
        let lao_cai = t.sibling(|config| config.profile = "lao-cai".into()).await;
        let hotel = t.signed_in_at(&lao_cai, "doanvansau").await;
        let stay = hotel.notify(&notification::stay(&PHAT)).await;
        t.at("2026-11-23 12:00:00");
        assert_eq!(hotel.get(&stay).await["state"], "leaving");
        t.at("2026-11-23 12:00:01");
        assert_eq!(hotel.get(&stay).await["state"], "overdue");
        t.at("2026-12-05 14:00:01");
        assert_eq!(nights(&hotel.get(&stay).await), (2, 0, "2026-11-23"));
        let gone = hotel.check_out(&stay).await.is(200);
        assert_eq!(
            nights(&gone),
            (14, 0, "2026-12-05"),
            "nights run to the declared departure"
        );
        assert_eq!(events(&hotel, &stay).await, []);
    }

    #[test]
    async fn a_declared_departure_may_be_corrected_until_24_hours_of_its_own_day(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-23 11:00:00");
        let gone = haidang.check_out(&stay).await.is(200);
        t.at("2026-11-23 23:59:59");
        let patch = json!({ "departed_at": instant("2026-11-22 09:00:00"), "change_reason": "Ghi nhầm phòng" });
        let corrected = haidang.amend(&gone, patch).await.is(200);
        assert_eq!(corrected["departed_at"], instant("2026-11-22 09:00:00"));
        assert_eq!(
            corrected["departure_declared_at"],
            instant("2026-11-23 11:00:00"),
            "when it was declared stays"
        );
        assert_eq!(nights(&corrected), (1, 0, "2026-11-22"));
        t.at("2026-11-24 00:00:00");
        let before = rows::everything(t).await;
        for patch in [
            json!({ "departed_at": instant("2026-11-23 10:00:00") }),
            json!({ "departed_at": null }),
        ] {
            let problem = haidang.amend(&corrected, patch).await.problem("correction_closed");
            let said = problem["detail"].as_str().unwrap().to_owned();
            assert!(
                said.contains("23/11/2026") && said.contains("Công an phường Nha Trang"),
                "{said}"
            );
        }
        assert_eq!(rows::everything(t).await, before);
    }

    #[test]
    async fn a_departure_declared_by_mistake_can_be_taken_back_the_same_day(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-22 09:00:00");
        let gone = haidang.check_out(&stay).await.is(200);
        let back = haidang.amend(&gone, json!({ "departed_at": null })).await.is(200);
        assert_eq!(
            (&back["state"], &back["departed_at"]),
            (&json!("present"), &Value::Null)
        );
        assert_eq!(nights(&back), (2, 0, "2026-11-23"));
        t.at("2026-11-23 10:00:00");
        haidang.check_out(&back).await.is(200);
        let history = haidang.call("listStayVersions").stay(&stay).await.is(200);
        let acts: Vec<_> = history["versions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|version| version["act"].clone())
            .collect();
        assert_eq!(
            json!(acts),
            json!(["departed", "departure_corrected", "departed", "notified"])
        );
    }

    #[test]
    async fn a_departure_is_declared_by_its_own_operation_only(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        let patch = json!({ "departed_at": instant("2026-11-21 19:30:00") });
        haidang.amend(&stay, patch).await.refuses(&[("/departed_at", "locked")]);
        assert_eq!(rows::count(t, "stay_version").await, 0);
    }

    #[test]
    async fn a_corrected_departure_is_checked_like_a_declared_one(t: &TestApp) {
        let (haidang, stay) = notified(t).await;
        t.at("2026-11-22 09:00:00");
        let gone = haidang.check_out(&stay).await.is(200);
        for (at, code) in [
            (json!(instant("2026-11-22 09:00:01")), "departure_in_future"),
            (json!(instant("2026-11-21 19:00:00")), "departure_before_arrival"),
            (json!("hôm nay"), "instant_malformed"),
        ] {
            haidang
                .amend(&gone, json!({ "departed_at": at }))
                .await
                .refuses(&[("/departed_at", code)]);
        }
        let same = json!({ "departed_at": instant("2026-11-22 09:00:00") });
        haidang.amend(&gone, same).await.refuses(&[("", "nothing_to_change")]);
    }

    #[test]
    async fn who_came_after_midnight_and_left_at_noon_slept_here(t: &TestApp) {
        t.at("2026-11-22 02:00:00");
        let haidang = t.signed_in("haidang").await;
        let body = t
            .stay_in("402", &PHAT)
            .with("/arrival_at", instant("2026-11-22 02:00:00"))
            .with("/planned_departure_at", instant("2026-11-22 12:00:00"));
        let stay = haidang.notify(&body).await;
        assert_eq!(nights(&stay), (1, 0, "2026-11-22"));
        t.at("2026-11-22 11:00:00");
        assert_eq!(nights(&haidang.check_out(&stay).await.is(200)), (1, 0, "2026-11-22"));
    }

    #[test]
    async fn a_stay_told_of_after_its_end_did_not_grow_before_it_could_be_declared(t: &TestApp) {
        t.at("2026-11-26 09:00:00");
        let (haidang, stay) = notified(t).await;
        let gone = check_out_at(&haidang, &stay, "2026-11-23 11:00:00").await.is(200);
        assert_eq!(nights(&gone), (2, 0, "2026-11-23"));
    }
);
