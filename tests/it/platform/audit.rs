//! Whoever reads or changes something leaves a line in the audit log.

use crate::support::province::{HA, PASSWORD, PHAT, account_id, facility_id};
use crate::support::*;
use serde_json::json;

on_both_engines!(
    // Part of LC-8.2, KH-5.3, KH-7.4c, LC-2.2-1.
    #[test]
    async fn each_reading_of_a_guests_data_is_recorded_with_who_and_what(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let (first, second) = (
            haidang.notify(&t.stay_in("402", &PHAT)).await,
            haidang.notify(&t.stay_in("401", &HA)).await,
        );
        let police = t.signed_in("congan.nhatrang").await;
        let trace = police.call("getStay").stay(&first).await;
        trace.is(200);
        police.call("listStays").await.is(200);
        police.call("listStayVersions").stay(&second).await.is(200);
        haidang.call("getFacilityDay").facility("haidang").await.is(200);

        let read = &rows::audit(t, "stay_read").await[0];
        assert_eq!(read.account_id, Some(account_id("congan.nhatrang")));
        assert_eq!(read.session_id, Some(police.session()));
        assert_eq!(
            (read.operation.as_str(), read.subject_kind.as_str()),
            ("getStay", "stay")
        );
        assert_eq!(read.subject_id.as_deref(), first["id"].as_str());
        assert_eq!(read.area_code.as_deref(), Some("22366"));
        assert_eq!(dto::Timestamp::from(read.at), t.clock.now());
        let listed = &rows::audit(t, "stays_listed").await[0];
        assert_eq!(listed.details, json!({ "stays": [second["id"], first["id"]] }));
        let history = &rows::audit(t, "stay_history_read").await[0];
        assert_eq!(history.subject_id.as_deref(), second["id"].as_str());
        let day = &rows::audit(t, "facility_day_read").await[0];
        assert_eq!(day.subject_id, Some(facility_id("haidang").to_string()));
        assert_eq!(day.account_id, Some(account_id("haidang")));
    }

    // Part of KH-5.1, KH-5.3.
    #[test]
    async fn who_was_refused_what_can_be_found_out_and_nobody_floods_the_log(t: &TestApp) {
        let behind_a_proxy = t.sibling(|config| config.trusted_proxies = 1).await;
        let refusals = async || {
            let found = rows::audit(t, "refused").await;
            let told = |event: &rows::Recorded| {
                let detail = |name: &str| event.details[name].clone();
                (
                    event.operation.clone(),
                    event.account_id,
                    event.session_id,
                    detail("code"),
                    detail("number"),
                )
            };
            found.iter().map(told).collect::<Vec<_>>()
        };
        let bacthanh = t.signed_in_at(&behind_a_proxy, "bacthanh").await;
        for _ in 0..12 {
            let stay = bacthanh.call("getStay").at("stay_id", uuid::Uuid::now_v7());
            stay.header("X-Forwarded-For", "203.0.113.9").await.problem("not_found");
        }
        let thue = t.signed_in_at(&behind_a_proxy, "thue.tinh").await;
        thue.call("listStays")
            .header("X-Forwarded-For", "203.0.113.9")
            .await
            .problem("forbidden");
        let who = |client: &Client<'_>, login: &str| (Some(account_id(login)), Some(client.session()));
        let (hotel, tax) = (who(&bacthanh, "bacthanh"), who(&thue, "thue.tinh"));
        assert_eq!(
            refusals().await,
            [
                ("getStay".to_owned(), hotel.0, hotel.1, json!("not_found"), json!(1)),
                ("getStay".to_owned(), hotel.0, hotel.1, json!("not_found"), json!(10)),
                ("listStays".to_owned(), tax.0, tax.1, json!("forbidden"), json!(1)),
            ]
        );
        // Nobody signed in: a forged token, an unknown refresh token, one guess too many.
        let nobody = t.anonymous_at(&behind_a_proxy);
        let from = |operation: &'static str| nobody.call(operation).header("X-Forwarded-For", "203.0.113.200");
        from("listStays")
            .header("Authorization", "Bearer x")
            .await
            .problem("token_invalid");
        from("refreshToken")
            .header("Cookie", "luutru_refresh=x")
            .await
            .problem("refresh_refused");
        let body = json!({ "login": "haidang", "password": "Bien-Xanh-49" });
        for _ in 0..6 {
            from("login").json(&body).await;
        }
        let told = refusals().await.split_off(3);
        let codes: Vec<_> = told
            .iter()
            .map(|(operation, account, _, code, _)| (operation.as_str(), *account, code.as_str()))
            .collect();
        assert_eq!(
            codes,
            [
                ("listStays", None, Some("token_invalid")),
                ("refreshToken", None, Some("refresh_refused")),
                ("login", None, Some("too_many_attempts")),
            ]
        );
        // A network is known again within a day, by its /24, and not beyond; no address stands anywhere.
        let marks = async || -> Vec<String> {
            let events = rows::audit(t, "refused").await;
            events
                .iter()
                .map(|event| event.details["network"].as_str().unwrap().to_owned())
                .collect()
        };
        let (before, sign_in) = (marks().await, rows::audit(t, "sign_in_refused").await);
        assert!(
            before.iter().all(|mark| *mark == before[0] && mark.len() == 16),
            "{before:?}"
        );
        assert_eq!(sign_in[0].details["network"], json!(before[0]));
        t.at("2026-11-22 00:00:00");
        from("listStays")
            .header("Authorization", "Bearer x")
            .await
            .problem("token_invalid");
        assert_ne!(marks().await.last(), before.last());
        assert!(!rows::all(t, "audit_event").await.join("").contains("203.0.113"));
        // What happens in a day's work is none.
        let told = marks().await.len();
        nobody
            .call("listStays")
            .header("X-Forwarded-For", "203.0.113.9")
            .await
            .problem("unauthenticated");
        assert_eq!(marks().await.len(), told);
    }

    // Proves LC-8.2.
    #[test]
    async fn records_of_guests_are_sealed_and_guarded_and_each_reading_and_export_is_on_record(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let whole = t.stay_in("402", &PHAT).with("/guest", notification::whole_guest(&PHAT));
        let stay = haidang.notify(&whole).await;
        // At rest: neither in the row nor in its versions, its audit lines or the kept answer.
        haidang.amend(&stay, json!({ "note": "x" })).await.is(200);
        let kept = rows::everything(t).await;
        for (table, rows) in &kept {
            for secret in [PHAT.document_number, PHAT.phone] {
                assert!(!rows.iter().any(|row| row.contains(secret)), "{table} shows a number");
            }
        }
        // Guarded: nobody, another agency, another commune.
        t.anonymous()
            .call("getStay")
            .stay(&stay)
            .await
            .problem("unauthenticated");
        for (login, code) in [("thue.tinh", "forbidden"), ("congan.bac", "not_found")] {
            let other = t.signed_in(login).await;
            other.call("getStay").stay(&stay).await.problem(code);
        }
        // On record: what was read, and what was taken out and how.
        let police = t.signed_in("congan.nhatrang").await;
        let shown = police.call("getStay").stay(&stay).await;
        shown.is(200);
        for format in ["xlsx", "pdf"] {
            let file = police
                .call("getRegister")
                .query("purpose", "residence_check")
                .query("format", format)
                .await;
            assert_eq!((file.status, file.header("cache-control")), (200, Some("no-store")));
        }
        assert_eq!(rows::audit(t, "stay_read").await.len(), 1);
        let taken = rows::audit(t, "register_taken_out").await;
        let formats: Vec<_> = taken.iter().map(|line| line.details["format"].clone()).collect();
        assert_eq!(formats, ["xlsx", "pdf"]);
        assert!(
            taken
                .iter()
                .all(|line| line.account_id == Some(account_id("congan.nhatrang")))
        );
        // On the way: browsers that came over TLS once never come without it, and keep no copy.
        let promised = shown.header("strict-transport-security").unwrap_or_default();
        assert!(promised.starts_with("max-age=31536000"), "{promised}");
        assert_eq!(shown.header("cache-control"), Some("no-store"));
    }

    #[test]
    async fn what_was_not_found_or_not_allowed_was_not_read(t: &TestApp) {
        let stay = t.signed_in("haidang").await.notify(&t.stay_in("402", &PHAT)).await;
        t.signed_in("congan.bac")
            .await
            .call("getStay")
            .stay(&stay)
            .await
            .problem("not_found");
        t.signed_in("thue.tinh")
            .await
            .call("getStay")
            .stay(&stay)
            .await
            .problem("forbidden");
        assert!(rows::audit(t, "stay_read").await.is_empty());
    }

    #[test]
    async fn a_problem_body_and_the_audit_log_know_a_request_by_the_same_id(t: &TestApp) {
        let answer = t.anonymous().login("haidang", "Bien-Xanh-49").await;
        let trace = answer.problem("credentials_refused")["trace_id"].clone();
        assert_eq!(
            rows::audit(t, "sign_in_refused").await[0].trace_id,
            trace.as_str().unwrap()
        );
    }

    // Proves KH-7.3e.
    #[test]
    async fn every_change_leaves_exactly_one_line_with_its_author(t: &TestApp) {
        let haidang = t.anonymous();
        haidang.login("haidang", PASSWORD).await.is(200);
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let stay = haidang.amend(&stay, json!({ "note": "x" })).await.is(200);
        let stay = haidang
            .amend(&stay, json!({ "planned_departure_at": instant("2026-11-24 12:00:00") }))
            .await
            .is(200);
        let room = province::room_id("haidang", "403").to_string();
        let stay = haidang.amend(&stay, json!({ "room_id": room })).await.is(200);
        let stay = haidang.check_out(&stay).await.is(200);
        haidang.amend(&stay, json!({ "departed_at": null })).await.is(200);
        let patch = json!({ "version": 1, "address": "14 Trần Phú" });
        haidang
            .call("updateFacility")
            .facility("haidang")
            .json(&patch)
            .await
            .is(200);
        let rooms = json!({ "version": 2, "rooms": [{ "floor": 4, "name": "403", "kind": "Đôi", "beds": 1 }] });
        haidang
            .call("replaceRoomPlan")
            .facility("haidang")
            .json(&rooms)
            .await
            .is(200);
        let new = json!({ "current_password": PASSWORD, "new_password": "Tram-Huong-27" });
        haidang.call("changePassword").json(&new).await.is(204);
        haidang.call("logout").await.is(204);
        for act in [
            "signed_in",
            "stay_notified",
            "stay_corrected",
            "stay_extended",
            "stay_moved",
            "departure_declared",
            "departure_corrected",
            "facility_updated",
            "room_plan_replaced",
            "password_changed",
            "signed_out",
        ] {
            let events = rows::audit(t, act).await;
            assert_eq!(events.len(), 1, "{act}");
            let is_session = act.starts_with("signed");
            assert_eq!(events[0].account_id.is_none(), is_session, "{act}");
            assert_eq!(events[0].trace_id.len(), 32, "{act}");
        }
    }

    #[test]
    async fn what_is_refused_leaves_no_line_of_a_change(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let before = rows::count(t, "audit_event").await;
        haidang
            .amend(&stay, json!({ "guest": { "full_name": "" } }))
            .await
            .problem("validation_failed");
        haidang
            .amend(&stay.with("/version", 9), json!({ "note": "x" }))
            .await
            .problem("version_conflict");
        haidang
            .call("notifyStay")
            .json(&json!({}))
            .await
            .problem("validation_failed");
        assert_eq!(rows::count(t, "audit_event").await, before);
    }
);
