//! A form that was taken is read for ever as it was taken, whatever the checks demand by now.

use crate::procedures::data_requests::request;
use crate::support::filing::{application, dossier, grant, loss};
use crate::support::*;
use serde_json::{Value, json};
use uuid::Uuid;

/// Stores the form of a dossier as if it had been taken by looser rules.
async fn loosen(t: &TestApp, seen: &Value, changes: Value) {
    let id: Uuid = seen["id"].as_str().unwrap().parse().unwrap();
    let mut form = seen["form"].clone();
    for (name, value) in changes.as_object().unwrap() {
        form[name] = value.clone();
    }
    let sealed = t
        .app
        .sealer
        .seal("dossier.form", id, &serde_json::to_vec(&form).unwrap());
    let sql = "UPDATE dossier SET form_sealed = ? WHERE id = ?";
    rows::change(t, sql, [sealed.unwrap().into(), id.into()]).await;
}

/// The dossier as it is opened now, and what its paper says.
async fn opened(client: &Client<'_>, seen: &Value) -> (Value, String) {
    let id = seen["id"].as_str().unwrap();
    let paper = client.call("printDossier").at("dossier_id", id).await;
    assert_eq!(paper.status, 200);
    let seen = client.call("getDossier").at("dossier_id", id).await.is(200);
    (seen, pdf_text(&paper.body))
}

on_both_engines!(
    #[test]
    async fn an_application_that_would_be_refused_today_is_opened_printed_and_granted(t: &TestApp) {
        t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DK-0001").await;
        let changes = json!({
            "user_name": "Quách Cúc 2", "phone": "12", "started_on": "2200-01-01", "commitment_accepted": false,
        });
        // Today nobody may file that.
        let mut anew = application();
        for (name, value) in changes.as_object().unwrap() {
            anew[name] = value.clone();
        }
        t.anonymous()
            .call("submitRegistration")
            .json(&anew)
            .await
            .problem("validation_failed");
        loosen(t, &seen, changes).await;
        let (seen, paper) = opened(&police, &seen).await;
        assert!(paper.contains("Quách Cúc 2"), "{paper}");
        let granted = grant(&police, &seen, json!({})).await.is(200);
        assert_eq!(granted["dossier"]["result"]["login"], seen["decision"]["login"]);
        let holders = rows::texts(t, "SELECT holder_name FROM account WHERE holder_name = 'Quách Cúc 2'").await;
        assert_eq!(holders.len(), 1);
    }

    #[test]
    async fn a_change_of_holder_that_would_be_refused_today_is_opened_printed_and_granted(t: &TestApp) {
        let change = json!({
            "new_name": "Trần Gia Bách", "new_email": "bach@example.test", "new_phone": "0258 000 0148",
            "commitment_accepted": true,
        });
        let holder = t.signed_in("haidang").await;
        holder.call("submitHolderChange").json(&change).await.is(201);
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DT-0001").await;
        loosen(t, &seen, json!({ "new_name": "Gia Bách 2", "new_phone": null })).await;
        let (seen, paper) = opened(&police, &seen).await;
        assert!(paper.contains("Gia Bách 2"), "{paper}");
        assert_eq!(seen["decision"]["password_to"], "bach@example.test");
        grant(&police, &seen, json!({})).await.is(200);
        assert!(t.mail_to("bach@example.test").await.is_some());
    }

    #[test]
    async fn a_report_of_a_loss_that_would_be_refused_today_is_looked_up_printed_and_granted(t: &TestApp) {
        let report = loss("haidang", &t.clock.now().to_string());
        t.anonymous().call("reportCredentialLoss").json(&report).await.is(202);
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "MK-0001").await;
        // Before the job has come to it.
        let later = t.clock.now().plus_seconds(7 * 86_400).to_string();
        loosen(
            t,
            &seen,
            json!({ "reporter_name": "Duyên 2", "phone": "1", "discovered_at": later }),
        )
        .await;
        t.work().await;
        let (seen, paper) = opened(&police, &seen).await;
        assert!(paper.contains("Duyên 2"), "{paper}");
        let token = t.token_to("haidang@example.test").await.expect("a link");
        t.anonymous()
            .call("confirmCredentialLoss")
            .json(&json!({ "token": token }))
            .await
            .is(204);
        let seen = dossier(&police, seen["number"].as_str().unwrap()).await;
        grant(&police, &seen, json!({})).await.is(200);
    }

    #[test]
    async fn a_request_for_data_that_would_be_refused_today_is_opened_printed_and_answered(t: &TestApp) {
        let receipt = t.anonymous().call("submitDataRequest").json(&request()).await.is(202);
        let email = request()["requester"]["email"].as_str().unwrap().to_owned();
        let token = t.token_to(&email).await.expect("a link");
        t.anonymous()
            .call("confirmDataRequest")
            .json(&json!({ "token": token }))
            .await
            .is(204);
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, receipt["number"].as_str().unwrap()).await;
        loosen(
            t,
            &seen,
            json!({ "reason": "vì", "stay_to": "2200-01-01", "commitment_accepted": null }),
        )
        .await;
        let (seen, paper) = opened(&police, &seen).await;
        assert!(paper.contains("2200"), "{paper}");
        let answer = json!({ "comment": "Không có lượt lưu trú nào." });
        grant(&police, &seen, answer).await.is(200);
    }
);
