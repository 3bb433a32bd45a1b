//! What officers do before they decide: ticking what was gone through, reminding whom they asked.

use crate::support::filing::{application, dossier, grant};
use crate::support::*;
use serde_json::{Value, json};

fn tick<'a>(client: &'a Client<'_>, seen: &Value, check: &str, done: bool) -> client::Call<'a> {
    client
        .call("checkDossier")
        .at("dossier_id", seen["id"].as_str().unwrap())
        .json(&json!({ "check": check, "done": done }))
}

/// What is ticked, and by whom.
fn ticked(dossier: &Value) -> Vec<(&str, &str)> {
    let checks = dossier["checks"].as_array().unwrap().iter();
    checks
        .filter(|check| !check["done_at"].is_null())
        .map(|check| (check["code"].as_str().unwrap(), check["by_name"].as_str().unwrap()))
        .collect()
}

on_both_engines!(
    // Part of LC-6.1b-1.
    #[test]
    async fn what_an_officer_goes_through_is_ticked_with_who_and_when(t: &TestApp) {
        t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let administrator = t.signed_in("quantri").await;
        let seen = dossier(&police, "DK-0001").await;
        let codes: Vec<&str> = seen["checks"]
            .as_array()
            .unwrap()
            .iter()
            .map(|check| check["code"].as_str().unwrap())
            .collect();
        assert_eq!(
            codes,
            ["signed_form_matches", "no_account_here", "representative_called"]
        );
        assert!(ticked(&seen).is_empty());
        assert!(seen["can"].as_array().unwrap().contains(&json!("checkDossier")));
        let after = tick(&police, &seen, "no_account_here", true).await.is(200);
        let officer = police.call("getCurrentAccount").await.is(200)["holder_name"].clone();
        assert_eq!(ticked(&after), [("no_account_here", officer.as_str().unwrap())]);
        assert_eq!(after["checks"][1]["done_at"], json!(t.clock.now()));
        assert_eq!(after["version"], seen["version"], "nobody else's look is spoilt by it");
        // Once more by another changes nothing: it stays whose it is.
        t.pass(60);
        let again = tick(&administrator, &seen, "no_account_here", true).await.is(200);
        assert_eq!(again["checks"], after["checks"]);
        assert_eq!(
            again["events"].as_array().unwrap().len(),
            after["events"].as_array().unwrap().len()
        );
        // Taken back; both stay on record.
        let back = tick(&administrator, &seen, "no_account_here", false).await.is(200);
        assert!(ticked(&back).is_empty());
        let kinds: Vec<&str> = back["events"]
            .as_array()
            .unwrap()
            .iter()
            .map(|event| event["kind"].as_str().unwrap())
            .filter(|kind| kind.contains("check"))
            .collect();
        assert_eq!(kinds, ["check_no_account_here", "uncheck_no_account_here"]);
        tick(&police, &seen, "no_such_check", true)
            .await
            .problem("validation_failed");
        tick(&t.signed_in("haidang").await, &seen, "no_account_here", true)
            .await
            .problem("forbidden");
        // After the decision nothing is ticked any more.
        grant(&police, &dossier(&police, "DK-0001").await, json!({}))
            .await
            .is(200);
        tick(&police, &seen, "no_account_here", true)
            .await
            .problem("wrong_state");
    }

    #[test]
    async fn ticks_are_nobodys_but_the_officers_and_only_those_of_the_procedure(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DK-0001").await;
        let units = police.call("listUnits").await.is(200);
        let units = units["items"].as_array().unwrap().clone();
        let tax = units.iter().find(|unit| unit["name"] == "Thuế tỉnh Khánh Hòa").unwrap();
        police
            .call("consultOnDossier")
            .at("dossier_id", seen["id"].as_str().unwrap())
            .json(&json!({ "unit_ids": [tax["id"]], "question": "Mã số thuế có đúng không?" }))
            .await
            .is(200);
        tick(&police, &seen, "representative_called", true).await.is(200);
        let asked = t.signed_in("thue.tinh").await;
        let theirs = dossier(&asked, "DK-0001").await;
        assert_eq!(theirs["checks"], json!([]));
        assert!(!theirs.to_string().contains("representative_called"));
        tick(&asked, &seen, "representative_called", false)
            .await
            .problem("forbidden");
        let code = json!({ "dossier_code": receipt["dossier_code"] });
        let public = t.anonymous().call("lookupDossier").json(&code).await.is(200);
        assert!(!public.to_string().contains("representative_called"));
        // Another procedure has no such check.
        let filed = t.file("Thủ tục khác").await;
        police
            .call("checkDossier")
            .at("dossier_id", filed.dossier.id)
            .json(&json!({ "check": "representative_called", "done": true }))
            .await
            .refuses(&[("/check", "unknown_value")]);
    }

    // Part of KH-8b.
    #[test]
    async fn a_unit_is_reminded_until_it_has_answered(t: &TestApp) {
        t.apply(&application()).await;
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, "DK-0001").await;
        let id = seen["id"].as_str().unwrap();
        assert!(!seen["can"].as_array().unwrap().contains(&json!("remindConsulted")));
        let units = police.call("listUnits").await.is(200);
        let units = units["items"].as_array().unwrap().clone();
        let tax = units.iter().find(|unit| unit["name"] == "Thuế tỉnh Khánh Hòa").unwrap();
        let asked = police
            .call("consultOnDossier")
            .at("dossier_id", id)
            .json(&json!({ "unit_ids": [tax["id"]], "question": "Mã số thuế có đúng không?" }))
            .await
            .is(200);
        // Not right after asking.
        assert!(!asked["can"].as_array().unwrap().contains(&json!("remindConsulted")));
        let asked_at = t.clock.now();
        assert_eq!(
            asked["consultations"][0]["remindable_at"],
            json!(asked_at.plus_seconds(86_400))
        );
        let remind = |consultation: &str, key: &str| {
            police
                .call("remindConsulted")
                .at("dossier_id", id)
                .at("consultation_id", consultation)
                .key(key)
        };
        let consultation = asked["consultations"][0]["id"].as_str().unwrap();
        remind(consultation, "remind-early").await.problem("reminder_too_soon");
        t.pass(86_400);
        let due = dossier(&police, "DK-0001").await;
        assert!(due["can"].as_array().unwrap().contains(&json!("remindConsulted")));
        let before = rows::count(t, "outbox").await;
        let reminded = remind(consultation, "remind-once-1").await.is(200);
        remind(consultation, "remind-once-1").await.is(200);
        assert_eq!(
            rows::count(t, "outbox").await,
            before + 1,
            "a repeat writes no second mail"
        );
        let last = reminded["events"].as_array().unwrap().last().unwrap();
        assert_eq!(
            (&last["kind"], &last["text"]),
            (&json!("remind"), &json!("Thuế tỉnh Khánh Hòa"))
        );
        let told = t.mail_to("thue.tinh@example.test").await.expect("a mail");
        assert!(told.text.contains("nhắc lại") && told.text.contains("DK-0001"));
        assert!(told.text.contains("Mã số thuế có đúng không?") && told.text.contains("Thùy Dương"));
        remind(consultation, "remind-again").await.problem("reminder_too_soon");
        remind(&uuid::Uuid::nil().to_string(), "remind-once-2")
            .await
            .problem("not_found");
        t.signed_in("thue.tinh")
            .await
            .call("giveOpinion")
            .at("dossier_id", id)
            .json(&json!({ "opinion": "agree" }))
            .await
            .is(200);
        remind(consultation, "remind-once-3").await.problem("wrong_state");
        let seen = dossier(&police, "DK-0001").await;
        assert!(!seen["can"].as_array().unwrap().contains(&json!("remindConsulted")));
    }
);
