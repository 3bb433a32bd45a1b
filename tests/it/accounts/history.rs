//! What is told of an account to those who look after it: who did what to it and why, how signing in goes, and how it is
//! found by its telephone.

use crate::support::filing::{dossier, grant, loss};
use crate::support::province::{PASSWORD, account_id, facility_id};
use crate::support::*;
use serde_json::{Value, json};

/// What was done, latest first: what, by whom, why, by which letter.
async fn acts(client: &Client<'_>, login: &str) -> Vec<(String, String, String, String)> {
    let id = account_id(login);
    let told = client.call("listHolders").at("account_id", id).await.is(200);
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let acts = told["acts"].as_array().expect("acts").iter();
    acts.map(|act| {
        (
            text(&act["kind"]),
            text(&act["by_login"]),
            text(&act["act_reason"]),
            text(&act["reference"]),
        )
    })
    .collect()
}

fn told(kind: &str, by: &str, reason: &str, reference: &str) -> (String, String, String, String) {
    (kind.to_owned(), by.to_owned(), reason.to_owned(), reference.to_owned())
}

on_both_engines!(
    #[test]
    async fn who_locked_an_account_and_why_is_still_told_after_it_was_unlocked(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let id = account_id("haidang");
        let act = |operation: &'static str, body: Value| police.call(operation).at("account_id", id).json(&body);
        let lock = json!({ "reason": "misuse", "reference": "214/CAP-2026" });
        act("lockAccount", lock).await.is(200);
        t.pass(60);
        act("unlockAccount", json!({ "reason": "dealt_with" })).await.is(200);
        assert_eq!(
            acts(&police, "haidang").await,
            [
                told("unlocked", "congan.tinh", "dealt_with", ""),
                told("locked", "congan.tinh", "misuse", "214/CAP-2026"),
            ]
        );
        // Whose account it is reads the unit, and no officer's login name.
        let own = t.signed_in("haidang").await;
        let seen = own.call("listHolders").at("account_id", id).await.is(200);
        assert_eq!(
            (&seen["acts"][1]["by_login"], &seen["acts"][1]["act_reason"]),
            (&Value::Null, &json!("misuse"))
        );
        assert!(seen["acts"][1]["by_unit"].is_string(), "{seen}");
    }

    #[test]
    async fn a_lock_that_a_report_brought_about_is_told_with_its_number(t: &TestApp) {
        let body = loss("haidang", &t.clock.now().to_string());
        t.anonymous().call("reportCredentialLoss").json(&body).await.is(202);
        let token = json!({ "token": t.token_to("haidang@example.test").await.expect("a link") });
        t.anonymous().call("confirmCredentialLoss").json(&token).await.is(204);
        let police = t.signed_in("congan.tinh").await;
        t.pass(60);
        let seen = dossier(&police, "MK-0001").await;
        grant(&police, &seen, json!({})).await.is(200);
        let mut acts = acts(&police, "haidang").await;
        assert_eq!(acts.pop(), Some(told("locked", "", "credential_lost", "MK-0001")));
        acts.sort();
        assert_eq!(
            acts,
            [
                told("password_reset", "congan.tinh", "credential_lost", "MK-0001"),
                told("unlocked", "congan.tinh", "credential_lost", "MK-0001"),
            ]
        );
    }

    #[test]
    async fn how_signing_in_goes_is_told_to_those_who_look_after_the_account(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let get = async || {
            let id = account_id("haidang");
            police.call("getAccount").at("account_id", id).await.is(200)
        };
        let before = get().await;
        assert_eq!(
            (&before["last_signed_in_at"], &before["refused_sign_ins"]),
            (&Value::Null, &json!(0))
        );
        t.anonymous().login("haidang", PASSWORD).await.is(200);
        let at = t.clock.now();
        t.pass(60);
        for _ in 0..2 {
            t.anonymous()
                .login("haidang", "Khong-Phai-48")
                .await
                .problem("credentials_refused");
        }
        let after = get().await;
        assert_eq!(
            (
                &after["last_signed_in_at"],
                &after["refused_sign_ins"],
                &after["second_factor_enabled_at"]
            ),
            (&json!(at), &json!(2), &Value::Null)
        );
        t.pass(60);
        t.anonymous().login("haidang", PASSWORD).await.is(200);
        assert_eq!(get().await["refused_sign_ins"], 0, "counted from the last sign-in on");
    }

    #[test]
    async fn a_caller_is_found_by_the_telephone_however_it_is_written(t: &TestApp) {
        rows::execute(t, "UPDATE account SET phone = '0905 111.222' WHERE login = 'haidang'")
            .await
            .expect("a number");
        let police = t.signed_in("congan.tinh").await;
        let found = async |q: &str| {
            let body = json!({ "q": q });
            let page = police.call("searchAccounts").json(&body).await.is(200);
            let items = page["items"].as_array().expect("items").iter();
            items
                .map(|item| item["login"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        for typed in [
            "0905111222",
            "0905 111 222",
            "+84 905 111 222",
            "0905.111.222",
            "111222",
        ] {
            assert_eq!(found(typed).await, ["haidang"], "{typed}");
        }
        for typed in ["0905 111 223", "1112"] {
            assert!(found(typed).await.is_empty(), "{typed}");
        }
        // Who is typed into the field of the page may be an operator of the facility.
        let hotel = t.signed_in("haidang").await;
        let operator = json!({
            "holder_name": "Trần Gia Bách", "delivery": "handover", "phone": "0977 000 148"
        });
        hotel.call("createOperator").json(&operator).await.is(201);
        assert_eq!(found("0977000148").await, ["haidang"]);
    }

    #[test]
    async fn the_accounts_of_one_facility_can_be_asked_for(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let id = facility_id("haidang");
        let page = police.call("listAccounts").query("facility_id", id).await.is(200);
        let items = page["items"].as_array().expect("items");
        assert_eq!((items.len(), &items[0]["login"]), (1, &json!("haidang")));
        let none = police.call("listAccounts").query("unit_id", id).await.is(200);
        assert_eq!(none["items"], json!([]));
    }
);
