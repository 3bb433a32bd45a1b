//! What facilities announce of themselves: who is told, and what follows on the day.

use crate::support::mail;
use crate::support::province::{HA, PASSWORD, PHAT, account_id, facility_id};
use crate::support::*;
use api::facility_changes::service::apply_due;
use api::schedule::tick;
use serde_json::{Value, json};
use uuid::Uuid;

fn announcement(kind: &str, day: &str) -> Value {
    let mut body = json!({ "kind": kind, "effective_on": day, "note": "Sửa chữa tầng 4" });
    if matches!(kind, "closing" | "legal_entity") {
        body["password"] = json!(PASSWORD);
    }
    body
}

async fn announce(t: &TestApp, login: &str, kind: &str, day: &str) -> Answer {
    let client = t.signed_in(login).await;
    client
        .call("announceFacilityChange")
        .facility(login)
        .json(&announcement(kind, day))
        .await
}

async fn status(t: &TestApp, login: &str) -> String {
    let sql = format!("SELECT status FROM account WHERE login = '{login}'");
    rows::texts(t, &sql).await.remove(0)
}

async fn items(client: &Client<'_>) -> Vec<Value> {
    let page = client.call("listFacilityChanges").await.is(200);
    page["items"].as_array().unwrap().clone()
}

async fn mailed_to(t: &TestApp) -> Vec<String> {
    tick(&t.app, Uuid::now_v7()).await.unwrap();
    let mut to: Vec<String> = mail::in_folder(t).into_iter().map(|mail| mail.to).collect();
    to.sort();
    to
}

on_both_engines!(
    #[test]
    async fn a_facility_is_closed_for_good_only_by_whoever_has_its_password(t: &TestApp) {
        let hotel = t.signed_in("haidang").await;
        let send = |body: Value| {
            let call = hotel
                .call("announceFacilityChange")
                .facility("haidang")
                .key("closing-0001");
            call.json(&body)
        };
        for (kind, day) in [("closing", "2026-11-20"), ("legal_entity", "2027-01-01")] {
            let mut body = announcement(kind, day);
            body.as_object_mut().expect("a body").remove("password");
            send(body.clone()).await.refuses(&[("/password", "required")]);
            body["password"] = json!("Khong-Phai-48");
            send(body).await.refuses(&[("/password", "password_wrong")]);
        }
        assert_eq!(status(t, "haidang").await, "active");
        assert_eq!(rows::count(t, "facility_change").await, 0);
        assert_eq!(rows::audit(t, "facility_change_refused").await.len(), 2);
        // A refused proof takes no key; with the right password it is done, and told again as it was.
        let first = send(announcement("closing", "2026-11-20")).await.is(201);
        assert_eq!(status(t, "haidang").await, "closed");
        assert_eq!(first["kind"], "closing");
        assert!(!format!("{:?}", rows::all(t, "facility_change").await).contains(PASSWORD));
        // What was done to the account stands in its history, with whoever announced it.
        let police = t.signed_in("congan.tinh").await;
        let id = account_id("haidang");
        let told = police.call("listHolders").at("account_id", id).await.is(200);
        assert_eq!(
            (
                &told["acts"][0]["kind"],
                &told["acts"][0]["act_reason"],
                &told["acts"][0]["by_login"]
            ),
            (&json!("closed"), &json!("unit_ended"), &json!("haidang"))
        );
    }

    // Part of KH-17.2.
    #[test]
    async fn closing_is_told_to_the_administrator_the_police_and_the_agencies_and_listed_for_them(t: &TestApp) {
        let out = announce(t, "haidang", "closing", "2026-12-01").await.is(201);
        assert_eq!(
            (&out["kind"], &out["effective_on"]),
            (&json!("closing"), &json!("2026-12-01"))
        );
        assert_eq!((&out["applied_at"], &out["withdrawn_at"]), (&Value::Null, &Value::Null));
        assert_eq!(out["facility_name"], "Khách sạn Hải Đăng");
        let expected = [
            "congan.nhatrang",
            "congan.tinh",
            "dulich.nhatrang",
            "dulich.tinh",
            "quantri",
            "taichinh.tinh",
            "thongke.nhatrang",
            "thongke.tinh",
            "thue.nhatrang",
            "thue.tinh",
        ];
        assert_eq!(
            mailed_to(t).await,
            expected.map(|login| format!("{login}@example.test"))
        );
        let mail = mail::in_folder(t).remove(0);
        assert_eq!(
            mail.subject,
            "Khách sạn Hải Đăng: chấm dứt hoạt động từ ngày 01/12/2026"
        );
        assert!(!mail.text.contains("tầng 4"), "the note stays inside");
        for login in [
            "quantri",
            "congan.tinh",
            "congan.nhatrang",
            "thue.tinh",
            "dulich.tinh",
            "thongke.tinh",
            "haidang",
        ] {
            assert_eq!(
                items(&t.signed_in(login).await).await,
                std::slice::from_ref(&out),
                "{login}"
            );
        }
        for login in ["congan.bac", "bacthanh"] {
            assert_eq!(items(&t.signed_in(login).await).await, Vec::<Value>::new(), "{login}");
        }
        t.signed_in("vanhanh.tinh")
            .await
            .call("listFacilityChanges")
            .await
            .problem("forbidden");
    }

    // Part of LC-11.9d.
    #[test]
    async fn in_lao_cai_any_change_is_told_and_to_the_administrator_alone(t: &TestApp) {
        let lao_cai = t.sibling(|config| config.profile = "lao-cai".to_owned()).await;
        let hotel = t.signed_in_at(&lao_cai, "haidang").await;
        for (kind, day) in [
            ("data", "2026-11-21"),
            ("suspension", "2026-12-01"),
            ("legal_entity", "2027-01-01"),
        ] {
            let call = hotel.call("announceFacilityChange").facility("haidang");
            call.json(&announcement(kind, day)).await.is(201);
        }
        assert_eq!(mailed_to(t).await, ["quantri@example.test"; 3]);
        assert_eq!(items(&t.signed_in_at(&lao_cai, "quantri").await).await.len(), 3);
        assert_eq!(items(&t.signed_in_at(&lao_cai, "congan.nhatrang").await).await.len(), 3);
        assert!(items(&t.signed_in_at(&lao_cai, "thue.tinh").await).await.is_empty());
        // Khánh Hòa knows no announcement of mere data.
        let refused = announce(t, "doanvansau", "data", "2026-11-21").await;
        refused.refuses(&[("/kind", "unknown_value")]);
    }

    // Proves KH-12.1b.
    #[test]
    async fn accounts_end_with_the_facility_at_midnight_and_once(t: &TestApp) {
        let hotel = t.signed_in("haidang").await;
        let stay = hotel.notify(&t.stay_in("402", &PHAT)).await;
        announce(t, "haidang", "closing", "2026-11-23").await.is(201);
        let other = t.sibling(|_| {}).await;
        t.at("2026-11-22 23:59:59");
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(status(t, "haidang").await, "active");
        hotel.call("getCurrentAccount").await.is(200);
        t.at("2026-11-23 00:00:00");
        let now = t.clock.now();
        let (one, two) = tokio::join!(apply_due(&t.app, now), apply_due(&other.app, now));
        one.unwrap();
        two.unwrap();
        assert_eq!(status(t, "haidang").await, "closed");
        let reason = rows::texts(t, "SELECT status_reason FROM account WHERE login = 'haidang'").await;
        assert_eq!(reason, ["unit_ended"]);
        hotel.call("getCurrentAccount").await.problem("session_ended");
        let events = rows::audit(t, "facility_change_applied").await;
        assert_eq!(events.len(), 1, "twice");
        assert_eq!(events[0].details["accounts_closed"], 1);
        // What was notified stays readable by the police (KH-11.2), and so does the announcement.
        let police = t.signed_in("congan.nhatrang").await;
        assert_eq!(police.get(&stay).await["guest"]["full_name"], PHAT.full_name);
        assert_eq!(items(&police).await[0]["applied_at"], now.to_string());
        // Others are as they were.
        assert_eq!(status(t, "doanvansau").await, "active");
    }

    #[test]
    async fn a_change_of_legal_entity_effective_today_ends_the_accounts_at_once(t: &TestApp) {
        let hotel = t.signed_in("haidang").await;
        let call = hotel
            .call("announceFacilityChange")
            .facility("haidang")
            .key("key-00000001");
        let out = call.json(&announcement("legal_entity", "2026-11-20")).await.is(201);
        assert_eq!(out["applied_at"], t.clock.now().to_string());
        assert_eq!(status(t, "haidang").await, "closed");
        hotel.call("getCurrentAccount").await.problem("session_ended");
        t.anonymous()
            .login("haidang", province::PASSWORD)
            .await
            .problem("credentials_refused");
        assert_eq!(rows::count(t, "facility_change").await, 1);
    }

    #[test]
    async fn a_suspended_facility_cannot_notify_and_is_told_why_until_it_restarts(t: &TestApp) {
        announce(t, "haidang", "suspension", "2026-11-22").await.is(201);
        let hotel = t.signed_in("haidang").await;
        t.at("2026-11-21 23:59:59");
        hotel.notify(&t.stay_in("402", &PHAT)).await;
        t.at("2026-11-22 00:00:00");
        let tonight = t
            .stay_in("403", &HA)
            .with("/arrival_at", "2026-11-22T00:00:00+07:00")
            .with("/planned_departure_at", "2026-11-23T12:00:00+07:00");
        let problem = hotel
            .call("notifyStay")
            .json(&tonight)
            .await
            .problem("facility_not_operating");
        assert!(
            problem["detail"].as_str().unwrap().contains("từ ngày 22/11/2026"),
            "{problem}"
        );
        // Late is accepted: whoever arrived before the stop may still be told.
        hotel.notify(&t.stay_in("404", &HA)).await;
        let seen = hotel.call("getFacility").facility("haidang").await.is(200);
        assert_eq!(
            (&seen["suspended_on"], &seen["restarts_on"]),
            (&json!("2026-11-22"), &Value::Null)
        );
        // Reading, and letting guests go, is open.
        hotel.call("listStays").await.is(200);
        assert_eq!(status(t, "haidang").await, "active");
        announce(t, "haidang", "suspension", "2026-11-25")
            .await
            .problem("facility_state_conflict");
        announce(t, "haidang", "restart", "2026-11-22").await.is(201);
        hotel.notify(&tonight).await;
        announce(t, "haidang", "restart", "2026-11-22")
            .await
            .problem("facility_state_conflict");
    }

    #[test]
    async fn a_restart_before_the_day_takes_a_stop_and_a_closing_back(t: &TestApp) {
        announce(t, "haidang", "suspension", "2026-12-01").await.is(201);
        announce(t, "haidang", "closing", "2027-01-01").await.is(201);
        announce(t, "haidang", "closing", "2027-02-01")
            .await
            .problem("facility_state_conflict");
        announce(t, "haidang", "restart", "2026-11-21").await.is(201);
        let hotel = t.signed_in("haidang").await;
        let listed = items(&hotel).await;
        let kinds: Vec<_> = listed
            .iter()
            .map(|item| (item["kind"].as_str().unwrap(), item["withdrawn_at"].is_null()))
            .collect();
        assert_eq!(kinds, [("restart", true), ("closing", false), ("suspension", false)]);
        t.at("2027-01-02 08:00:00");
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(status(t, "haidang").await, "active");
        let seen = hotel.call("getFacility").facility("haidang").await.is(200);
        for none in ["suspended_on", "restarts_on", "closes_on"] {
            assert_eq!(seen[none], Value::Null, "{none}");
        }
    }

    #[test]
    async fn a_closing_withdraws_the_restart_that_was_announced(t: &TestApp) {
        announce(t, "haidang", "suspension", "2026-11-21").await.is(201);
        announce(t, "haidang", "restart", "2026-11-25").await.is(201);
        announce(t, "haidang", "closing", "2026-11-23").await.is(201);
        let hotel = t.signed_in("congan.nhatrang").await;
        let listed = items(&hotel).await;
        let withdrawn: Vec<_> = listed
            .iter()
            .filter(|item| !item["withdrawn_at"].is_null())
            .map(|item| item["kind"].as_str().unwrap())
            .collect();
        assert_eq!(withdrawn, ["restart"]);
    }

    #[test]
    async fn what_cannot_be_announced_is_refused_with_every_fault(t: &TestApp) {
        let hotel = t.signed_in("haidang").await;
        let before = rows::everything(t).await;
        for (body, faults) in [
            (json!({}), vec![("/kind", "required"), ("/effective_on", "required")]),
            (
                json!({ "kind": "sold", "effective_on": "2026-02-30" }),
                vec![("/kind", "unknown_value"), ("/effective_on", "date_not_in_calendar")],
            ),
            (
                json!({ "kind": "closing", "effective_on": "2027-11-23", "password": PASSWORD }),
                vec![("/effective_on", "date_not_plausible")],
            ),
            (
                json!({ "kind": "closing", "effective_on": "2025-11-19", "password": PASSWORD }),
                vec![("/effective_on", "date_not_plausible")],
            ),
            (
                json!({ "kind": "closing", "effective_on": "2026-12-01", "note": "x".repeat(501) }),
                vec![("/note", "too_long"), ("/password", "required")],
            ),
            (
                json!({ "kind": "suspension", "effective_on": "2026-12-01", "password": PASSWORD }),
                vec![("/password", "does_not_apply")],
            ),
        ] {
            hotel
                .call("announceFacilityChange")
                .facility("haidang")
                .json(&body)
                .await
                .refuses(&faults);
        }
        // Not somebody else's facility, and nobody but a facility.
        hotel
            .call("announceFacilityChange")
            .facility("bacthanh")
            .json(&announcement("closing", "2026-12-01"))
            .await
            .problem("not_found");
        for login in ["quantri", "congan.tinh", "thue.tinh"] {
            let call = t.signed_in(login).await;
            let call = call.call("announceFacilityChange").facility("haidang");
            call.json(&announcement("closing", "2026-12-01"))
                .await
                .problem("forbidden");
        }
        assert_eq!(rows::everything(t).await, before);
        let refused = rows::execute(t, "DELETE FROM facility_change").await;
        assert!(refused.is_ok(), "nothing to delete is no deletion");
        announce(t, "haidang", "closing", "2026-12-01").await.is(201);
        assert!(rows::execute(t, "DELETE FROM facility_change").await.is_err());
        assert_ne!(account_id("haidang"), facility_id("haidang"));
    }

    #[test]
    async fn the_list_goes_on_page_by_page_and_narrows_to_a_facility(t: &TestApp) {
        for (login, kind) in [
            ("haidang", "suspension"),
            ("doanvansau", "suspension"),
            ("haidang", "restart"),
        ] {
            announce(t, login, kind, "2026-12-01").await.is(201);
            t.pass(1);
        }
        let administrator = t.signed_in("quantri").await;
        let first = administrator
            .call("listFacilityChanges")
            .query("limit", 2)
            .await
            .is(200);
        let cursor = first["next_cursor"].as_str().unwrap();
        let second = administrator
            .call("listFacilityChanges")
            .query("limit", 2)
            .query("cursor", cursor)
            .await
            .is(200);
        let kinds = |page: &Value| -> Vec<String> {
            let items = page["items"].as_array().unwrap().iter();
            items.map(|item| item["kind"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(
            (kinds(&first), kinds(&second)),
            (
                vec!["restart".to_owned(), "suspension".to_owned()],
                vec!["suspension".to_owned()]
            )
        );
        assert_eq!(second["next_cursor"], Value::Null);
        let one = administrator
            .call("listFacilityChanges")
            .query("facility_id", facility_id("doanvansau"))
            .await
            .is(200);
        assert_eq!(kinds(&one), ["suspension"]);
        administrator
            .call("listFacilityChanges")
            .query("limit", 0)
            .await
            .problem("malformed_request");
    }
);
