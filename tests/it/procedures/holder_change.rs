//! Another person takes an account over, Mẫu số 2.

use crate::support::client::at_once;
use crate::support::filing::{dossier, grant, password_in};
use crate::support::*;
use serde_json::{Value, json};

fn change() -> Value {
    json!({
        "new_name": "Trần Gia Bách", "new_position": "Lễ tân", "new_email": "bach@example.test",
        "new_phone": "0258 000 0148", "commitment_accepted": true,
    })
}

on_both_engines!(
    // Part of KH-M2-1. Part of KH-8d.
    #[test]
    async fn the_new_holder_gets_the_password_and_the_old_one_stays_on_record(t: &TestApp) {
        let holder = t.signed_in("haidang").await;
        let receipt = holder.call("submitHolderChange").json(&change()).await.is(201);
        assert_eq!(receipt["number"], "DT-0001");
        let form = t
            .anonymous()
            .call("downloadDossierForm")
            .json(&json!({ "dossier_code": receipt["dossier_code"] }))
            .await;
        assert!(form.body.starts_with(b"%PDF-"));
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DT-0001").await;
        grant(&police, &seen, json!({})).await.is(200);
        holder.call("getCurrentAccount").await.problem("session_ended");
        let told = t
            .mail_to("haidang@example.test")
            .await
            .expect("the old address is told");
        assert!(told.text.contains("DT-0001"));
        let password = password_in(&t.mail_to("bach@example.test").await.expect("a mail"));
        leaks::watch(&password);
        assert!(!told.text.contains(&password));
        t.anonymous().login("haidang", &password).await.is(200);
        let id = seen["account_id"].as_str().unwrap();
        let history = police.call("listHolders").at("account_id", id).await.is(200);
        let names: Vec<&str> = history["items"]
            .as_array()
            .unwrap()
            .iter()
            .map(|held| held["name"].as_str().unwrap())
            .collect();
        assert_eq!((names.len(), names[0]), (2, "Trần Gia Bách"));
        assert_eq!(history["items"][0]["dossier_id"], seen["id"]);
    }

    #[test]
    async fn what_is_wrong_is_told_with_its_place(t: &TestApp) {
        let holder = t.signed_in("haidang").await;
        holder
            .call("submitHolderChange")
            .json(&json!({ "commitment_accepted": true }))
            .await
            .refuses(&[
                ("/new_name", "required"),
                ("/new_email", "required"),
                ("/new_phone", "required"),
            ]);
        t.anonymous()
            .call("submitHolderChange")
            .json(&change())
            .await
            .problem("unauthenticated");
        t.signed_in("quantri")
            .await
            .call("submitHolderChange")
            .json(&change())
            .await
            .problem("forbidden");
    }

    // Part of KH-10.3c.
    #[test]
    async fn nobody_gives_away_an_account_that_is_not_his_to_manage(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        police.call("submitHolderChange").json(&change()).await.is(201);
        let own = dossier(&police, "DT-0001").await;
        grant(&police, &own, json!({})).await.problem("tier_forbidden");
        let tax = t.signed_in("thue.nhatrang").await;
        tax.call("submitHolderChange").json(&change()).await.is(201);
        let others = dossier(&police, "DT-0002").await;
        grant(&police, &others, json!({})).await.problem("tier_forbidden");
        let administrator = t.signed_in("quantri").await;
        grant(&administrator, &others, json!({})).await.is(200);
    }

    // Part of KH-M2-1.
    #[test]
    async fn the_holder_sees_what_the_holder_has_asked_for_and_the_next_one_does_not(t: &TestApp) {
        let holder = t.signed_in("haidang").await;
        let none = holder.call("listHolderChanges").await.is(200);
        assert_eq!(none["items"], json!([]));
        let receipt = holder.call("submitHolderChange").json(&change()).await.is(201);
        let asked = holder.call("listHolderChanges").await.is(200);
        let item = &asked["items"][0];
        assert_eq!(
            (
                &item["number"],
                &item["state"],
                &item["form_missing"],
                &item["dossier_code"]
            ),
            (
                &json!("DT-0001"),
                &json!("filed"),
                &json!(true),
                &receipt["dossier_code"]
            )
        );
        assert!(!item["due_at"].is_null());
        // Another facility sees nothing of it.
        let other = t.signed_in("bacthanh").await.call("listHolderChanges").await.is(200);
        assert_eq!(other["items"], json!([]));
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DT-0001").await;
        police
            .call("refuseDossier")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .json(&json!({ "version": seen["version"], "reason": "Thiếu quyết định phân công." }))
            .await
            .is(200);
        let asked = holder.call("listHolderChanges").await.is(200);
        assert_eq!(
            (&asked["items"][0]["state"], &asked["items"][0]["dossier_code"]),
            (&json!("refused"), &Value::Null)
        );
        t.pass(60);
        holder.call("submitHolderChange").json(&change()).await.is(201);
        let seen = dossier(&police, "DT-0002").await;
        t.pass(60);
        grant(&police, &seen, json!({})).await.is(200);
        let password = password_in(&t.mail_to("bach@example.test").await.expect("a mail"));
        leaks::watch(&password);
        let next = t.anonymous();
        next.login("haidang", &password).await.is(200);
        let own = json!({ "current_password": password, "new_password": "Tram-Huong-27" });
        next.call("changePassword").json(&own).await.is(204);
        let asked = next.call("listHolderChanges").await.is(200);
        assert_eq!(asked["items"], json!([]));
    }

    #[test]
    async fn one_request_is_open_at_a_time_even_from_two_desks_at_once(t: &TestApp) {
        let holder = t.signed_in("haidang").await;
        let (one, other) = (change(), change());
        let statuses =
            at_once([&one, &other].map(|body| async { holder.call("submitHolderChange").json(body).await })).await;
        assert!(statuses.contains(&201) && statuses.contains(&409), "{statuses:?}");
        holder
            .call("submitHolderChange")
            .json(&change())
            .await
            .problem("holder_change_open");
        // Taken back, it makes way for another.
        let asked = holder.call("listHolderChanges").await.is(200);
        assert_eq!(asked["items"].as_array().unwrap().len(), 1);
        let taken_back = json!({ "dossier_code": asked["items"][0]["dossier_code"], "reason": "Nhập sai tên." });
        t.anonymous().call("withdrawDossier").json(&taken_back).await.is(200);
        holder.call("submitHolderChange").json(&change()).await.is(201);
    }
);
