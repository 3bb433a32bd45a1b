//! What one may do with a thing: told in one way everywhere.

use crate::contract::calls::{fields_of, operator};
use crate::support::client::SPEC;
use crate::support::province::{PHAT, account_id};
use crate::support::*;
use api::authz::POLICY;
use serde_json::{Value, json};
use std::collections::BTreeSet;

#[test]
fn what_one_may_do_is_told_in_one_way_everywhere() {
    let schemas = SPEC["components"]["schemas"].as_object().unwrap();
    // What follows a verb, and what says so by its name.
    let is_permission = |name: &str| {
        let words: Vec<&str> = name.split('_').collect();
        let begins = ["can", "may"].contains(&words[0]);
        let ends = ["able", "ible", "allowed", "permitted", "possible"];
        begins || words.iter().any(|word| ends.iter().any(|end| word.ends_with(end)))
    };
    assert!(
        ["can_undo", "may_edit", "manageable", "endable", "usable", "is_allowed"]
            .into_iter()
            .all(is_permission)
    );
    let mut told = BTreeSet::new();
    for (schema, about) in schemas {
        for (name, field) in fields_of(about) {
            let kinds = [&field["type"], &field["type"][0], &field["type"][1]];
            let is_boolean = kinds.iter().any(|kind| *kind == "boolean");
            assert!(!(is_boolean && is_permission(name)), "{schema}/{name}");
            if name == "can" || name == "operations" {
                assert_eq!(field["$ref"], "#/components/schemas/Operations", "{schema}/{name}");
                told.insert(schema.as_str());
            }
        }
    }
    let expected = [
        "AccountOut",
        "AccountSummary",
        "AgencyContactOut",
        "DelegationOut",
        "DossierOut",
        "ImmigrationOut",
        "ManagedAccountOut",
        "OperatorOut",
        "PublicDossierOut",
        "StayOut",
    ];
    assert_eq!(told, expected.into_iter().collect());
    let shared = &schemas["Operations"];
    assert_eq!(
        (&shared["type"], &shared["items"]["type"]),
        (&json!("array"), &json!("string"))
    );
    // The example of each is made of operations that there are.
    let examples = SPEC["components"]["examples"].to_string();
    for can in examples.split("\"can\":[").skip(1) {
        let named = can
            .split(']')
            .next()
            .unwrap()
            .split(',')
            .filter(|name| !name.is_empty());
        for name in named {
            let name = name.trim_matches('"');
            assert!(POLICY.iter().any(|row| row.operation == name), "{name}");
        }
    }
}

/// Everything in an answer that says what may be done with a thing.
fn open_acts(answer: &Value) -> Vec<Vec<String>> {
    match answer {
        Value::Object(fields) => {
            let own = fields
                .get("can")
                .map(|can| serde_json::from_value(can.clone()).expect("a list"));
            own.into_iter().chain(fields.values().flat_map(open_acts)).collect()
        }
        Value::Array(items) => items.iter().flat_map(open_acts).collect(),
        _ => Vec::new(),
    }
}

on_both_engines!(
    #[test]
    async fn what_one_may_do_with_a_thing_is_part_of_what_one_may_do_at_all(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        operator(&haidang, "Đỗ Quỳnh Nga").await;
        let filed = t.file("Khách sạn Thùy Dương").await;
        let unit = account_id("haidang");
        let mut seen = BTreeSet::new();
        for login in ["haidang", "congan.nhatrang", "congan.tinh", "quantri", "thue.tinh"] {
            let client = t.signed_in(login).await;
            let me = client.call("getCurrentAccount").await.is(200);
            let at_all: Vec<String> = serde_json::from_value(me["operations"].clone()).unwrap();
            assert!(at_all.is_sorted(), "{login}");
            for call in [
                client.call("getStay").stay(&stay),
                client.call("listStayVersions").stay(&stay),
                client.call("getAccount").at("account_id", unit),
                client.call("listAccounts"),
                client.call("listOperators"),
                client.call("getDossier").at("dossier_id", filed.dossier.id),
                client.call("listContacts"),
            ] {
                let answer = call.await;
                // Whoever may not read it is told nothing about it.
                if answer.status != 200 {
                    continue;
                }
                for can in open_acts(&answer.json()) {
                    assert!(can.is_sorted(), "{login}: {can:?}");
                    for operation in can {
                        assert!(at_all.contains(&operation), "{login}: {operation}");
                        seen.insert(operation);
                    }
                }
            }
        }
        // And each of these is said of somebody's thing.
        for operation in [
            "acceptDossier",
            "amendStay",
            "askAboutStay",
            "correctStay",
            "disableOperator",
            "endOperator",
            "lockAccount",
        ] {
            assert!(seen.contains(operation), "{operation}");
        }
        // What was is not changed any more.
        let versions = haidang.call("listStayVersions").stay(&stay).await.is(200);
        assert_eq!(versions["versions"][0]["stay"]["can"], json!([]));
        // An answer is open as long as a question is.
        let police = t.signed_in("congan.nhatrang").await;
        let can_answer = async || haidang.get(&stay).await["can"].to_string().contains("answerAboutStay");
        assert!(!can_answer().await);
        let question = json!({ "text": "Khách còn ở không?" });
        police.call("askAboutStay").stay(&stay).json(&question).await.is(200);
        assert!(can_answer().await);
        let answer = json!({ "text": "Còn." });
        haidang.call("answerAboutStay").stay(&stay).json(&answer).await.is(200);
        assert!(!can_answer().await);
    }
);
