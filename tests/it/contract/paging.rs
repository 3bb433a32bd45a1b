//! Every list of the document is read to its end in pages, in each of its orders, and nobody is met twice.

use crate::accounts::delegation::{ask, lending};
use crate::directory::contacts::unit;
use crate::procedures::data_requests::own_request;
use crate::support::app::Sibling;
use crate::support::client::SPEC;
use crate::support::province::{HA, NHA_TRANG, PASSWORD, PHAT, account_id, facility_id};
use crate::support::schema::resolve;
use crate::support::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Lists that have no pages, and why none of them can grow.
const WHOLE: [(&str, &str); 2] = [
    ("listOwnDeadlines", "one for each of three kinds of deadline"),
    (
        "listReferenceList",
        "the list of a regulation, versioned and cached as a whole",
    ),
];

/// An operation, who walks through its list, and what has to be said for it.
type Walk = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const WALKED: [Walk; 18] = [
    ("listAccessTokens", "haidang", &[]),
    ("listAccounts", "quantri", &[]),
    ("listAreas", "quantri", &[("q", "nha trang")]),
    ("listContacts", "congan.tinh", &[]),
    ("listDelegations", "haidang", &[]),
    ("listDossiers", "congan.tinh", &[]),
    ("listFacilities", "congan.tinh", &[]),
    ("listFacilityChanges", "congan.tinh", &[]),
    ("listForeignGuests", "haidang", &[]),
    ("listHolderChanges", "haidang", &[]),
    ("listHolders", "congan.tinh", &[]),
    ("listOperators", "haidang", &[]),
    ("listOwnDataRequests", "haidang", &[]),
    ("listSessions", "haidang", &[]),
    (
        "listStays",
        "haidang",
        &[("notified_from", "2026-11-01"), ("notified_to", "2026-12-01")],
    ),
    ("listUnits", "congan.tinh", &[]),
    ("getCommuneDay", "congan.nhatrang", &[]),
    ("getRegister", "haidang", &[]),
];

/// Walked elsewhere, with what it takes: rows of a file, and a search by words in a body.
const ELSEWHERE: [&str; 2] = ["getImport", "searchAccounts"];

/// Lists of which this test has no two rows to walk through.
const FEW: [&str; 2] = ["listForeignGuests", "listHolderChanges"];

struct Operation {
    id: String,
    about: &'static Value,
    has_items: bool,
    has_cursor: bool,
}

/// Every operation that reads, with what its answer has.
fn operations() -> Vec<Operation> {
    let mut found = Vec::new();
    for path in SPEC["paths"].as_object().unwrap().values() {
        for about in path.as_object().unwrap().values() {
            let Some(id) = about["operationId"].as_str() else {
                continue;
            };
            let answer = &about["responses"]["200"]["content"]["application/json"]["schema"];
            let answer = resolve(answer);
            let has = |name: &str| answer["properties"].get(name).is_some();
            found.push(Operation {
                id: id.to_owned(),
                about,
                has_items: has("items"),
                has_cursor: has("next_cursor"),
            });
        }
    }
    found
}

fn parameter<'a>(about: &'a Value, name: &str) -> Option<&'a Value> {
    let all = about["parameters"].as_array()?;
    all.iter().find(|one| one["name"] == name && one["in"] == "query")
}

#[test]
fn every_list_of_the_document_has_pages() {
    let mut lists = BTreeSet::new();
    let operations = operations();
    for operation in operations.iter().filter(|operation| operation.has_items) {
        let id = operation.id.as_str();
        assert_eq!(
            operation.has_cursor,
            !WHOLE.iter().any(|(whole, _)| *whole == id),
            "{id}"
        );
        if !operation.has_cursor {
            continue;
        }
        lists.insert(id);
        // A search keeps words out of addresses; its body has the same two.
        if id == "searchAccounts" {
            continue;
        }
        let limit = parameter(operation.about, "limit").unwrap_or_else(|| panic!("{id} has no limit"));
        let schema = &limit["schema"];
        assert!(schema["minimum"].as_u64() <= Some(1), "{id}");
        assert!(
            schema["maximum"].is_number() && schema["default"].is_number(),
            "{id}: {schema}"
        );
        assert!(parameter(operation.about, "cursor").is_some(), "{id}");
        if let Some(sort) = parameter(operation.about, "sort") {
            let schema = resolve(&sort["schema"]);
            assert_eq!(schema["default"], schema["enum"][0], "{id}: the first is the usual one");
        }
    }
    let known: BTreeSet<_> = WALKED.iter().map(|(id, ..)| *id).chain(ELSEWHERE).collect();
    assert_eq!(lists, known);
}

async fn prepare(t: &TestApp, s: &Sibling) {
    let haidang = t.signed_in_at(s, "haidang").await;
    for (room, who) in [("401", &PHAT), ("402", &HA), ("403", &PHAT)] {
        haidang.notify(&t.stay_in(room, who)).await;
        t.pass(60);
    }
    for number in 0..3 {
        let token = json!({ "name": format!("PMS {number}"), "days": 7, "password": PASSWORD });
        let made = haidang.call("createAccessToken").json(&token).await.is(201);
        leaks::watch(made["secret"].as_str().unwrap());
        let operator = ["Lê Thị Mỹ Duyên", "Bùi Quang Sáng", "Cù Thị Sen"][number];
        let operator = json!({ "holder_name": operator, "email": "le.tan@example.test" });
        let made = haidang.call("createOperator").json(&operator).await.is(201);
        if number == 1 {
            let closed = haidang.call("disableOperator");
            closed
                .at("operator_id", made["operator"]["id"].as_str().unwrap())
                .json(&json!({}))
                .await
                .is(200);
        }
        haidang.call("submitOwnDataRequest").json(&own_request()).await.is(201);
        t.file(&format!("Khách sạn {}", ["Một", "Hai", "Ba"][number])).await;
        t.pass(1);
    }
    for login in ["haidang", "bacthanh", "doanvansau"] {
        let change = json!({ "kind": "suspension", "effective_on": "2026-12-01" });
        let client = t.signed_in_at(s, login).await;
        let announce = client.call("announceFacilityChange").facility(login).json(&change);
        announce.await.is(201);
        t.pass(1);
    }
    for to in ["bacthanh", "doanvansau"] {
        ask(t, s, "haidang", to).await;
    }
    for login in ["thue.tinh", "dulich.tinh", "thongke.tinh"] {
        let contact = json!({
            "name": "Đỗ Quỳnh Nga", "position": "Phó trưởng phòng", "phone": "0258 3 822 104",
            "email": "dau.moi@example.test"
        });
        let client = t.signed_in_at(s, login).await;
        let call = client.call("updateContact").at("unit_id", unit(t, login).await);
        call.json(&contact).await.is(200);
    }
    let police = t.signed_in_at(s, "congan.tinh").await;
    for name in ["Trần Gia Bách", "Phan Quốc Bảo"] {
        t.pass(60);
        let holder = json!({
            "holder_name": name, "holder_position": "Quản lý", "email": "moi@example.test",
            "reason": "holder_changed", "reference": "214/KS-2026"
        });
        let change = police.call("changeHolder").at("account_id", account_id("bacthanh"));
        change.json(&holder).await.is(200);
    }
}

fn ask_for<'a>(client: &'a Client<'_>, operation: &Operation, query: &[(&str, &str)]) -> client::Call<'a> {
    let mut call = client.call(&operation.id);
    for parameter in operation.about["parameters"].as_array().into_iter().flatten() {
        call = match parameter["name"].as_str().unwrap() {
            "facility_id" if parameter["in"] == "path" => call.at("facility_id", facility_id("haidang")),
            "account_id" if parameter["in"] == "path" => call.at("account_id", account_id("bacthanh")),
            "area_code" if parameter["in"] == "path" => call.at("area_code", NHA_TRANG),
            _ => call,
        };
    }
    query.iter().fold(call, |call, (name, value)| call.query(name, value))
}

on_both_engines!(
    #[test]
    async fn every_list_is_walked_to_its_end_and_each_item_is_met_once(t: &TestApp) {
        let s = lending(t).await;
        prepare(t, &s).await;
        let operations = operations();
        for (id, login, query) in WALKED {
            let operation = operations.iter().find(|operation| operation.id == id).unwrap();
            let client = t.signed_in_at(&s, login).await;
            let sorts = parameter(operation.about, "sort").map(|sort| resolve(&sort["schema"])["enum"].clone());
            let sorts = sorts
                .and_then(|sorts| sorts.as_array().cloned())
                .unwrap_or_else(|| vec![Value::Null]);
            for sort in sorts {
                let sorted = sort.as_str().map(|sort| ("sort", sort));
                let query: Vec<_> = query.iter().copied().chain(sorted).collect();
                let most = &parameter(operation.about, "limit").unwrap()["schema"]["maximum"];
                let whole = ask_for(&client, operation, &query).query("limit", most).await.is(200);
                assert_eq!(whole["next_cursor"], Value::Null, "{id} {sort}");
                let whole = whole["items"].as_array().unwrap().clone();
                assert!(whole.len() > 1 || FEW.contains(&id), "{id} {sort} {whole:?}");
                for limit in [1, 2] {
                    let (mut met, mut cursor) = (Vec::new(), None::<String>);
                    loop {
                        let mut call = ask_for(&client, operation, &query).query("limit", limit);
                        if let Some(cursor) = &cursor {
                            call = call.query("cursor", cursor);
                        }
                        let page = call.await.is(200);
                        let items = page["items"].as_array().unwrap();
                        assert!(items.len() <= limit, "{id} {sort}");
                        met.extend(items.iter().cloned());
                        assert!(met.len() <= whole.len(), "{id} {sort}: {met:?}");
                        match page["next_cursor"].as_str() {
                            Some(next) => cursor = Some(next.to_owned()),
                            None => break,
                        }
                    }
                    assert_eq!(met, whole, "{id} {sort}, {limit} at once");
                }
                let foreign = ask_for(&client, operation, &query).query("cursor", "xx");
                foreign.await.problem("malformed_request");
            }
        }
    }
);
