//! How the API is called: what every operation of a kind takes and answers.

use crate::support::client::SPEC;
use crate::support::province::{PHAT, facility_id};
use crate::support::*;
use api::authz::POLICY;
use api::http::places::Place;
use serde_json::{Value, json};

/// An operation in the document.
pub fn operation_of(name: &str) -> &'static Value {
    let row = POLICY.iter().find(|row| row.operation == name);
    let row = row.unwrap_or_else(|| panic!("no operation {name}"));
    &SPEC["paths"][row.path][row.method.to_lowercase()]
}

#[test]
fn every_201_says_where_what_it_made_can_be_read() {
    for row in POLICY {
        let made = &operation_of(row.operation)["responses"]["201"];
        let place = Place::of_operation(row.operation);
        assert_eq!(made.is_object(), place.is_some(), "{}", row.operation);
        if made.is_object() {
            assert!(made["headers"]["Location"].is_object(), "{}", row.operation);
        }
    }
}

#[test]
fn every_good_answer_is_documented_with_the_id_of_its_request() {
    let shared = &SPEC["components"]["headers"]["Request-Id"]["description"];
    assert!(shared.is_string());
    for row in POLICY {
        let responses = operation_of(row.operation)["responses"].as_object().unwrap();
        for (status, response) in responses.iter().filter(|(status, _)| status.starts_with('2')) {
            let reference = &response["headers"]["Request-Id"]["$ref"];
            assert_eq!(
                reference, "#/components/headers/Request-Id",
                "{} {status}",
                row.operation
            );
        }
    }
}

/// The fields of a schema, those of the schemas that it is put together from included.
pub fn fields_of(schema: &Value) -> Vec<(&String, &Value)> {
    if let Some(target) = schema["$ref"].as_str() {
        return fields_of(SPEC.pointer(target.trim_start_matches('#')).expect(target));
    }
    let own = schema["properties"].as_object().into_iter().flatten();
    let parts = schema["allOf"].as_array().into_iter().flatten();
    own.chain(parts.flat_map(fields_of)).collect()
}

/// Makes an operator of an account; its id.
pub async fn operator(unit: &Client<'_>, name: &str) -> Value {
    let body = json!({ "holder_name": name, "holder_position": "Lễ tân", "delivery": "handover" });
    let made = unit.call("createOperator").json(&body).await.is(201);
    made["operator"]["id"].clone()
}

on_both_engines!(
    #[test]
    async fn a_request_is_found_in_the_audit_by_the_id_of_its_answer(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let answer = haidang.call("notifyStay").json(&t.stay_in("402", &PHAT)).await;
        answer.is(201);
        let events = rows::audit(t, "stay_notified").await;
        assert_eq!(Some(events[0].trace_id.as_str()), answer.header("request-id"));
    }

    #[test]
    async fn a_cursor_names_nobody(t: &TestApp) {
        use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
        let police = t.signed_in("congan.tinh").await;
        let page = police.call("listAccounts").query("limit", 1).await.is(200);
        let cursor = page["next_cursor"].as_str().unwrap();
        let bytes = URL_SAFE_NO_PAD.decode(cursor).unwrap();
        let login = page["items"][0]["login"].as_str().unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains(login));
        let next = police
            .call("listAccounts")
            .query("limit", 1)
            .query("cursor", cursor)
            .await
            .is(200);
        assert_ne!(next["items"][0]["id"], page["items"][0]["id"]);
        let last = police.call("listAccounts").query("limit", 100).await.is(200);
        assert_eq!(last.get("next_cursor"), Some(&Value::Null));
        for foreign in ["00008", "2", "x"] {
            let call = t.anonymous();
            call.call("listAreas")
                .query("cursor", foreign)
                .await
                .problem("malformed_request");
        }
    }

    #[test]
    async fn a_place_that_there_is_not_is_told_alike_by_the_list_and_by_the_register(t: &TestApp) {
        let police = t.signed_in("congan.nhatrang").await;
        for place in [facility_id("bacthanh"), uuid::Uuid::nil()] {
            police
                .call("listStays")
                .query("facility_id", place)
                .await
                .problem("not_found");
            let register = police.call("getRegister").query("facility_id", place);
            register
                .query("from", "2026-11-21")
                .query("to", "2026-11-21")
                .await
                .problem("not_found");
        }
    }
);
