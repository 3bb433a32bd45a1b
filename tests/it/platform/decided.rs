//! What is decided stays as it was decided: the database refuses anything else, whoever asks.

use crate::support::filing::{application, dossier, grant};
use crate::support::province::account_id;
use crate::support::*;
use serde_json::{Value, json};

/// Tries statements of which each has to be refused, and which nothing may have changed.
async fn refused(t: &TestApp, statements: &[String]) {
    let before = rows::everything(t).await;
    for sql in statements {
        let told = rows::execute(t, sql).await.expect_err(sql).to_string();
        assert!(told.contains("stays as it was decided"), "{sql}: {told}");
    }
    assert_eq!(rows::everything(t).await, before);
}

/// `UPDATE table SET column = value` for each.
fn updates(table: &str, changes: &[(&str, &str)], of: &str) -> Vec<String> {
    let set = changes.iter();
    set.map(|(column, value)| format!("UPDATE {table} SET {column} = {value} WHERE {of}"))
        .collect()
}

/// Bytes and a moment as the engine writes them.
fn bytes(t: &TestApp) -> &'static str {
    match t.engine {
        Engine::Sqlite => "x'00'",
        Engine::Postgres => "'\\x00'",
    }
}

const MOMENT: &str = "'2020-01-01 00:00:00+00:00'";

/// What a dossier is and who filed it.
fn nature(t: &TestApp) -> [(&'static str, &'static str); 10] {
    [
        ("number", "'X-1'"),
        ("procedure_type", "'data_request'"),
        ("kind", "'data_request'"),
        ("handled_by", "'tax_1'"),
        ("lang", "'en'"),
        ("code_index", bytes(t)),
        ("code_sealed", bytes(t)),
        ("filed_at", MOMENT),
        ("created_at", MOMENT),
        ("filed_at", "NULL"),
    ]
}

on_both_engines!(
    #[test]
    async fn what_a_dossier_is_never_changes_and_of_a_decided_one_nothing_of_the_decision(t: &TestApp) {
        let receipt = t.apply(&application()).await;
        let number = receipt["number"].as_str().unwrap();
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, number).await;
        let of = format!("number = '{number}'");
        refused(t, &updates("dossier", &nature(t), &of)).await;
        // Open, it may still be sent back, with another form and another title.
        rows::execute(
            t,
            &format!("UPDATE dossier SET title = title, summary = 'x' WHERE {of}"),
        )
        .await
        .unwrap();
        let seen = dossier(&police, seen["number"].as_str().unwrap()).await;
        grant(&police, &seen, json!({})).await.is(200);
        let decided = [
            ("state", "'refused'"),
            ("decided_at", MOMENT),
            ("decided_at", "NULL"),
            ("result_sealed", bytes(t)),
            ("form_sealed", bytes(t)),
            ("applicant_sealed", bytes(t)),
            ("title", "'x'"),
            ("summary", "'y'"),
            ("late_seconds", "1"),
            ("term_ends", MOMENT),
            ("account_id", "NULL"),
            ("subject_tier", "'police_1'"),
            ("area_path", "'1'"),
            ("queue_rank", "0"),
        ];
        refused(t, &updates("dossier", &decided, &of)).await;
        refused(t, &updates("dossier", &nature(t), &of)).await;
    }

    #[test]
    async fn a_refusal_stays_one_and_the_missing_form_may_still_come(t: &TestApp) {
        let mut body = application();
        body["signed_form"] = Value::Null;
        let receipt = t.apply(&body).await;
        let number = receipt["number"].as_str().unwrap();
        let police = t.signed_in("congan.tinh").await;
        let seen = dossier(&police, number).await;
        let refusal = json!({ "version": seen["version"], "reason": "Không đủ điều kiện." });
        let call = police
            .call("refuseDossier")
            .at("dossier_id", seen["id"].as_str().unwrap());
        call.json(&refusal).await.is(200);
        let of = format!("number = '{number}'");
        refused(
            t,
            &updates("dossier", &[("state", "'filed'"), ("decided_at", "NULL")], &of),
        )
        .await;
        // What goes on beside a decision is none of it.
        let beside = format!("UPDATE dossier SET form_missing = form_missing, version = version + 1 WHERE {of}");
        assert_eq!(rows::execute(t, &beside).await.unwrap(), 1);
    }

    #[test]
    async fn an_account_keeps_its_name_and_its_place_and_once_closed_stays_so(t: &TestApp) {
        let of = format!("id = {}", rows::id(t, account_id("haidang")));
        let fixed = [
            ("login", "'khac'"),
            ("created_at", MOMENT),
            ("facility_id", "NULL"),
            ("operator_of", "id"),
            ("unit_id", "id"),
        ];
        refused(t, &updates("account", &fixed, &of)).await;
        let admin = t.signed_in("quantri").await;
        let why = json!({ "reason": "unit_ended", "reference": "214/CAP-2026" });
        admin
            .call("closeAccount")
            .at("account_id", account_id("haidang"))
            .json(&why)
            .await
            .is(200);
        let open = [
            ("status", "'active'"),
            ("status", "'locked'"),
            ("status_since", MOMENT),
            ("status_by", "NULL"),
        ];
        refused(t, &updates("account", &open, &of)).await;
    }

    #[test]
    async fn what_was_announced_lent_and_answered_stays(t: &TestApp) {
        let hotel = t.signed_in("haidang").await;
        let stop = json!({ "kind": "suspension", "effective_on": "2026-11-22" });
        hotel
            .call("announceFacilityChange")
            .facility("haidang")
            .json(&stop)
            .await
            .is(201);
        let fixed = [
            ("kind", "'closing'"),
            ("effective_on", "'2030-01-01'"),
            ("announced_at", MOMENT),
            ("told_agencies", "NULL"),
            ("note", "'x'"),
        ];
        refused(t, &updates("facility_change", &fixed, "1 = 1")).await;
        let s = crate::accounts::delegation::lending(t).await;
        let lent = crate::accounts::delegation::ask(t, &s, "haidang", "bacthanh").await;
        let fixed = [("until", "'2030-01-01 00:00:00+00:00'"), ("to_account", "from_account")];
        refused(t, &updates("delegation", &fixed, "1 = 1")).await;
        let hotel = t.signed_in_at(&s, "haidang").await;
        let call = hotel
            .call("endDelegation")
            .at("delegation_id", lent["id"].as_str().unwrap());
        call.json(&json!({ "version": 1 })).await.is(200);
        let over = [("ended_at", "NULL"), ("end_reason", "NULL"), ("ended_by", "NULL")];
        refused(t, &updates("delegation", &over, "1 = 1")).await;
    }
);
