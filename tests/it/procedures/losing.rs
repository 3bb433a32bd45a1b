//! What a lost password stops, and what it does not: only a stolen account is locked, and only that one.

use crate::support::filing::{dossier, grant, loss, password_in};
use crate::support::*;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

const CHOSEN: &str = "Cua-Bien-2026";

/// Makes an operator of a facility, signed in with a password of its own choice; its login name.
async fn operator<'a>(t: &'a TestApp, unit: &Client<'_>, name: &str) -> (String, Client<'a>) {
    leaks::watch(CHOSEN);
    let body = json!({
        "holder_name": name, "holder_position": "Lễ tân", "delivery": "handover", "email": "le.tan@example.test"
    });
    let made = unit.call("createOperator").json(&body).await.is(201);
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let (login, password) = (text(&made["operator"]["login"]), text(&made["initial_password"]));
    let client = t.anonymous();
    client.login(&login, &password).await.is(200);
    let change = json!({ "current_password": password, "new_password": CHOSEN });
    client.call("changePassword").json(&change).await.is(204);
    (login, client)
}

/// Reports a loss and follows the link in the mail.
async fn report(t: &TestApp, login: &str, kind: &str, address: &str) {
    let mut body = loss(login, &t.clock.now().to_string());
    body["kind"] = json!(kind);
    t.anonymous().call("reportCredentialLoss").json(&body).await.is(202);
    let token = t.token_to(address).await.expect("a link");
    let body = json!({ "token": token });
    t.anonymous().call("confirmCredentialLoss").json(&body).await.is(204);
}

async fn status(t: &TestApp, login: &str) -> String {
    rows::texts(t, &format!("SELECT status FROM account WHERE login = '{login}'"))
        .await
        .remove(0)
}

fn can(seen: &Value, operation: &str) -> bool {
    seen["can"].as_array().expect("can").contains(&json!(operation))
}

fn lock<'a>(client: &'a Client<'_>, seen: &Value) -> client::Call<'a> {
    client
        .call("lockReportedAccount")
        .at("dossier_id", seen["id"].as_str().expect("an id"))
}

/// Whether somebody is still signed in.
async fn works(client: &Client<'_>) -> bool {
    client.call("getCurrentAccount").await.status == 200
}

on_both_engines!(
    // Part of LC-7.4, KH-9d-1.
    #[test]
    async fn a_forgotten_password_locks_nobody_and_everybody_goes_on(t: &TestApp) {
        let holder = t.signed_in("haidang").await;
        let (login, reception) = operator(t, &holder, "Lê Thị Mỹ Duyên").await;
        report(t, "haidang", "forgotten", "haidang@example.test").await;
        assert_eq!(status(t, "haidang").await, "active");
        assert!(works(&holder).await && works(&reception).await);
        // The proof is enough for a new password, and the operators keep theirs.
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "MK-0001").await;
        assert!(!can(&seen, "lockReportedAccount"), "nothing is said to be stolen");
        grant(&police, &seen, json!({})).await.is(200);
        assert_eq!(status(t, &login).await, "active");
        assert!(works(&reception).await);
        let password = password_in(&t.mail_to("haidang@example.test").await.expect("a mail"));
        leaks::watch(&password);
        t.anonymous().login("haidang", &password).await.is(200);
    }

    #[test]
    async fn the_loss_of_one_operator_touches_that_operator_only(t: &TestApp) {
        let holder = t.signed_in("haidang").await;
        let (login, reception) = operator(t, &holder, "Lê Thị Mỹ Duyên").await;
        let (other, night) = operator(t, &holder, "Trần Gia Bách").await;
        report(t, &login, "stolen", "le.tan@example.test").await;
        assert_eq!(status(t, &login).await, "locked");
        assert!(!works(&reception).await);
        assert_eq!(
            (status(t, "haidang").await, status(t, &other).await),
            ("active".to_owned(), "active".to_owned())
        );
        assert!(works(&holder).await && works(&night).await);
        // The holder of the facility is written to as well.
        let told = t.mail_to("haidang@example.test").await.expect("a mail");
        assert!(
            told.text.contains(&login) && told.text.contains("vừa bị khóa"),
            "{}",
            told.text
        );
    }

    // Part of KH-9d-2.
    #[test]
    async fn a_stolen_account_is_locked_with_one_press_and_the_facility_reads_of_it(t: &TestApp) {
        let body = loss("haidang", &t.clock.now().to_string());
        t.anonymous().call("reportCredentialLoss").json(&body).await.is(202);
        let holder = t.signed_in("haidang").await;
        let police = t.signed_in("congan.tinh").await;
        t.work().await;
        let seen = dossier(&police, "MK-0001").await;
        assert!(can(&seen, "lockReportedAccount"), "{}", seen["can"]);
        let hotel = t.signed_in("bacthanh").await;
        lock(&hotel, &seen).await.problem("forbidden");
        let locked = lock(&police, &seen).await.is(200);
        assert_eq!(status(t, "haidang").await, "locked");
        assert!(!works(&holder).await);
        assert!(!can(&locked, "lockReportedAccount"));
        assert_eq!(locked["events"].as_array().unwrap().last().unwrap()["kind"], "lock");
        lock(&police, &seen).await.problem("account_status_conflict");
        let told = t.mail_to("haidang@example.test").await.expect("a mail");
        assert!(
            told.text.contains("MK-0001") && told.text.contains("vừa bị khóa"),
            "{}",
            told.text
        );
        // The lock proves nothing: a new password still asks for the proof.
        grant(&police, &locked, json!({})).await.problem("proof_required");
    }

    #[test]
    async fn whoever_has_the_right_password_reads_that_the_account_is_locked_and_nobody_else(t: &TestApp) {
        let holder = t.signed_in("haidang").await;
        let (login, _) = operator(t, &holder, "Lê Thị Mỹ Duyên").await;
        t.at("2026-11-21 20:45:00");
        let body = loss("haidang", &t.clock.now().to_string());
        t.anonymous().call("reportCredentialLoss").json(&body).await.is(202);
        t.work().await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "MK-0001").await;
        police
            .call("lockReportedAccount")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .await
            .is(200);
        for (name, password) in [("haidang", province::PASSWORD), (login.as_str(), CHOSEN)] {
            // As often as one likes: who has the password guesses nothing.
            for _ in 0..12 {
                let answer = t.anonymous().login(name, password).await;
                let problem = answer.problem("account_locked");
                assert!(
                    problem["detail"].as_str().unwrap().contains("21/11/2026, 20:45"),
                    "{problem}"
                );
            }
        }
        for (name, password) in [("haidang", "Sai-mat-khau-1"), ("khongcoai", "Sai-mat-khau-1")] {
            t.anonymous().login(name, password).await.problem("credentials_refused");
        }
    }

    #[test]
    async fn of_a_login_that_nobody_has_no_grant_is_offered(t: &TestApp) {
        let body = loss("khongcoai", &t.clock.now().to_string());
        t.anonymous().call("reportCredentialLoss").json(&body).await.is(202);
        t.work().await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "MK-0001").await;
        assert!(!can(&seen, "resolveDossier") && !can(&seen, "lockReportedAccount") && can(&seen, "refuseDossier"));
        let call = police
            .call("lockReportedAccount")
            .at("dossier_id", seen["id"].as_str().unwrap());
        call.await.problem("no_account");
    }

    // Part of LCH20-16.1-2.
    #[test]
    async fn every_password_that_is_handed_over_comes_with_its_sheet(t: &TestApp) {
        let holder = t.signed_in("haidang").await;
        let administrator = t.signed_in("quantri").await;
        let is_sheet = |answer: &Value| {
            let sheet = answer["sheet_pdf_base64"].as_str().expect("a sheet");
            assert!(STANDARD.decode(sheet).expect("Base64").starts_with(b"%PDF-"));
        };
        let body = json!({ "holder_name": "Lê Thị Mỹ Duyên", "holder_position": "Lễ tân", "delivery": "handover" });
        let made = holder.call("createOperator").json(&body).await.is(201);
        is_sheet(&made);
        let reset = holder
            .call("resetOperatorPassword")
            .at("operator_id", made["operator"]["id"].as_str().unwrap())
            .json(&json!({ "version": made["operator"]["version"], "delivery": "handover" }))
            .await
            .is(200);
        is_sheet(&reset);
        let account = province::account_id("bacthanh");
        for (delivery, has_sheet) in [("handover", true), ("email", false)] {
            let reset = administrator
                .call("resetPassword")
                .at("account_id", account)
                .json(&json!({ "delivery": delivery, "reason": "credential_lost" }))
                .await
                .is(200);
            if has_sheet {
                is_sheet(&reset);
            } else {
                assert_eq!(reset["sheet_pdf_base64"], Value::Null);
            }
        }
    }
);
