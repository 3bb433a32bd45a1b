//! Looking after accounts: what cannot be done, what stays on record, and when it takes effect.

use crate::support::client::at_once;
use crate::support::province::{NHA_TRANG, PASSWORD, account_id, facility_id};
use crate::support::*;
use serde_json::{Value, json};
use uuid::Uuid;

fn why() -> Value {
    json!({ "reason": "unit_request", "reference": "214/CAP-2026" })
}

fn police_3() -> Value {
    json!({
        "role": "police", "level": "commune", "area_code": NHA_TRANG, "unit_name": "Công an phường Nha Trang",
        "holder_name": "Phan Quốc Bảo", "holder_position": "Cán bộ", "email": "bao@example.test",
    })
}

/// Carries out an operation on an account.
async fn act(client: &Client<'_>, operation: &str, id: Uuid, body: &Value) -> Answer {
    client.call(operation).at("account_id", id).json(body).await
}

fn id_of(answer: &Value) -> Uuid {
    answer["id"].as_str().expect("an id").parse().expect("a UUID")
}

on_both_engines!(
    // Part of KH-8c-2, LC-6.1b-2, LCH20-16.1-2.
    #[test]
    async fn a_new_account_signs_in_with_its_initial_password_once(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let mut body = police_3();
        body["delivery"] = "handover".into();
        let made = police.call("createAccount").json(&body).await.is(201);
        let (login, password) = (
            made["account"]["login"].as_str().unwrap().to_owned(),
            made["initial_password"].as_str().unwrap().to_owned(),
        );
        assert_eq!(login, "congan.nhatrang2");
        assert_eq!(made["password_expires_at"], instant("2026-11-28 20:00:00"));
        assert_eq!(made["account"]["password_is_initial"], true);
        let client = t.anonymous();
        let session = client.login(&login, &password).await.is(200);
        assert_eq!(session["account"]["must_change_password"], true);
        assert_eq!(session["account"]["unit_account"], Value::Null);
        t.anonymous()
            .login(&login, &password)
            .await
            .problem("credentials_refused");
        let events = rows::audit(t, "account_created").await;
        assert_eq!(events[0].details["tier"], "police_3");
        assert!(!events[0].details.to_string().contains("Phan"));
    }

    #[test]
    async fn an_initial_password_goes_by_mail_or_is_handed_over_and_never_both(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let made = police.call("createAccount").json(&police_3()).await.is(201);
        assert_eq!(made["initial_password"], Value::Null);
        assert_eq!(rows::count(t, "outbox").await, 1);
        let mut body = police_3();
        body["delivery"] = "handover".into();
        body.as_object_mut().unwrap().remove("email");
        let made = police.call("createAccount").json(&body).await.is(201);
        assert!(made["initial_password"].is_string());
        assert_eq!(rows::count(t, "outbox").await, 1);
        body["delivery"] = "email".into();
        police
            .call("createAccount")
            .json(&body)
            .await
            .refuses(&[("/email", "required")]);
    }

    #[test]
    async fn the_same_request_twice_makes_one_account(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let send = || async {
            police
                .call("createAccount")
                .key("tao-tai-khoan-1")
                .json(&police_3())
                .await
        };
        let first = send().await.is(201);
        let again = send().await;
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        assert_eq!(again.is(201), first);
    }

    // Proves KH-8c-1.
    // Part of KH-8c-2, LC-6.1b-2.
    #[test]
    async fn a_login_name_is_given_once_and_never_again(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let mut body = police_3();
        body["login"] = "congan.nhatrang".into();
        let taken = police.call("createAccount").json(&body).await;
        taken.refuses(&[("/login", "login_taken")]);
        body["login"] = "Congan.Moi".into();
        let made = police.call("createAccount").json(&body).await.is(201);
        assert_eq!(made["account"]["login"], "congan.moi");
        act(&police, "closeAccount", id_of(&made["account"]), &why())
            .await
            .is(200);
        let again = police.call("createAccount").json(&body).await;
        again.refuses(&[("/login", "login_taken")]);
        for bad in ["ab", "công.an", "congan nhatrang", ".congan", "x@y"] {
            body["login"] = bad.into();
            let answer = police.call("createAccount").json(&body).await;
            answer.refuses(&[("/login", "login_malformed")]);
        }
    }

    #[test]
    async fn of_many_who_ask_for_one_name_at_once_one_gets_it(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let mut body = police_3();
        body["login"] = "congan.motten".into();
        let mut answers = at_once((0..4).map(|_| async { police.call("createAccount").json(&body).await })).await;
        answers.sort_unstable();
        assert_eq!(answers, [201, 422, 422, 422]);
        // Whom the pattern names get different names, all of them.
        let answers = at_once((0..3).map(|_| async { police.call("createAccount").json(&police_3()).await })).await;
        assert_eq!(answers, [201, 201, 201]);
        let units = "SELECT COUNT(*) FROM unit WHERE name = 'Công an phường Nha Trang' AND role = 'police'";
        assert_eq!(rows::number(t, units).await, 1, "the unit was there");
    }

    // Part of KH-10.1-3, LCH20-16.4.
    #[test]
    async fn nobody_acts_on_the_own_account_or_raises_it(t: &TestApp) {
        for login in ["congan.tinh", "thue.tinh"] {
            let client = t.signed_in(login).await;
            let own = account_id(login);
            for operation in ["lockAccount", "closeAccount", "resetPassword"] {
                act(&client, operation, own, &why()).await.problem("tier_forbidden");
            }
            let patch = json!({ "version": 1, "phone": "0258 000 0148" });
            act(&client, "updateAccount", own, &patch)
                .await
                .problem("tier_forbidden");
            for field in ["role", "level", "area_code", "login", "status", "holder_name"] {
                let patch = json!({ "version": 1, field: "x" });
                let answer = act(&client, "updateAccount", own, &patch).await;
                answer.refuses(&[(&format!("/{field}"), "unknown_field")]);
            }
        }
    }

    // Part of KH-7.2d-1, KH-12.2.
    #[test]
    async fn what_lies_outside_does_not_exist_and_what_is_seen_can_be_another_tier_s(t: &TestApp) {
        let tax = t.signed_in("thue.tinh").await;
        let nobody = Uuid::now_v7();
        let mut refusals = Vec::new();
        for id in [
            account_id("congan.tinh"),
            account_id("quantri"),
            account_id("haidang"),
            nobody,
        ] {
            for operation in ["lockAccount", "unlockAccount", "closeAccount", "resetPassword"] {
                refusals.push(act(&tax, operation, id, &why()).await.problem("not_found")["detail"].clone());
            }
            tax.call("getAccount").at("account_id", id).await.problem("not_found");
            tax.call("listHolders").at("account_id", id).await.problem("not_found");
        }
        refusals.dedup();
        assert_eq!(
            refusals.len(),
            1,
            "what exists elsewhere and what does not are told apart"
        );
        let listed = tax.call("listAccounts").await.is(200);
        let logins: Vec<&str> = listed["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|item| item["login"].as_str().unwrap())
            .collect();
        assert_eq!(logins, ["thue.tinh", "thue.nhatrang"]);
        assert_eq!(
            (&listed["items"][0]["can"], &listed["items"][1]["can"]),
            (
                &json!([]),
                &json!([
                    "changeHolder",
                    "closeAccount",
                    "lockAccount",
                    "resetPassword",
                    "updateAccount"
                ])
            )
        );
        assert_eq!(listed["items"][1]["area_path"], json!(["56", NHA_TRANG]));
    }

    // S-06. Part of KH-12.1b.
    #[test]
    async fn the_administrator_says_why_below_the_first_tier(t: &TestApp) {
        let admin = t.signed_in("quantri").await;
        let answer = admin.call("createAccount").json(&police_3()).await;
        answer.refuses(&[("/reason", "required")]);
        let mut body = police_3();
        body["reason"] = "tier_unavailable".into();
        admin.call("createAccount").json(&body).await.is(201);
        let events = rows::audit(t, "account_created").await;
        assert_eq!(events[0].purpose.as_deref(), Some("tier_unavailable"));
        // Whoever is locked is told nothing without a reason either.
        let tax = account_id("thue.tinh");
        act(&admin, "lockAccount", tax, &json!({}))
            .await
            .refuses(&[("/reason", "required")]);
        act(
            &admin,
            "updateAccount",
            tax,
            &json!({ "version": 1, "phone": "0258 000 0149" }),
        )
        .await
        .is(200);
        let below = account_id("thue.nhatrang");
        let patch = json!({ "version": 1, "phone": "0258 000 0149" });
        act(&admin, "updateAccount", below, &patch)
            .await
            .refuses(&[("/reason", "required")]);
    }

    // Proves KH-12.1b.
    // Part of LC-7.4.
    #[test]
    async fn a_lock_takes_effect_on_the_next_request_and_a_close_is_for_ever(t: &TestApp) {
        let (admin, client) = (t.signed_in("quantri").await, t.anonymous());
        client.login("haidang", PASSWORD).await.is(200);
        let id = account_id("haidang");
        let locked = act(&admin, "lockAccount", id, &why()).await.is(200);
        assert_eq!(
            (&locked["status"], &locked["status_reason"]),
            (&json!("locked"), &json!("unit_request"))
        );
        client.call("getCurrentAccount").await.problem("session_ended");
        client.refresh().await.problem("refresh_refused");
        t.anonymous().login("haidang", PASSWORD).await.problem("account_locked");
        act(&admin, "lockAccount", id, &why())
            .await
            .problem("account_status_conflict");
        let active = act(&admin, "unlockAccount", id, &why()).await.is(200);
        assert_eq!(
            (&active["status"], &active["status_reason"]),
            (&json!("active"), &Value::Null)
        );
        // The session that was ended stays ended.
        client.call("getCurrentAccount").await.problem("session_ended");
        client.login("haidang", PASSWORD).await.is(200);
        act(&admin, "closeAccount", id, &why()).await.is(200);
        client.call("getCurrentAccount").await.problem("session_ended");
        for operation in ["lockAccount", "unlockAccount", "closeAccount", "resetPassword"] {
            act(&admin, operation, id, &why())
                .await
                .problem("account_status_conflict");
        }
        assert_eq!(
            rows::number(t, "SELECT COUNT(*) FROM account WHERE status = 'closed'").await,
            1
        );
        rows::execute(t, "DELETE FROM account WHERE status = 'closed'")
            .await
            .unwrap_err();
    }

    // Proves KH-12.1.
    #[test]
    async fn an_administrator_is_of_the_whole_province_and_made_by_an_administrator_alone(t: &TestApp) {
        let wanted = |area: &str| {
            json!({
                "role": "administrator", "area_code": area, "unit_name": "Công an tỉnh Khánh Hòa",
                "holder_name": "Trịnh Quốc Khánh", "email": "khanh@example.test",
            })
        };
        for login in ["congan.tinh", "thue.tinh", "congan.nhatrang", "haidang"] {
            let other = t.signed_in(login).await;
            let answer = other.call("createAccount").json(&wanted("56")).await;
            assert_eq!(answer.status, 403, "{login}: {}", answer.text());
        }
        let admin = t.signed_in("quantri").await;
        let ward = admin.call("createAccount").json(&wanted(NHA_TRANG)).await;
        assert_eq!(ward.status, 422, "{}", ward.text());
        let count = "SELECT COUNT(*) FROM account WHERE role = 'administrator'";
        assert_eq!(rows::number(t, count).await, 1);
        admin.call("createAccount").json(&wanted("56")).await.is(201);
        assert_eq!(rows::number(t, count).await, 2);
    }

    // Proves KH-7.2e.
    #[test]
    async fn each_change_by_an_agency_stands_on_record_with_its_account_its_person_and_its_unit_s_area(t: &TestApp) {
        let tax = t.signed_in("thue.tinh").await;
        let below = account_id("thue.nhatrang");
        let patch = json!({ "version": 1, "phone": "0258 000 0149" });
        act(&tax, "updateAccount", below, &patch).await.is(200);
        act(&tax, "lockAccount", below, &why()).await.is(200);
        act(&tax, "unlockAccount", below, &why()).await.is(200);
        let body = json!({ "holder_name": "Đỗ Thị Thu", "delivery": "handover" });
        let person = tax.call("createOperator").json(&body).await;
        assert_eq!(person.status, 201, "{}", person.text());
        for (what, subject) in [
            ("account_changed", Some(below)),
            ("account_locked", Some(below)),
            ("account_unlocked", Some(below)),
            ("operator_created", None),
        ] {
            let lines = rows::audit(t, what).await;
            assert_eq!(lines.len(), 1, "{what}");
            assert_eq!(lines[0].account_id, Some(account_id("thue.tinh")), "{what}");
            assert_eq!(lines[0].session_id, Some(tax.session()), "{what}");
            if let Some(subject) = subject {
                assert_eq!(lines[0].subject_id, Some(subject.to_string()), "{what}");
            }
        }
    }

    #[test]
    async fn the_last_administrator_stays(t: &TestApp) {
        let admin = t.signed_in("quantri").await;
        let own = account_id("quantri");
        for operation in ["lockAccount", "closeAccount"] {
            act(&admin, operation, own, &why()).await.problem("last_administrator");
        }
        let body = json!({
            "role": "administrator", "area_code": "56", "unit_name": "Công an tỉnh Khánh Hòa",
            "holder_name": "Trịnh Quốc Khánh", "email": "khanh@example.test", "login": "quantri.hai",
        });
        let made = admin.call("createAccount").json(&body).await.is(201);
        act(&admin, "lockAccount", own, &why()).await.problem("tier_forbidden");
        // Two who lock each other at once: one of them stays.
        let second = id_of(&made["account"]);
        rows::execute(
            t,
            "UPDATE account SET second_factor_waived = TRUE, password_is_initial = FALSE WHERE login = 'quantri.hai'",
        )
        .await
        .unwrap();
        let other = t.signed_in_as(second).await;
        let reason = why();
        let locks = [(&admin, second), (&other, own)];
        let answers = at_once(locks.map(|(client, id)| act(client, "lockAccount", id, &reason))).await;
        assert!(answers.contains(&200), "{answers:?}");
        let left = "SELECT COUNT(*) FROM account WHERE role = 'administrator' AND status = 'active'";
        assert_eq!(rows::number(t, left).await, 1);
    }

    // Part of LC-6.3-2, KH-8d, LC-6.4-2, KH-M2-1.
    #[test]
    async fn another_holder_takes_over_and_who_was_before_stays_on_record(t: &TestApp) {
        let (police, before) = (t.signed_in("congan.tinh").await, t.anonymous());
        before.login("congan.nhatrang", PASSWORD).await.is(200);
        let id = account_id("congan.nhatrang");
        let body = json!({
            "holder_name": "Trần Gia Bách", "holder_position": "Phó trưởng công an", "email": "bach@example.test",
            "phone": "0258 352 0177", "delivery": "handover", "reason": "holder_changed", "reference": "31/CAP-2026",
        });
        let given = act(&police, "changeHolder", id, &body).await.is(200);
        assert_eq!(given["account"]["holder_name"], "Trần Gia Bách");
        assert_eq!(given["account"]["login"], "congan.nhatrang", "the name stays");
        before.call("getCurrentAccount").await.problem("session_ended");
        t.anonymous()
            .login("congan.nhatrang", PASSWORD)
            .await
            .problem("credentials_refused");
        let password = given["initial_password"].as_str().unwrap();
        let session = t.anonymous().login("congan.nhatrang", password).await.is(200);
        assert_eq!(session["account"]["holder_name"], "Trần Gia Bách");
        let holders = police.call("listHolders").at("account_id", id).await.is(200);
        assert_eq!(holders["items"][0]["reference"], "31/CAP-2026");
        assert_eq!(holders["items"][0]["ended_at"], Value::Null);
        assert_eq!(holders["items"][1]["name"], "Người giữ congan.nhatrang");
        assert_eq!(holders["items"][1]["ended_at"], holders["items"][0]["started_at"]);
        rows::execute(t, "UPDATE account_holder SET name = 'x'")
            .await
            .unwrap_err();
        rows::execute(t, "DELETE FROM account_holder").await.unwrap_err();
    }

    #[test]
    async fn the_holder_is_told_what_others_do_to_the_account(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let id = account_id("haidang");
        let told = async || rows::count(t, "outbox").await;
        for (operation, body, mails) in [
            ("lockAccount", json!({ "reason": "misuse" }), 1),
            ("unlockAccount", json!({ "reason": "mistake" }), 1),
            (
                "resetPassword",
                json!({ "reason": "password_forgotten", "delivery": "handover", "forget_second_factor": true }),
                2,
            ),
            (
                "changeHolder",
                json!({ "holder_name": "Trần Gia Bách", "email": "bach@example.test", "delivery": "handover", "reason": "holder_changed" }),
                1,
            ),
            ("closeAccount", json!({ "reason": "unit_ended" }), 1),
        ] {
            let before = told().await;
            act(&police, operation, id, &body).await.is(200);
            assert_eq!(told().await, before + mails, "{operation}");
        }
        let bacthanh = account_id("bacthanh");
        let account = police.call("getAccount").at("account_id", bacthanh).await.is(200);
        let before = told().await;
        // To the address before and to the one after.
        let patch = json!({ "version": account["version"], "email": "moi@example.test", "reason": "unit_request" });
        act(&police, "updateAccount", bacthanh, &patch).await.is(200);
        assert_eq!(told().await, before + 2);
    }

    #[test]
    async fn an_administrator_acts_on_another_one_with_a_reason_only(t: &TestApp) {
        let admin = t.signed_in("quantri").await;
        let body = json!({
            "role": "administrator", "area_code": "56", "unit_name": "Công an tỉnh Khánh Hòa",
            "holder_name": "Trịnh Quốc Khánh", "email": "khanh@example.test", "login": "quantri.hai",
        });
        let made = admin.call("createAccount").json(&body).await.is(201);
        let second = id_of(&made["account"]);
        let reset = act(&admin, "resetPassword", second, &json!({})).await;
        reset.refuses(&[("/reason", "required")]);
        act(
            &admin,
            "resetPassword",
            second,
            &json!({ "reason": "password_forgotten" }),
        )
        .await
        .is(200);
    }

    #[test]
    async fn where_former_holders_are_reached_is_for_those_who_look_after_the_account(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let id = account_id("haidang");
        let body = json!({
            "holder_name": "Trần Gia Bách", "email": "bach@example.test", "phone": "0258 352 0177",
            "delivery": "handover", "reason": "holder_changed"
        });
        act(&police, "changeHolder", id, &body).await.is(200);
        let own = t.signed_in("haidang").await;
        let seen = async |client: &Client<'_>| {
            let holders = client.call("listHolders").at("account_id", id).await.is(200)["items"].clone();
            let email = |at: usize| holders[at]["email"].as_str().unwrap().to_owned();
            (email(0), email(1).is_empty())
        };
        // As after the first sign-in.
        rows::execute(
            t,
            "UPDATE account SET password_is_initial = FALSE WHERE login = 'haidang'",
        )
        .await
        .unwrap();
        assert_eq!(seen(&own).await, ("bach@example.test".to_owned(), true));
        assert_eq!(seen(&police).await, ("bach@example.test".to_owned(), false));
    }

    #[test]
    async fn a_reset_ends_the_sessions_and_issues_a_password_for_one_sign_in(t: &TestApp) {
        let (admin, host) = (t.signed_in("quantri").await, t.anonymous());
        host.login("haidang", PASSWORD).await.is(200);
        let body = json!({ "reason": "password_forgotten", "delivery": "handover" });
        let reset = act(&admin, "resetPassword", account_id("haidang"), &body).await.is(200);
        let password = reset["initial_password"].as_str().unwrap();
        host.call("getCurrentAccount").await.problem("session_ended");
        host.login("haidang", PASSWORD).await.problem("credentials_refused");
        host.login("haidang", password).await.is(200);
        t.anonymous()
            .login("haidang", password)
            .await
            .problem("credentials_refused");
    }

    #[test]
    async fn accounts_are_found_by_login_holder_and_unit_with_or_without_accents(t: &TestApp) {
        let admin = t.signed_in("quantri").await;
        let find = async |body: Value| {
            let page = admin.call("searchAccounts").json(&body).await.is(200);
            let items = page["items"].as_array().unwrap().clone();
            items
                .iter()
                .map(|item| item["login"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(find(json!({ "q": "thue.nhatrang" })).await, ["thue.nhatrang"]);
        assert_eq!(find(json!({ "q": "Người giữ bacthanh" })).await, ["bacthanh"]);
        assert_eq!(find(json!({ "q": "nguoi giu bacthanh" })).await, ["bacthanh"]);
        assert_eq!(find(json!({ "q": "khach san hai dang" })).await, ["haidang"]);
        assert_eq!(
            find(json!({ "q": "phường nha trang", "role": "tourism" })).await,
            ["dulich.nhatrang"]
        );
        assert!(find(json!({ "q": "100%_" })).await.is_empty());
        assert_eq!(
            find(json!({ "q": "nguoi giu", "role": "police", "level": "commune" }))
                .await
                .len(),
            2
        );
        assert_eq!(
            find(json!({ "q": "nguoi giu", "area_code": NHA_TRANG, "role": "police" })).await,
            ["congan.nhatrang"]
        );
        assert!(find(json!({ "q": "nguoi giu", "status": "closed" })).await.is_empty());
        // Page by page, everything once.
        let (mut seen, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let mut call = admin.call("listAccounts").query("limit", 5);
            if let Some(cursor) = &cursor {
                call = call.query("cursor", cursor);
            }
            let page = call.await.is(200);
            seen.extend(
                page["items"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|item| item["login"].as_str().unwrap().to_owned()),
            );
            cursor = page["next_cursor"].as_str().map(str::to_owned);
            if cursor.is_none() {
                break;
            }
        }
        let all = i64::try_from(seen.len()).unwrap();
        assert_eq!(all, rows::count(t, "account").await);
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(i64::try_from(seen.len()).unwrap(), all);
        for bad in ["0", "101", "x"] {
            admin
                .call("listAccounts")
                .query("limit", bad)
                .await
                .problem("malformed_request");
        }
        admin
            .call("listAccounts")
            .query("cursor", "%%")
            .await
            .problem("malformed_request");
    }

    #[test]
    async fn a_facility_gets_its_account_where_it_lies(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let mut body = json!({
            "role": "facility", "facility_id": facility_id("haidang").to_string(), "holder_name": "Lê Thị Mỹ Duyên",
            "email": "duyen@example.test",
        });
        let made = police.call("createAccount").json(&body).await.is(201);
        assert_eq!(made["account"]["area"]["code"], NHA_TRANG);
        assert_eq!(made["account"]["login"], "khachsanhaidang");
        body["facility_id"] = Uuid::now_v7().to_string().into();
        let answer = police.call("createAccount").json(&body).await;
        answer.refuses(&[("/facility_id", "unknown_value")]);
        body["unit_name"] = "x".into();
        body.as_object_mut().unwrap().remove("facility_id");
        let answer = police.call("createAccount").json(&body).await;
        answer.refuses(&[("/unit_name", "does_not_apply"), ("/facility_id", "required")]);
    }

    #[test]
    async fn of_two_changes_on_the_same_version_one_counts(t: &TestApp) {
        let admin = t.signed_in("quantri").await;
        let id = account_id("thue.tinh");
        let patch = json!({ "version": 1, "email": "moi@example.test", "unit_name": "Thuế tỉnh" });
        let after = act(&admin, "updateAccount", id, &patch).await.is(200);
        assert_eq!(
            (&after["email"], &after["unit_name"], &after["version"]),
            (&json!("moi@example.test"), &json!("Thuế tỉnh"), &json!(2))
        );
        act(&admin, "updateAccount", id, &patch)
            .await
            .problem("version_conflict");
        let nothing = json!({ "version": 2 });
        act(&admin, "updateAccount", id, &nothing)
            .await
            .refuses(&[("", "nothing_to_change")]);
        let facility = json!({ "version": 1, "unit_name": "x" });
        act(&admin, "updateAccount", account_id("haidang"), &facility)
            .await
            .refuses(&[("/unit_name", "locked")]);
    }
);
