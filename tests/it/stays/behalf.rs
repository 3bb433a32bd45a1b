//! What the police enter for places without an account, households, guests, and hamlet heads.

use crate::support::filing::{application, dossier, grant};
use crate::support::province::{BAC_NHA_TRANG, HA, NHA_TRANG, PHAT};
use crate::support::*;
use serde_json::{Value, json};

fn told(person: &province::Person) -> Value {
    json!({
        "place": { "name": "Hộ bà Trần Thị Lài", "kind": "household", "area_code": NHA_TRANG, "address": "Tổ 4 Vĩnh Hải" },
        "notifier": { "kind": "household", "name": "Trần Thị Lài", "phone": "0905 000 247" },
        "channel": "phone",
        "stay": notification::stay(person),
    })
}

async fn enter(client: &Client<'_>, body: &Value) -> Value {
    client.call("notifyOnBehalf").json(body).await.is(201)
}

on_both_engines!(
    // Proves LC-10.9-2, LC-11.10a.
    #[test]
    async fn the_police_enter_what_households_collective_houses_and_guests_tell_them(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        for (kind, place, person) in [
            ("household", "household", &PHAT),
            ("collective_housing", "collective_housing", &HA),
            ("guest", "household", &province::TEREZA),
        ] {
            let body = told(person)
                .with("/notifier/kind", kind)
                .with("/place/kind", place)
                .with("/place/name", format!("Nơi của {kind}"))
                .with("/channel", "counter");
            let stay = enter(&police, &body).await;
            assert_eq!(
                stay["received"],
                json!({
                    "channel": "counter", "notifier_kind": kind, "notifier_name": "Trần Thị Lài",
                    "notifier_phone": "0905 000 247", "at": instant("2026-11-21 20:00:00"),
                    "entered_at": instant("2026-11-21 20:00:00"), "entered_by": police.get(&stay).await["received"]["entered_by"],
                })
            );
            assert_eq!(stay["notified_by"], "Trần Thị Lài");
            assert_eq!(stay["facility"]["name"], format!("Nơi của {kind}"));
        }
        let listed = police.call("listStays").await.is(200);
        assert_eq!(listed["items"].as_array().map(Vec::len), Some(3));
        let found = police
            .call("searchStays")
            .json(&json!({ "name": "lam tan phat", "purpose": "verify_report" }))
            .await
            .is(200);
        assert_eq!(found["people"].as_array().map(Vec::len), Some(1));
    }

    // Proves LC-11.7b.
    #[test]
    async fn what_a_hamlet_head_passes_on_keeps_that_channel(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        let stay = enter(&police, &told(&PHAT).with("/channel", "hamlet_head")).await;
        assert_eq!(police.get(&stay).await["received"]["channel"], "hamlet_head");
        let events = rows::audit(t, "stay_notified_on_behalf").await;
        assert_eq!(events.len(), 1);
        assert_eq!(events[0].details["channel"], "hamlet_head");
    }

    #[test]
    async fn late_is_judged_by_when_the_police_were_told_and_not_by_when_they_typed_it(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        t.at("2026-11-22 09:00:00");
        let in_time = told(&PHAT).with("/received_at", instant("2026-11-21 22:59:59"));
        let in_time = enter(&police, &in_time).await;
        assert_eq!(
            (
                &in_time["late_seconds"],
                &in_time["notified_at"],
                &in_time["received"]["entered_at"]
            ),
            (
                &Value::Null,
                &json!(instant("2026-11-21 22:59:59")),
                &json!(instant("2026-11-22 09:00:00"))
            )
        );
        let late = enter(&police, &told(&HA).with("/received_at", instant("2026-11-21 23:00:00"))).await;
        assert_eq!(late["late_seconds"], 0);
        let now = enter(&police, &told(&province::TEREZA)).await;
        assert_eq!(now["late_seconds"], 10 * 3_600);
    }

    #[test]
    async fn a_place_typed_again_is_the_same_place(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        let before = rows::count(t, "facility").await;
        let first = enter(&police, &told(&PHAT)).await;
        let again = told(&HA)
            .with("/place/name", "HO BA TRAN THI LAI")
            .with("/place/address", "to 4 vinh hai");
        let again = enter(&police, &again).await;
        assert_eq!(again["facility"]["id"], first["facility"]["id"]);
        let known = told(&province::TEREZA)
            .without("/place")
            .with("/facility_id", first["facility"]["id"].clone());
        enter(&police, &known).await;
        assert_eq!(rows::count(t, "facility").await, before + 1);
        let elsewhere = enter(&police, &told(&PHAT).with("/place/address", "Tổ 5 Vĩnh Hải")).await;
        assert_ne!(elsewhere["facility"]["id"], first["facility"]["id"]);
    }

    // Proves LC-10.9-1.
    #[test]
    async fn what_was_entered_for_a_hotel_without_an_account_is_its_own_when_it_gets_one(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        let hotel = &application()["facility"];
        let place = json!({
            "name": hotel["name"], "kind": "hotel", "area_code": hotel["area_code"], "address": hotel["address"],
        });
        let entered = told(&PHAT).with("/place", place).with("/notifier/kind", "facility");
        let stay = enter(&police, &entered).await;
        t.apply(&application()).await;
        let above = t.signed_in("congan.tinh").await;
        let filed = dossier(&above, "DK-0001").await;
        let body = json!({ "version": filed["version"], "login": "thuyduong", "delivery": "handover" });
        above
            .call("resolveDossier")
            .at("dossier_id", filed["id"].as_str().unwrap())
            .json(&body)
            .await
            .is(200);
        let facilities = above.call("listFacilities").query("q", "Thùy Dương").await.is(200);
        let facilities = facilities["items"].as_array().unwrap().clone();
        assert_eq!(facilities.len(), 1, "one facility, not two");
        assert_eq!(facilities[0]["id"], stay["facility"]["id"]);
    }

    #[test]
    async fn what_is_wrong_is_told_where_it_stands_and_nothing_is_stored(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        let before = rows::everything(t).await;
        let good = || told(&PHAT);
        let cases: Vec<(Value, Vec<(&str, &str)>)> = vec![
            (good().without("/place"), vec![("/facility_id", "required")]),
            (
                good().with("/facility_id", province::facility_id("haidang").to_string()),
                vec![("/place", "either_or")],
            ),
            (good().with("/place/name", "  "), vec![("/place/name", "required")]),
            (
                good().with("/place/kind", "castle"),
                vec![("/place/kind", "unknown_value")],
            ),
            // Another commune is not told apart from one that there is not.
            (
                good().with("/place/area_code", BAC_NHA_TRANG),
                vec![("/place/area_code", "area_unknown")],
            ),
            (
                good().with("/place/area_code", "99999"),
                vec![("/place/area_code", "area_unknown")],
            ),
            (
                good().with("/place/phone", "abc"),
                vec![("/place/phone", "phone_malformed")],
            ),
            (
                good().with("/notifier", json!({})),
                vec![("/notifier/kind", "required"), ("/notifier/name", "required")],
            ),
            (
                good().with("/notifier/kind", "police"),
                vec![("/notifier/kind", "unknown_value")],
            ),
            (good().with("/channel", "pigeon"), vec![("/channel", "unknown_value")]),
            (
                good().with("/received_at", instant("2026-11-21 20:01:01")),
                vec![("/received_at", "instant_in_future")],
            ),
            (
                good().with("/received_at", "hôm qua"),
                vec![("/received_at", "instant_malformed")],
            ),
            (
                good().with("/stay/guest/document_number", "05608200473"),
                vec![("/stay/guest/document_number", "personal_id_length")],
            ),
        ];
        for (body, expected) in cases {
            police.call("notifyOnBehalf").json(&body).await.refuses(&expected);
        }
        assert_eq!(rows::everything(t).await, before);
        let far = t.signed_in("congan.bac").await;
        let foreign = good()
            .without("/place")
            .with("/facility_id", province::facility_id("haidang").to_string());
        far.call("notifyOnBehalf").json(&foreign).await.problem("not_found");
        t.signed_in("haidang")
            .await
            .call("notifyOnBehalf")
            .json(&good())
            .await
            .problem("forbidden");
        assert_eq!(rows::everything(t).await, before);
    }

    // Proves LC-3.2-2.
    #[test]
    async fn what_the_police_enter_stands_in_the_register_that_they_keep_and_print(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        let stay = enter(&police, &told(&PHAT).with("/channel", "counter")).await;
        let register = police
            .call("getRegister")
            .query("purpose", "residence_check")
            .query("area_code", NHA_TRANG)
            .await
            .is(200);
        let line = &register["items"][0];
        assert_eq!(
            (&line["line_number"], &line["stay"]["id"], &line["notified_by"]),
            (
                &json!(1),
                &stay["id"],
                &json!("Trần Thị Lài (công an nhập 21/11/2026 20:00)")
            )
        );
        assert_eq!(line["stay"]["facility_name"], "Hộ bà Trần Thị Lài");
        let paper = police
            .call("getRegister")
            .query("purpose", "residence_check")
            .query("format", "pdf")
            .await;
        assert_eq!(paper.header("content-type"), Some("application/pdf"));
        assert!(paper.body.starts_with(b"%PDF-"));
    }

    #[test]
    async fn a_telephone_call_entered_twice_by_a_broken_line_is_one_stay(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        let send = async || {
            let call = police.call("notifyOnBehalf").key("call-of-20-00");
            call.json(&told(&PHAT)).await.is(201)
        };
        assert_eq!(send().await["id"], send().await["id"]);
        assert_eq!(rows::count(t, "stay").await, 1);
    }

    // Part of LC-10.9-1.
    #[test]
    async fn before_a_grant_it_is_told_how_many_guests_of_the_place_go_along(t: &TestApp) {
        let commune = t.signed_in("congan.nhatrang").await;
        let applied = application();
        let place = |body: Value| {
            body.with("/place/name", applied["facility"]["name"].clone())
                .with("/place/kind", "hotel")
                .with("/place/address", applied["facility"]["address"].clone())
        };
        let police = t.signed_in("congan.tinh").await;
        let number = t.apply(&applied).await["number"].as_str().unwrap().to_owned();
        let along = |seen: &Value, of: &str| -> Vec<Value> {
            let list = if of == "hints" {
                &seen["hints"]
            } else {
                &seen["decision"]["open_points"]
            };
            let list = list
                .as_array()
                .unwrap()
                .iter()
                .filter(|one| one["code"] == "guests_go_along");
            list.map(|one| json!([one["subject"], one["guest_count"]])).collect()
        };
        let seen = dossier(&police, &number).await;
        assert!(along(&seen, "hints").is_empty(), "nobody was entered for it");
        for person in [&PHAT, &HA] {
            enter(&commune, &place(told(person))).await;
        }
        let seen = dossier(&police, &number).await;
        let expected = [json!([applied["facility"]["name"], 2])];
        assert_eq!(along(&seen, "hints"), expected);
        assert_eq!(along(&seen, "open_points"), expected);
        grant(&police, &seen, json!({})).await.is(200);
        // What is decided needs no hint; and a second application finds a facility with an account.
        let seen = dossier(&police, &number).await;
        assert!(along(&seen, "hints").is_empty());
        let again = applied.clone().with("/email", "hai@example.test");
        let number = t.apply(&again).await["number"].as_str().unwrap().to_owned();
        assert!(along(&dossier(&police, &number).await, "hints").is_empty());
    }
);
