//! A forgotten password, a stolen account: what a report tells, what it takes to lock, and what is issued.

use crate::support::filing::{dossier, grant, loss, password_in};
use crate::support::province::account_id;
use crate::support::*;
use serde_json::{Value, json};

async fn report(t: &TestApp, login: &str) -> Value {
    let body = loss(login, &t.clock.now().to_string());
    t.anonymous().call("reportCredentialLoss").json(&body).await.is(202)
}

async fn status(t: &TestApp, login: &str) -> String {
    rows::texts(t, &format!("SELECT status FROM account WHERE login = '{login}'"))
        .await
        .remove(0)
}

fn codes(seen: &Value) -> Vec<String> {
    let hints = seen["hints"].as_array().expect("hints").iter();
    hints.map(|hint| hint["code"].as_str().unwrap().to_owned()).collect()
}

on_both_engines!(
    #[test]
    async fn a_report_does_not_tell_whether_there_is_such_an_account(t: &TestApp) {
        let mut left = Vec::new();
        for login in ["haidang", "khongcoai"] {
            let audit = rows::count(t, "audit_event").await;
            let outbox = rows::count(t, "outbox").await;
            let body = loss(login, &t.clock.now().to_string());
            let answer = t.anonymous().call("reportCredentialLoss").json(&body).await;
            let receipt = answer.is(202);
            let mut headers: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            headers.sort();
            let public = t
                .anonymous()
                .call("lookupDossier")
                .json(&json!({ "dossier_code": receipt["dossier_code"] }))
                .await
                .is(200);
            // Nothing has looked for the account before the answer left: the same rows, the same events, no mail.
            assert_eq!(rows::count(t, "outbox").await, outbox);
            assert_eq!(
                rows::number(
                    t,
                    "SELECT COUNT(*) FROM credential_loss WHERE looked_up_at IS NULL AND account_id IS NULL"
                )
                .await,
                left.len() as i64 + 1
            );
            let fields: Vec<String> = receipt.as_object().unwrap().keys().cloned().collect();
            left.push((
                headers,
                fields,
                answer.body.len(),
                public["state"].clone(),
                public["can"].clone(),
                rows::count(t, "audit_event").await - audit,
            ));
        }
        assert_eq!(left[0], left[1]);
    }

    // Part of KH-9d-1. Part of LC-7.4.
    #[test]
    async fn a_name_alone_locks_nobody_out(t: &TestApp) {
        report(t, "haidang").await;
        t.work().await;
        assert_eq!(status(t, "haidang").await, "active");
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "MK-0001").await;
        assert!(codes(&seen).contains(&"not_proven".to_owned()), "{seen}");
        grant(&police, &seen, json!({})).await.problem("proof_required");
        // A call to another number proves nothing.
        let body = json!({
            "version": seen["version"],
            "contact": { "channel": "phone", "at": t.clock.now(), "with": "Lê Thị Mỹ Duyên, 0905 000 111" },
        });
        let id = seen["id"].as_str().unwrap();
        police
            .call("acceptDossier")
            .at("dossier_id", id)
            .json(&body)
            .await
            .is(200);
        assert_eq!(status(t, "haidang").await, "active");
    }

    // Part of KH-M2-2.
    #[test]
    async fn the_form_of_a_loss_names_the_unit_to_officers_and_to_nobody_else(t: &TestApp) {
        let receipt = report(t, "haidang").await;
        t.work().await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "MK-0001").await;
        let id = seen["id"].as_str().unwrap();
        let officer = pdf_text(&police.call("printDossier").at("dossier_id", id).await.body);
        assert!(officer.contains("KHÁCH SẠN HẢI ĐĂNG"), "{officer}");
        let code = json!({ "dossier_code": receipt["dossier_code"] });
        let anybody = pdf_text(&t.anonymous().call("downloadDossierForm").json(&code).await.body);
        assert!(!anybody.contains("HẢI ĐĂNG"), "{anybody}");
        for expected in ["CƠ SỞ LƯU TRÚ .......", "Hồ sơ số MK-0001"] {
            assert!(anybody.contains(expected), "{expected:?} is not in {anybody}");
        }
    }

    #[test]
    async fn the_link_to_the_registered_address_locks_once_and_a_new_password_unlocks(t: &TestApp) {
        report(t, "haidang").await;
        let token = t.token_to("haidang@example.test").await.expect("a link");
        let holder = t.signed_in("haidang").await;
        let body = json!({ "token": token });
        t.anonymous().call("confirmCredentialLoss").json(&body).await.is(204);
        assert_eq!(status(t, "haidang").await, "locked");
        holder.call("getCurrentAccount").await.problem("session_ended");
        t.anonymous()
            .call("confirmCredentialLoss")
            .json(&body)
            .await
            .problem("already_confirmed");
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "MK-0001").await;
        assert!(codes(&seen).contains(&"proven_by_link".to_owned()), "{seen}");
        grant(&police, &seen, json!({})).await.is(200);
        assert_eq!(status(t, "haidang").await, "active");
        let password = password_in(&t.mail_to("haidang@example.test").await.expect("a mail"));
        leaks::watch(&password);
        t.anonymous().login("haidang", &password).await.is(200);
    }

    #[test]
    async fn the_link_ends_with_the_last_second_of_24_hours(t: &TestApp) {
        for (login, passes, works) in [("haidang", 86_399, true), ("bacthanh", 86_400, false)] {
            report(t, login).await;
            let token = t.token_to(&format!("{login}@example.test")).await.expect("a link");
            t.pass(passes);
            let answer = t
                .anonymous()
                .call("confirmCredentialLoss")
                .json(&json!({ "token": token }))
                .await;
            if works {
                answer.is(204);
            } else {
                answer.problem("link_invalid");
                assert_eq!(status(t, login).await, "active");
            }
        }
    }

    // Proves KH-M2-2.
    #[test]
    async fn a_call_to_the_registered_number_locks_and_the_form_stays_outstanding(t: &TestApp) {
        let id = rows::id(t, account_id("haidang"));
        rows::execute(
            t,
            &format!("UPDATE account SET phone = '0258 352 0100' WHERE id = {id}"),
        )
        .await
        .unwrap();
        let receipt = report(t, "haidang").await;
        t.work().await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "MK-0001").await;
        let number = seen["hints"]
            .as_array()
            .unwrap()
            .iter()
            .find(|hint| hint["code"] == "registered_number");
        assert_eq!(number.unwrap()["subject"], "0258 352 0100");
        let body = json!({
            "version": seen["version"],
            "contact": { "channel": "phone", "at": t.clock.now(), "with": "Lê Thị Mỹ Duyên, +84 258 3520100" },
        });
        let accepted = police
            .call("acceptDossier")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .json(&body)
            .await
            .is(200);
        assert_eq!(status(t, "haidang").await, "locked");
        let granted = grant(&police, &accepted, json!({})).await.is(200);
        assert_eq!(
            (&granted["dossier"]["state"], &granted["dossier"]["form_missing"]),
            (&json!("returned"), &json!(true))
        );
        let form =
            json!({ "dossier_code": receipt["dossier_code"], "files": [filing::file("Mau-so-2.pdf", filing::PDF)] });
        let public = t.anonymous().call("supplementDossier").json(&form).await.is(200);
        assert_eq!(
            (&public["form_missing"], &public["state"], &public["can"]),
            (&json!(false), &json!("returned"), &json!([]))
        );
        t.anonymous()
            .call("supplementDossier")
            .json(&form)
            .await
            .problem("wrong_state");
    }

    // Part of KH-9d-2, KH-M2-2.
    #[test]
    async fn a_call_proves_a_loss_whenever_it_is_recorded(t: &TestApp) {
        rows::execute(t, "UPDATE account SET phone = '0258 352 0100'")
            .await
            .unwrap();
        let police = t.signed_in("congan.tinh").await;
        let call = json!({ "channel": "phone", "at": t.clock.now(), "with": "Chủ cơ sở, 0258 352 0100" });
        let ways = [
            ("haidang", "commentOnDossier"),
            ("bacthanh", "requestSupplement"),
            ("doanvansau", "acceptDossier"),
            ("moimo", "resolveDossier"),
        ];
        for ((login, way), number) in ways.into_iter().zip(1..) {
            report(t, login).await;
            let seen = dossier(&police, &format!("MK-000{number}")).await;
            let id = seen["id"].as_str().unwrap();
            let act = |operation: &'static str, mut body: Value, version: &Value| {
                body["version"] = version.clone();
                police.call(operation).at("dossier_id", id).json(&body)
            };
            let mut version = seen["version"].clone();
            // Who acts before the job has looked for the account finds it all the same.
            if way != "acceptDossier" {
                t.work().await;
                version = act("acceptDossier", json!({}), &version).await.is(200)["version"].clone();
            }
            match way {
                "commentOnDossier" => {
                    let body = json!({ "text": "Đã gọi.", "visibility": "inside", "contact": call });
                    police.call(way).at("dossier_id", id).json(&body).await.is(200);
                }
                "requestSupplement" => {
                    let body = json!({ "reason": "Gửi phiếu đã ký.", "contact": call });
                    act(way, body, &version).await.is(200);
                }
                "resolveDossier" => {
                    let letter = json!({ "channel": "email", "at": t.clock.now(), "with": "0258 352 0100" });
                    act(way, json!({ "contact": letter }), &version)
                        .await
                        .problem("proof_required");
                    act(way, json!({ "contact": call }), &version).await.is(200);
                }
                _ => {
                    act(way, json!({ "contact": call }), &version).await.is(200);
                }
            }
            let expected = if way == "resolveDossier" { "active" } else { "locked" };
            assert_eq!(status(t, login).await, expected, "{way}");
            let codes = codes(&dossier(&police, &format!("MK-000{number}")).await);
            assert!(codes.contains(&"proven_by_call".to_owned()), "{way}: {codes:?}");
        }
        // After the decision a remark with a call changes nothing about the account.
        let seen = dossier(&police, "MK-0004").await;
        let body = json!({ "text": "Gọi lại.", "visibility": "inside", "contact": call });
        let remark = police
            .call("commentOnDossier")
            .at("dossier_id", seen["id"].as_str().unwrap());
        remark.json(&body).await.is(200);
        assert_eq!(status(t, "moimo").await, "active");
    }

    #[test]
    async fn three_links_a_day_and_no_more(t: &TestApp) {
        for _ in 0..5 {
            report(t, "haidang").await;
            t.work().await;
        }
        let mails = || {
            mail::in_folder(t)
                .into_iter()
                .filter(|mail| mail.text.contains("/lost/confirm#"))
                .count()
        };
        assert_eq!(mails(), 3);
        t.pass(86_400);
        report(t, "haidang").await;
        t.work().await;
        t.work().await;
        assert_eq!(mails(), 4);
    }

    // Proves KH-9d-1, KH-9d-2.
    #[test]
    async fn a_late_report_is_taken_and_marked(t: &TestApp) {
        t.at("2026-11-22 00:00:00");
        let mut body = loss("haidang", &instant("2026-11-21 23:59:00"));
        t.anonymous().call("reportCredentialLoss").json(&body).await.is(202);
        t.at("2026-11-22 23:59:59");
        body["discovered_at"] = json!(instant("2026-11-22 00:00:00"));
        body["email"] = json!("haidang@example.test");
        body["called_at"] = json!(instant("2026-11-22 10:00:00"));
        t.anonymous().call("reportCredentialLoss").json(&body).await.is(202);
        t.work().await;
        let police = t.signed_in("congan.tinh").await;
        let late = codes(&dossier(&police, "MK-0001").await);
        assert_eq!(
            late,
            ["reported_late", "channel_missing", "registered_number", "not_proven"]
        );
        let second = codes(&dossier(&police, "MK-0002").await);
        assert_eq!(second, ["registered_number", "not_proven"]);
    }

    // Proves LC-7.4.
    #[test]
    async fn in_lao_cai_a_report_is_late_24_hours_after_it_was_noticed_to_the_second(t: &TestApp) {
        let lao_cai = t.sibling(|config| config.profile = "lao-cai".to_owned()).await;
        // The police of Lào Cai: its province is 15.
        rows::execute(
            t,
            "UPDATE account SET area_code = '15', area_path = '15' WHERE login = 'congan.tinh'",
        )
        .await
        .unwrap();
        let nobody = t.anonymous_at(&lao_cai);
        let mut body = loss("haidang", &instant("2026-11-21 20:00:00"));
        body["email"] = json!("haidang@example.test");
        for moment in ["2026-11-22 19:59:59", "2026-11-22 20:00:00"] {
            t.at(moment);
            nobody.call("reportCredentialLoss").json(&body).await.is(202);
        }
        let police = t.signed_in_at(&lao_cai, "congan.tinh").await;
        assert_eq!(codes(&dossier(&police, "MK-0001").await), ["not_proven"]);
        assert_eq!(
            codes(&dossier(&police, "MK-0002").await),
            ["reported_late", "not_proven"]
        );
    }

    #[test]
    async fn nobody_gets_at_an_account_above_by_a_report(t: &TestApp) {
        report(t, "quantri").await;
        let token = t.token_to("quantri@example.test").await.expect("a link");
        t.anonymous()
            .call("confirmCredentialLoss")
            .json(&json!({ "token": token }))
            .await
            .is(204);
        // The last administrator keeps the account: nobody could unlock it.
        assert_eq!(status(t, "quantri").await, "active");
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "MK-0001").await;
        grant(&police, &seen, json!({ "delivery": "handover" }))
            .await
            .problem("tier_forbidden");
    }

    #[test]
    async fn a_name_that_nobody_has_leads_to_no_password(t: &TestApp) {
        report(t, "khongcoai").await;
        t.work().await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "MK-0001").await;
        assert!(codes(&seen).contains(&"account_unknown".to_owned()));
        grant(&police, &seen, json!({})).await.problem("no_account");
    }
);
