//! What waits for an account, in numbers, for the counters of every page.

use crate::support::filing::application;
use crate::support::province::{HA, NEWCOMER, PHAT, account_id, room_id};
use crate::support::*;
use serde_json::{Value, json};

async fn counts(client: &Client<'_>) -> Value {
    client.call("getCounts").await.is(200)
}

/// All of today's notifications, and those that nobody has seen.
async fn notifications(client: &Client<'_>) -> (u64, u64) {
    let counts = counts(client).await;
    let number = |name: &str| counts["notifications"][name].as_u64().expect("a number");
    (number("total"), number("unseen"))
}

on_both_engines!(
    #[test]
    async fn each_account_is_told_the_sections_to_which_it_has_a_right_and_nothing_is_recorded(t: &TestApp) {
        let before = rows::count(t, "audit_event").await;
        let mut signed_in = 0;
        for (login, sections) in [
            ("haidang", &["tasks"] as &[_]),
            ("congan.nhatrang", &["dossiers", "notifications"]),
            ("congan.tinh", &["dossiers", "notifications"]),
            ("quantri", &["dossiers"]),
            ("thue.nhatrang", &["dossiers"]),
            ("vanhanh.tinh", &["dossiers"]),
        ] {
            let client = t.signed_in(login).await;
            signed_in += 1;
            let counts = counts(&client).await;
            let told: Vec<&str> = counts.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(told, sections, "{login}");
        }
        assert!(
            rows::count(t, "audit_event").await - before <= signed_in,
            "a count is no reading"
        );
        t.anonymous().call("getCounts").await.problem("unauthenticated");
        t.signed_in(NEWCOMER)
            .await
            .call("getCounts")
            .await
            .problem("password_change_required");
    }

    // Part of LC-10.6.
    #[test]
    async fn the_notifications_of_today_in_the_own_area_are_counted_as_the_list_counts_them(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let ward = t.signed_in("congan.nhatrang").await;
        let other = t.signed_in("congan.bac").await;
        let province = t.signed_in("congan.tinh").await;
        assert_eq!(notifications(&ward).await, (0, 0));
        let first = haidang.notify(&t.stay_in("401", &PHAT)).await;
        haidang.notify(&t.stay_in("402", &HA)).await;
        assert_eq!(notifications(&ward).await, (2, 2));
        assert_eq!(notifications(&other).await, (0, 0), "another commune");
        assert_eq!(notifications(&province).await, (2, 2));
        ward.call("acknowledgeStay").stay(&first).await.is(200);
        assert_eq!(notifications(&ward).await, (2, 1), "one was seen");
        assert_eq!(notifications(&province).await, (2, 1));
        let list = ward
            .call("listStays")
            .query("notified_from", "2026-11-21")
            .query("notified_to", "2026-11-21")
            .await
            .is(200);
        assert_eq!(
            (&list["counts"]["total"], &list["counts"]["unseen"]),
            (&json!(2), &json!(1))
        );
        t.at("2026-11-22 00:00:00");
        let ward = t.signed_in("congan.nhatrang").await;
        assert_eq!(notifications(&ward).await, (0, 0), "a new day");
    }

    #[test]
    async fn the_tasks_of_a_facility_follow_what_is_done(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let tasks = async || counts(&haidang).await["tasks"].clone();
        assert_eq!(
            tasks().await,
            json!({ "rooms_not_notified": [], "overdue_count": 0, "asked_count": 0 })
        );
        let board = haidang.call("getRoomBoard").facility("haidang").await.is(200);
        let mut rooms = board["rooms"].as_array().unwrap().iter();
        let version = &rooms.find(|room| room["name"] == "403").unwrap()["version"];
        let arrived = json!({ "version": version, "mark": "arrived", "guest_count": 1 });
        let room = room_id("haidang", "403");
        haidang
            .call("markRoom")
            .facility("haidang")
            .at("room_id", room)
            .json(&arrived)
            .await
            .is(200);
        assert_eq!(tasks().await["rooms_not_notified"], json!([room]));
        let bac = t.signed_in("bacthanh").await;
        assert_eq!(
            counts(&bac).await["tasks"]["rooms_not_notified"],
            json!([]),
            "another facility"
        );
        let stay = haidang.notify(&t.stay_in("403", &PHAT)).await;
        assert_eq!(tasks().await["rooms_not_notified"], json!([]), "the guest is notified");
        // Nobody has declared the departure.
        t.at("2026-11-26 15:00:00");
        let haidang = t.signed_in("haidang").await;
        assert_eq!(counts(&haidang).await["tasks"]["overdue_count"], 1);
        haidang.check_out(&stay).await.is(200);
        assert_eq!(counts(&haidang).await["tasks"]["overdue_count"], 0);
    }

    // Part of LC-6.1b-1.
    #[test]
    async fn waiting_and_overdue_dossiers_are_counted_for_the_office_that_handles_them(t: &TestApp) {
        t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let dossiers = async |client: &Client<'_>| counts(client).await["dossiers"].clone();
        let waiting = |waiting: u64, overdue: u64| json!({ "waiting": waiting, "overdue": overdue });
        assert_eq!(dossiers(&police).await, waiting(1, 0));
        let ward = t.signed_in("congan.nhatrang").await;
        assert_eq!(dossiers(&ward).await, waiting(0, 0), "nobody has asked it");
        t.pass(49 * 3_600);
        let police = t.signed_in("congan.tinh").await;
        assert_eq!(dossiers(&police).await, waiting(1, 1));
        let list = police.call("listDossiers").await.is(200);
        assert_eq!(
            (&list["counts"]["waiting"], &list["counts"]["overdue"]),
            (&json!(1), &json!(1))
        );
        let seen = filing::dossier(&police, "DK-0001").await;
        police
            .call("refuseDossier")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .json(&json!({ "version": seen["version"], "reason": "Không đủ căn cứ." }))
            .await
            .is(200);
        assert_eq!(dossiers(&police).await, waiting(0, 0));
    }

    #[test]
    async fn a_locked_account_is_told_no_numbers(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        counts(&haidang).await;
        t.signed_in("quantri")
            .await
            .call("lockAccount")
            .at("account_id", account_id("haidang"))
            .json(&json!({ "reason": "unit_request", "reference": "214/CAP-2026" }))
            .await
            .is(200);
        haidang.call("getCounts").await.problem("session_ended");
    }
);
