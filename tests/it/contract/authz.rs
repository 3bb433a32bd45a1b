//! Who may call what: the policy table against the document, and against every role and standing there is.

use crate::support::client::SPEC;
use crate::support::province::{
    BAC_NHA_TRANG, HA, NHA_TRANG, ONE_OF_EACH_TIER, PHAT, account_id, facility_id, room_id,
};
use crate::support::*;
use api::authz::policy::Access;
use api::authz::{POLICY, Row};
use dto::account::AccountTier;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::fmt::Write;

/// Every operation of the document, as operationId, method and path.
fn documented() -> BTreeSet<(String, String, String)> {
    let paths = SPEC["paths"].as_object().expect("paths");
    let operations = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().expect("operations").iter();
        methods.map(move |(method, operation)| {
            let id = operation["operationId"].as_str().unwrap_or_default();
            (id.to_owned(), method.to_uppercase(), path.clone())
        })
    });
    operations.collect()
}

#[test]
fn the_policy_table_and_the_document_name_the_same_operations() {
    let rows = POLICY
        .iter()
        .map(|row| (row.operation.to_owned(), row.method.to_owned(), row.path.to_owned()));
    assert_eq!(rows.collect::<BTreeSet<_>>(), documented());
    let names: BTreeSet<_> = POLICY.iter().map(|row| row.operation).collect();
    assert_eq!(names.len(), POLICY.len(), "an operationId is there twice");
}

#[test]
fn the_document_demands_a_token_exactly_where_the_table_does() {
    for row in POLICY {
        let security = &SPEC["paths"][row.path][row.method.to_lowercase()]["security"];
        match row.access {
            Access::Roles(_) => {
                let either = json!([{ "access_token": [] }]);
                assert_eq!(*security, either, "{}", row.operation);
            }
            Access::Public(reason) => {
                assert_eq!(*security, json!([]), "{}", row.operation);
                assert!(!reason.is_empty(), "{} is public for no reason", row.operation);
            }
        }
    }
    let schemes = &SPEC["components"]["securitySchemes"];
    assert_eq!(schemes["access_token"]["scheme"], "bearer");
    assert_eq!(
        schemes.as_object().unwrap().len(),
        1,
        "there is one way to be signed in"
    );
}

#[test]
fn only_what_has_to_be_public_is_public() {
    let public = POLICY.iter().filter(|row| matches!(row.access, Access::Public(_)));
    let public: Vec<&str> = public.map(|row| row.operation).collect();
    let expected = [
        "login",
        "refreshToken",
        "logout",
        "getProfile",
        "listAreas",
        "listReferenceList",
        "listCalendar",
        "lookupDossier",
        "supplementDossier",
        "withdrawDossier",
        "downloadDossierForm",
        "downloadResult",
        "submitRegistration",
        "confirmRegistration",
        "submitDataRequest",
        "confirmDataRequest",
        "reportCredentialLoss",
        "confirmCredentialLoss",
    ];
    assert_eq!(public, expected);
}

/// What the requests of the matrix point at.
struct Target {
    facility: &'static str,
    area: &'static str,
    guest: &'static province::Person,
    stay: Value,
    room: &'static str,
    /// The account below that some may look after.
    account: uuid::Uuid,
    dossier: uuid::Uuid,
}

/// A request that shows whether the operation is open, and changes nothing where it is.
async fn probe(client: &Client<'_>, row: &Row, target: &Target, token: Option<&str>) -> String {
    let mut call = client.call(row.operation);
    if let Some(token) = token {
        call = call.header("Authorization", &format!("Bearer {token}"));
    }
    for (parameter, value) in [
        ("facility_id", facility_id(target.facility).to_string()),
        ("stay_id", target.stay["id"].as_str().expect("an id").to_owned()),
        ("name", "visa_symbols".to_owned()),
        // Of nobody: the session that asks must go on.
        ("session_id", uuid::Uuid::nil().to_string()),
        ("operator_id", uuid::Uuid::nil().to_string()),
        ("token_id", uuid::Uuid::nil().to_string()),
        ("account_id", target.account.to_string()),
        ("dossier_id", target.dossier.to_string()),
        ("attachment_id", uuid::Uuid::nil().to_string()),
        ("consultation_id", uuid::Uuid::nil().to_string()),
        ("year", "2027".to_owned()),
        ("area_code", target.area.to_owned()),
        ("room_id", room_id(target.facility, target.room).to_string()),
        ("import_id", uuid::Uuid::nil().to_string()),
        ("unit_id", uuid::Uuid::nil().to_string()),
        ("delegation_id", uuid::Uuid::nil().to_string()),
        ("row_id", uuid::Uuid::nil().to_string()),
    ] {
        if row.path.contains(parameter) {
            call = call.at(parameter, value);
        }
    }
    call = match row.operation {
        "listStays" | "getRegister" => call.query("facility_id", facility_id(target.facility)),
        // Open with a version that cannot be: the thing is found, and nothing is changed.
        "exportStays" => call
            .query("facility_id", facility_id(target.facility))
            .json(&json!({ "purpose": "residence_check" })),
        // Open with versions that cannot be: the stay is found, and nothing is changed.
        "extendStays" => call.json(&json!({
            "stays": [{ "stay_id": target.stay["id"], "version": 99 }], "planned_departure_at": instant("2026-11-25 12:00:00")
        })),
        "moveStays" => call.json(&json!({
            "stays": [{ "stay_id": target.stay["id"], "version": 99 }], "room_id": room_id(target.facility, target.room)
        })),
        "checkOutStays" => call.json(&json!({ "stays": [{ "stay_id": target.stay["id"], "version": 99 }] })),
        "amendStay" => call.json(&json!({ "version": 99, "note": "x" })),
        "checkOutStay" | "updateFacility" => call.json(&json!({ "version": 99 })),
        "replaceRoomPlan" => call.json(&json!({ "version": 99, "rooms": [] })),
        // Open with a restart of what has not stopped.
        "announceFacilityChange" => call.json(&json!({ "kind": "restart", "effective_on": "2026-11-21" })),
        "updateContact" => call.json(&json!({
            "name": "Đỗ Quỳnh Nga", "position": "Phó trưởng phòng", "phone": "0258 3 822 104", "email": "a@example.test"
        })),
        // Open with nothing told but the room.
        "notifyStay" => call.json(&json!({ "room_id": room_id(target.facility, target.room) })),
        "acceptDossier" | "resolveDossier" => call.json(&json!({ "version": 99 })),
        "refuseDossier" => call.json(&json!({ "version": 99, "reason": "Không đủ điều kiện." })),
        "requestSupplement" => call.json(&json!({
            "version": 99, "reason": "Thiếu chữ ký.",
            "contact": { "channel": "email", "at": client.t.clock.now(), "with": "Quách Thị Thu Cúc" }
        })),
        // Open with a unit that there is not.
        "consultOnDossier" => call.json(&json!({ "unit_ids": [uuid::Uuid::nil()], "question": "Có ý kiến gì không?" })),
        // Open with a tick that its procedure has not.
        "checkDossier" => call.json(&json!({ "check": "no_account_here", "done": true })),
        // Open with a stay that there is not.
        "exportForeignGuests" => call.json(&json!({ "stays": [uuid::Uuid::nil()] })),
        "confirmForeignGuests" => call.json(&json!({
            "confirmed": true, "stays": [{ "id": uuid::Uuid::nil(), "version": 1 }]
        })),
        "giveOpinion" => call.json(&json!({ "opinion": "agree" })),
        "commentOnDossier" => call.json(&json!({})),
        "updateCalendar" => call.json(&json!({ "version": 99, "days": [] })),
        "lookupDossier"
        | "withdrawDossier"
        | "supplementDossier"
        | "downloadDossierForm"
        | "submitRegistration"
        | "confirmRegistration"
        | "submitHolderChange"
        | "downloadResult"
        | "submitDataRequest"
        | "confirmDataRequest"
        | "submitOwnDataRequest"
        | "reportCredentialLoss"
        | "confirmCredentialLoss" => call.json(&json!({})),
        // Open with a purpose that there is not.
        "findElsewhere" => call.json(&json!({ "purpose": "x" })),
        "searchStays" => {
            call.json(&json!({ "document_number": target.guest.document_number, "purpose": "residence_check" }))
        }
        // Open with nothing told, not even why.
        "createAccount"
        | "updateAccount"
        | "lockAccount"
        | "unlockAccount"
        | "closeAccount"
        | "resetPassword"
        | "changeHolder"
        | "createOperator"
        | "endOperator"
        | "requestDelegation"
        | "resetOperatorPassword" => call.json(&json!({})),
        // Open with a version of what there is not.
        "confirmOperator" | "disableOperator" | "approveDelegation" | "endDelegation" => {
            call.json(&json!({ "version": 1 }))
        }
        "exportAccounts" => call.json(&json!({})),
        "searchAccounts" => call.json(&json!({ "q": "nguoi giu" })),
        "login"
        | "changePassword"
        | "enrolSecondFactor"
        | "confirmSecondFactor"
        | "removeSecondFactor"
        | "createAccessToken" => call.json(&json!({})),
        _ => call,
    };
    let answer = call.await;
    if answer.status < 400 {
        return match listed(&answer) {
            Some(count) => format!("{} ({count})", answer.status),
            None => answer.status.to_string(),
        };
    }
    let problem = answer.json();
    let fields = problem["errors"].as_array().into_iter().flatten();
    let room = fields
        .filter(|error| error["pointer"] == "/room_id")
        .map(|error| error["code"].as_str());
    let room: String = room.flatten().map(|code| format!(" ({code})")).collect();
    format!("{} {}{room}", answer.status, problem["code"].as_str().expect("a code"))
}

/// How many stays, facilities or people an answer shows.
fn listed(answer: &Answer) -> Option<usize> {
    let body: Value = serde_json::from_slice(&answer.body).ok()?;
    let items = if body["list_version"].is_null() {
        &body["items"]
    } else {
        &Value::Null
    };
    items.as_array().or(body["people"].as_array()).map(Vec::len)
}

/// What the operation answers to an account in each standing.
async fn line(t: &TestApp, row: &Row, login: &str, own: &Target, foreign: &Target) -> String {
    // Filings are counted by address whoever sends them, and a whole matrix comes from one.
    rows::execute(t, "DELETE FROM login_throttle WHERE kind = 'filing'")
        .await
        .unwrap();
    let client = t.signed_in(login).await;
    client.cookie.replace(None);
    let own_cell = probe(&client, row, own, None).await;
    let foreign_cell = probe(&client, row, foreign, None).await;
    let token = client.token().expect("a token");
    t.pass(600);
    let expired = probe(&client, row, own, Some(&token)).await;
    t.pass(-600);
    let set = |status| format!("UPDATE account SET status = '{status}' WHERE login = '{login}'");
    rows::execute(t, &set("locked")).await.unwrap();
    let locked = probe(&client, row, own, None).await;
    rows::execute(t, &set("active")).await.unwrap();
    format!("own {own_cell:<22} foreign {foreign_cell:<36} locked {locked:<19} expired {expired}")
}

on_both_engines!(
    // Proves LC-2.2-2, LC-9.1.
    // Part of KH-5.1, KH-5.2, KH-5.3, LC-6.4-2, KH-3i, KH-10.1-1, KH-10.2a-1, KH-10.2c,
    // KH-11.1-1, KH-11.2d-3, LC-11.2d.
    #[test]
    async fn every_operation_answers_every_role_as_the_matrix_says(t: &TestApp) {
        let own = Target {
            facility: "haidang",
            area: NHA_TRANG,
            guest: &PHAT,
            stay: t.signed_in("haidang").await.notify(&t.stay_in("402", &PHAT)).await,
            room: "401",
            account: account_id("haidang"),
            dossier: t.file("Khách sạn Thùy Dương").await.dossier.id,
        };
        let bacthanh = t.signed_in("bacthanh").await;
        let body = notification::stay(&HA).with("/room_id", room_id("bacthanh", "101").to_string());
        let foreign = Target {
            facility: "bacthanh",
            area: BAC_NHA_TRANG,
            guest: &HA,
            stay: bacthanh.notify(&body).await,
            room: "102",
            account: account_id("congan.bac"),
            // In another province.
            dossier: t.file_in("Ngoài tỉnh", "00004", Vec::new()).await.dossier.id,
        };
        let mut matrix = String::new();
        for row in POLICY {
            writeln!(matrix, "{} {} {}", row.operation, row.method, row.path).unwrap();
            writeln!(
                matrix,
                "    nobody        {}",
                probe(&t.anonymous(), row, &own, None).await
            )
            .unwrap();
            for (tier, login) in ONE_OF_EACH_TIER {
                let line = line(t, row, login, &own, &foreign).await;
                writeln!(matrix, "    {:<13} {line}", tier.to_string()).unwrap();
            }
        }
        insta::assert_snapshot!("matrix", matrix);
        // Asking has stored nothing.
        assert_eq!(rows::count(t, "stay").await, 2);
        assert_eq!(rows::count(t, "stay_version").await, 0);
    }

    // Part of KH-5.1.
    #[test]
    async fn nothing_but_the_public_operations_answers_without_a_token(t: &TestApp) {
        let nobody = t.anonymous();
        for row in POLICY.iter().filter(|row| matches!(row.access, Access::Roles(_))) {
            let id = uuid::Uuid::now_v7().to_string();
            let path = filled(row.path, &id);
            let answer = nobody.send(row.method, &path).json(&json!({})).await;
            answer.problem("unauthenticated");
            assert_eq!(answer.header("www-authenticate"), Some("Bearer realm=\"luutru\""));
        }
    }

    #[test]
    async fn who_has_no_right_learns_nothing_about_the_body(t: &TestApp) {
        let tax = t.signed_in("thue.tinh").await;
        for body in ["", "{", "[]", "{\"version\":\"x\"}", "{\"x\":1}"] {
            let call = tax
                .call("notifyStay")
                .header("Content-Type", "application/json")
                .bytes(body);
            call.await.problem("forbidden");
        }
        tax.call("notifyStay")
            .header("Content-Type", "text/plain")
            .bytes("x")
            .await
            .problem("forbidden");
    }

    #[test]
    async fn pages_are_told_exactly_the_operations_that_are_open(t: &TestApp) {
        for (tier, login) in ONE_OF_EACH_TIER {
            let account = t.signed_in(login).await.call("getCurrentAccount").await.is(200);
            let open = POLICY
                .iter()
                // What comes with the software the police of the province handle.
                .filter(|row| row.reach(*tier, *tier == AccountTier::POLICE_1).is_some() && row.exists(&t.app.profile))
                .map(|row| row.operation);
            let open: BTreeSet<&str> = open.collect();
            assert_eq!(account["operations"], json!(open), "{login}");
        }
    }
);
