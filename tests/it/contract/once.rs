//! What is sent twice under one key is done once: every operation that takes a key.

use super::calls::{operation_of, operator};
use crate::support::filing::{PDF, application, file, loss};
use crate::support::province::{HA, NHA_TRANG, PASSWORD, PHAT, TEREZA, account_id, facility_id, room_id};
use crate::support::*;
use api::authz::POLICY;
use api::openapi::calls::{UNKEYED, is_keyed};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// A request that can be sent twice.
struct Twice {
    operation: &'static str,
    at: Vec<(&'static str, String)>,
    body: Option<Value>,
    /// Another body, which is another request. None where the operation takes no body.
    other: Option<Value>,
}

fn twice(operation: &'static str, at: &[(&'static str, &Value)]) -> Twice {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    Twice {
        operation,
        at: at.iter().map(|(name, value)| (*name, text(value))).collect(),
        body: None,
        other: None,
    }
}

impl Twice {
    fn with(mut self, body: Value) -> Self {
        let mut other = body.clone();
        other["another"] = json!("request");
        (self.body, self.other) = (Some(body), Some(other));
        self
    }

    /// With another body that is right too, where the body is read before its key is looked for.
    fn or(mut self, other: Value) -> Self {
        self.other = Some(other);
        self
    }

    async fn send(&self, client: &Client<'_>, key: &str, body: Option<&Value>) -> Answer {
        let mut call = client.call(self.operation).key(key);
        for (name, value) in &self.at {
            call = call.at(name, value);
        }
        match body {
            Some(body) => call.json(body).await,
            None => call.await,
        }
    }

    /// Sends it twice under one key, and something else under the same; its answer.
    async fn check(self, t: &TestApp, client: &Client<'_>) -> Answer {
        let key = format!("key-of-{}", self.operation);
        let first = self.send(client, &key, self.body.as_ref()).await;
        assert!(
            (200..300).contains(&first.status),
            "{}: {}",
            self.operation,
            first.text()
        );
        assert_eq!(first.header("idempotency-replayed"), None, "{}", self.operation);
        let done = rows::everything(t).await;
        let again = self.send(client, &key, self.body.as_ref()).await;
        assert_eq!(
            (again.status, again.header("idempotency-replayed"), &again.body),
            (first.status, Some("true"), &first.body),
            "{}",
            self.operation
        );
        assert_eq!(again.header("location"), first.header("location"), "{}", self.operation);
        if let Some(other) = &self.other {
            let refused = self.send(client, &key, Some(other)).await;
            refused.problem("idempotency_key_reused");
        }
        assert_eq!(rows::everything(t).await, done, "{} was done twice", self.operation);
        if let Some(place) = first.header("location") {
            let place = place.to_owned();
            let (path, query) = place.split_once('?').unwrap_or((&place, ""));
            let mut call = client.send("GET", path);
            for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
                call = call.query(name, value);
            }
            let found = call.await.is(200).to_string();
            let made = first.json();
            // What was made is told under that address, by its id or by the number of its dossier.
            let names = [
                "/stays/0/id",
                "/id",
                "/account/id",
                "/operator/id",
                "/token/id",
                "/number",
            ];
            let named = names.iter().find_map(|name| made.pointer(name)?.as_str());
            let named = named.unwrap_or_else(|| panic!("{}: {made}", self.operation));
            assert!(
                found.contains(named),
                "{}: {place} does not tell of {named}",
                self.operation
            );
        } else {
            assert_ne!(first.status, 201, "{}", self.operation);
        }
        first
    }
}

fn id(value: impl ToString) -> Value {
    json!(value.to_string())
}

/// The operations that the tests below send twice.
const CHECKED: &[&str] = &[
    "acceptDossier",
    "announceFacilityChange",
    "answerAboutStay",
    "approveDelegation",
    "askAboutStay",
    "cancelStay",
    "changeHolder",
    "changePassword",
    "checkOutStay",
    "checkOutStays",
    "closeAccount",
    "commentOnDossier",
    "commitImport",
    "confirmForeignGuests",
    "confirmOperator",
    "confirmSecondFactor",
    "consultOnDossier",
    "correctStay",
    "createAccessToken",
    "createAccount",
    "createOperator",
    "declarePrices",
    "disableOperator",
    "endAccessToken",
    "endDelegation",
    "endOperator",
    "exportForeignGuests",
    "extendStay",
    "extendStays",
    "giveOpinion",
    "lockAccount",
    "lockReportedAccount",
    "moveStay",
    "moveStays",
    "notifyGroup",
    "notifyOnBehalf",
    "notifyStay",
    "previewImport",
    "refuseDossier",
    "remindApplicant",
    "remindConsulted",
    "removeSecondFactor",
    "reportCredentialLoss",
    "requestDelegation",
    "requestSupplement",
    "resetOperatorPassword",
    "resetPassword",
    "resolveDossier",
    "retryGivenUp",
    "submitDataRequest",
    "submitHolderChange",
    "submitOwnDataRequest",
    "submitRegistration",
    "supplementDossier",
    "unlockAccount",
    "withdrawDossier",
];

#[test]
fn every_post_takes_an_idempotency_key_or_says_why_it_needs_none() {
    let mut keyed = BTreeSet::new();
    for row in POLICY {
        let parameters = operation_of(row.operation)["parameters"].as_array().cloned();
        let names = parameters.unwrap_or_default();
        let takes = names.iter().filter(|parameter| parameter["name"] == "Idempotency-Key");
        assert_eq!(takes.count(), usize::from(is_keyed(row)), "{}", row.operation);
        if is_keyed(row) {
            keyed.insert(row.operation);
            let conflict = operation_of(row.operation)["responses"]["409"]["description"].as_str();
            assert!(
                conflict.is_some_and(|codes| codes.contains("`idempotency_key_reused`")),
                "{}",
                row.operation
            );
        }
    }
    for (operation, reason) in UNKEYED {
        let row = POLICY.iter().find(|row| row.operation == *operation);
        assert!(row.is_some_and(|row| row.method == "POST"), "{operation}");
        assert!(reason.len() > 5, "{operation}");
    }
    // And each that takes one is sent twice below.
    assert_eq!(keyed, CHECKED.iter().copied().collect());
}

on_both_engines!(
    #[test]
    async fn what_is_done_to_accounts_is_done_once_under_its_key(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let made = twice("createAccount", &[]).with(json!({
            "role": "police", "level": "commune", "area_code": NHA_TRANG, "unit_name": "Công an phường Nha Trang",
            "holder_name": "Phan Quốc Bảo", "holder_position": "Cán bộ", "delivery": "handover",
        }));
        let made = made.check(t, &police).await.json();
        assert!(made["initial_password"].is_string());
        let account = id(account_id("doanvansau"));
        let at = [("account_id", &account)];
        let why = json!({ "reason": "misuse", "reference": "214/CAP-2026" });
        twice("lockAccount", &at).with(why.clone()).check(t, &police).await;
        twice("unlockAccount", &at).with(why.clone()).check(t, &police).await;
        let reset = json!({ "reason": "password_forgotten", "reference": "214/CAP-2026", "delivery": "handover" });
        let reset = twice("resetPassword", &at).with(reset).check(t, &police).await.json();
        assert!(reset["initial_password"].is_string());
        let change = json!({
            "holder_name": "Trần Gia Bách", "holder_position": "Cán bộ", "reason": "holder_changed",
            "reference": "214/CAP-2026", "delivery": "handover",
        });
        twice("changeHolder", &at).with(change).check(t, &police).await;
        twice("closeAccount", &at).with(why.clone()).check(t, &police).await;

        let haidang = t.signed_in("haidang").await;
        let body = json!({ "holder_name": "Lê Thị Mỹ Duyên", "holder_position": "Lễ tân", "delivery": "handover" });
        twice("createOperator", &[]).with(body).check(t, &haidang).await;
        let first = operator(&haidang, "Đỗ Quỳnh Nga").await;
        let reset = json!({ "version": 1, "delivery": "handover" });
        let at = [("operator_id", &first)];
        let reset = twice("resetOperatorPassword", &at).with(reset).check(t, &haidang).await;
        // As when somebody else has replaced the password of the unit account.
        let own = rows::id(t, first.as_str().unwrap().parse().unwrap());
        let lock = format!("UPDATE account SET status = 'locked' WHERE id = {own}");
        rows::execute(t, &lock).await.unwrap();
        let from = |operator: &Value| json!({ "version": operator["version"] });
        let confirm = twice("confirmOperator", &at).with(from(&reset.json()["operator"]));
        let confirmed = confirm.check(t, &haidang).await.json();
        twice("disableOperator", &at)
            .with(from(&confirmed))
            .check(t, &haidang)
            .await;
        let second = operator(&haidang, "Quách Thị Thu Cúc").await;
        let unit = id(account_id("haidang"));
        let at = [("account_id", &unit), ("operator_id", &second)];
        twice("endOperator", &at).with(why).check(t, &police).await;
    }

    #[test]
    async fn a_secret_that_was_told_is_told_again_for_an_hour_and_never_issued_twice(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let reset = json!({ "reason": "password_forgotten", "reference": "214/CAP-2026", "delivery": "handover" });
        let account = id(account_id("doanvansau"));
        let reset = twice("resetPassword", &[("account_id", &account)]).with(reset);
        let first = reset.send(&police, "told-once", reset.body.as_ref()).await;
        first.is(200);
        t.pass(3_500);
        t.work().await;
        let again = reset.send(&police, "told-once", reset.body.as_ref()).await;
        assert_eq!(again.body, first.body);
        t.pass(7_200);
        t.work().await;
        let kept = "SELECT COUNT(*) FROM idempotency_key WHERE answer_sealed IS NOT NULL";
        assert_eq!(rows::number(t, kept).await, 0);
        let done = rows::everything(t).await;
        let late = reset.send(&police, "told-once", reset.body.as_ref()).await;
        late.problem("idempotency_key_reused");
        assert_eq!(rows::everything(t).await, done);
    }

    #[test]
    async fn what_one_does_with_ones_own_credentials_is_done_once_under_its_key(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let body = json!({ "name": "PMS", "days": 7, "password": PASSWORD });
        let made = twice("createAccessToken", &[])
            .with(body.clone())
            .check(t, &haidang)
            .await;
        leaks::watch(made.json()["secret"].as_str().unwrap());
        assert_eq!(
            rows::number(t, "SELECT COUNT(*) FROM session WHERE name = 'PMS'").await,
            1
        );
        // A wrong password takes no key, and is not told as a repeat.
        let wrong = json!({ "name": "PMS", "days": 7, "password": "Sai-Mat-Khau-1" });
        for _ in 0..2 {
            let refused = haidang
                .call("createAccessToken")
                .key("wrong-password")
                .json(&wrong)
                .await;
            refused.refuses(&[("/password", "password_wrong")]);
        }
        haidang
            .call("createAccessToken")
            .key("wrong-password")
            .json(&body)
            .await
            .is(201);
        let token = made.json()["token"]["id"].clone();
        twice("endAccessToken", &[("token_id", &token)])
            .check(t, &haidang)
            .await;

        let begun = haidang
            .call("enrolSecondFactor")
            .json(&json!({ "password": PASSWORD }))
            .await
            .is(200);
        let secret = begun["secret"].as_str().unwrap().to_owned();
        leaks::watch(&secret);
        let code = crate::accounts::second_factor::code(t, &secret);
        let confirmed = twice("confirmSecondFactor", &[]).with(json!({ "code": code }));
        let confirmed = confirmed.check(t, &haidang).await.json();
        for code in confirmed["recovery_codes"].as_array().unwrap() {
            leaks::watch(code.as_str().unwrap());
        }
        t.pass(60);
        let code = crate::accounts::second_factor::code(t, &secret);
        let given_up = twice("removeSecondFactor", &[]).with(json!({ "password": PASSWORD, "code": code }));
        given_up.check(t, &haidang).await;
        let changed = json!({ "current_password": PASSWORD, "new_password": "Cua-Bien-2026" });
        leaks::watch("Cua-Bien-2026");
        twice("changePassword", &[]).with(changed).check(t, &haidang).await;
        // What is stored of the requests cannot be tried out: it is keyed.
        for row in rows::all(t, "idempotency_key").await {
            assert!(!row.contains(PASSWORD), "{row}");
        }
    }

    #[test]
    async fn what_is_done_with_delegations_is_done_once_under_its_key(t: &TestApp) {
        let lending = crate::accounts::delegation::lending(t).await;
        let bac = t.signed_in_at(&lending, "congan.nhatrang").await;
        let period = json!({
            "borrower_login": "congan.bac", "starts_at": instant("2026-11-22 07:00:00"), "ends_at": instant("2026-11-24 17:00:00"),
        });
        let asked = twice("requestDelegation", &[]).with(period).check(t, &bac).await.json();
        let police = t.signed_in_at(&lending, "congan.tinh").await;
        let at = [("delegation_id", &asked["id"])];
        for (operation, version) in [("approveDelegation", 1), ("endDelegation", 2)] {
            let act = twice(operation, &at).with(json!({ "version": version }));
            act.check(t, &police).await;
        }
    }

    #[test]
    async fn what_a_facility_does_is_done_once_under_its_key(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let hotel = id(facility_id("haidang"));
        let at = [("facility_id", &hotel)];
        let facility = haidang.call("getFacility").facility("haidang").await.is(200);
        let prices = json!({
            "version": facility["version"],
            "prices": [{ "room_kind": "Đôi", "unit": "night", "amount_vnd": 450_000 }],
        });
        twice("declarePrices", &at).with(prices).check(t, &haidang).await;
        let change = json!({ "kind": "suspension", "effective_on": "2026-12-24", "note": "Sửa chữa tầng 4" });
        twice("announceFacilityChange", &at)
            .with(change)
            .check(t, &haidang)
            .await;
        let list = guest_list::sent(&guest_list::book(&[guest_list::guest(1)]));
        let import = twice("previewImport", &at)
            .with(list)
            .or(guest_list::sent(&guest_list::book(&[guest_list::guest(2)])))
            .check(t, &haidang)
            .await
            .json();
        let at = [("facility_id", &hotel), ("import_id", &import["id"])];
        // Not to be stored while the test looks at what is there.
        let decided = json!({ "accept_mends": false });
        let commit = twice("commitImport", &at).with(decided);
        let first = commit.send(&haidang, "commit-once", commit.body.as_ref()).await;
        let again = commit.send(&haidang, "commit-once", commit.body.as_ref()).await;
        assert_eq!((first.status, &first.body), (202, &again.body));
        assert_eq!(again.header("idempotency-replayed"), Some("true"));
        let other = commit.send(&haidang, "commit-once", commit.other.as_ref()).await;
        other.problem("idempotency_key_reused");
    }

    #[test]
    async fn what_is_done_to_stays_is_done_once_under_its_key(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = twice("notifyStay", &[]).with(t.stay_in("402", &PHAT));
        let stay = stay.check(t, &haidang).await.json();
        let group = json!({
            "kind": "overnight", "arrival_at": instant("2026-11-21 19:00:00"),
            "planned_departure_at": instant("2026-11-23 12:00:00"), "reason": "tourism",
            "guests": [{ "guest": notification::guest(&HA) }],
        });
        twice("notifyGroup", &[]).with(group).check(t, &haidang).await;
        let police = t.signed_in("congan.nhatrang").await;
        let told = json!({
            "place": { "name": "Hộ bà Trần Thị Lài", "kind": "household", "area_code": NHA_TRANG, "address": "Tổ 4 Vĩnh Hải" },
            "notifier": { "kind": "household", "name": "Trần Thị Lài", "phone": "0905 000 247" },
            "channel": "phone",
            "stay": notification::stay(&HA),
        });
        twice("notifyOnBehalf", &[]).with(told).check(t, &police).await;
        let at = [("stay_id", &stay["id"])];
        twice("askAboutStay", &at)
            .with(json!({ "text": "Khách còn ở không?" }))
            .check(t, &police)
            .await;
        twice("answerAboutStay", &at)
            .with(json!({ "text": "Còn." }))
            .check(t, &haidang)
            .await;
        let longer = json!({ "version": 1, "planned_departure_at": instant("2026-11-27 12:00:00") });
        twice("extendStay", &at).with(longer).check(t, &haidang).await;
        let moved = json!({ "version": 2, "room_id": room_id("haidang", "404").to_string() });
        twice("moveStay", &at).with(moved).check(t, &haidang).await;
        let correction =
            json!({ "version": 3, "change_reason": "Đối chiếu giấy tờ", "guest": { "birth_date": "1982-04-03" } });
        twice("correctStay", &at).with(correction).check(t, &police).await;
        twice("checkOutStay", &at)
            .with(json!({ "version": 4 }))
            .check(t, &haidang)
            .await;
        let other = haidang.notify(&t.stay_in("401", &TEREZA)).await;
        let those = |version: i32| json!([{ "stay_id": other["id"], "version": version }]);
        let longer = json!({ "stays": those(1), "planned_departure_at": instant("2026-11-27 12:00:00") });
        let longest = json!({ "stays": those(1), "planned_departure_at": instant("2026-11-28 12:00:00") });
        twice("extendStays", &[])
            .with(longer)
            .or(longest)
            .check(t, &haidang)
            .await;
        let moved = json!({ "stays": those(2), "room_id": room_id("haidang", "403").to_string() });
        let elsewhere = json!({ "stays": those(2), "room_id": room_id("haidang", "404").to_string() });
        twice("moveStays", &[])
            .with(moved)
            .or(elsewhere)
            .check(t, &haidang)
            .await;
        let hotel = id(facility_id("haidang"));
        let hotel = [("facility_id", &hotel)];
        let chosen = json!({ "stays": [other["id"]] });
        twice("exportForeignGuests", &hotel)
            .with(chosen)
            .check(t, &haidang)
            .await;
        let taken = json!({ "confirmed": true, "stays": [{ "id": other["id"], "version": 3 }] });
        twice("confirmForeignGuests", &hotel)
            .with(taken)
            .check(t, &haidang)
            .await;
        let at = [("stay_id", &other["id"])];
        let leaving = haidang.notify(&t.stay_in("401", &HA)).await;
        let gone = json!({ "stays": [{ "stay_id": leaving["id"], "version": 1 }] });
        twice("checkOutStays", &[])
            .with(gone.clone())
            .or(gone.with("/stays/0/version", 2))
            .check(t, &haidang)
            .await;
        let back = json!({ "version": 3, "change_reason": "Khách không đến" });
        twice("cancelStay", &at).with(back).check(t, &haidang).await;
    }

    #[test]
    async fn what_officers_do_with_dossiers_is_done_once_under_its_key(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let filed = t.file("Khách sạn Thùy Dương").await;
        let dossier = id(filed.dossier.id);
        let at = [("dossier_id", &dossier)];
        twice("acceptDossier", &at)
            .with(json!({ "version": 1 }))
            .check(t, &police)
            .await;
        let units = police.call("listUnits").await.is(200);
        let units = units["items"].as_array().unwrap();
        let tax = units.iter().find(|unit| unit["name"] == "Thuế tỉnh Khánh Hòa").unwrap();
        let question = json!({ "unit_ids": [tax["id"]], "question": "Mã số thuế có đúng không?" });
        let asked = twice("consultOnDossier", &at)
            .with(question)
            .check(t, &police)
            .await
            .json();
        let consultation = &asked["consultations"][0]["id"];
        let reminded = [("dossier_id", &dossier), ("consultation_id", consultation)];
        // Not right after asking.
        t.pass(86_400);
        let police = t.signed_in("congan.tinh").await;
        twice("remindConsulted", &reminded).check(t, &police).await;
        let tax = t.signed_in("thue.tinh").await;
        twice("giveOpinion", &at)
            .with(json!({ "opinion": "agree" }))
            .check(t, &tax)
            .await;
        let remark = json!({ "text": "Đã gọi xác minh.", "visibility": "inside" });
        twice("commentOnDossier", &at).with(remark).check(t, &police).await;
        let back = json!({
            "version": 2, "reason": "Bản ký không trùng với tờ khai.",
            "contact": { "channel": "phone", "at": t.clock.now(), "with": "Quách Thị Thu Cúc" }
        });
        twice("requestSupplement", &at).with(back).check(t, &police).await;
        t.pass(86_400);
        twice("remindApplicant", &at).check(t, &police).await;
        let brought = json!({ "dossier_code": filed.receipt.dossier_code, "message": "Đã ký lại." });
        twice("supplementDossier", &[])
            .with(brought.clone())
            .or(brought.with("/message", "Đã ký lại lần nữa."))
            .check(t, &t.anonymous())
            .await;
        twice("resolveDossier", &at)
            .with(json!({ "version": 4 }))
            .or(json!({ "version": 4, "comment": "Đã xác minh." }))
            .check(t, &police)
            .await;

        let second = t.file("Nhà nghỉ Biển Xanh").await;
        let dossier = id(second.dossier.id);
        let refusal = json!({ "version": 1, "reason": "Cơ sở đã có tài khoản." });
        twice("refuseDossier", &[("dossier_id", &dossier)])
            .with(refusal)
            .check(t, &police)
            .await;
        let third = t.file("Nhà nghỉ Sao Mai").await;
        let back = json!({ "dossier_code": third.receipt.dossier_code, "reason": "Nộp nhầm" });
        twice("withdrawDossier", &[]).with(back).check(t, &t.anonymous()).await;
    }

    #[test]
    async fn what_is_filed_is_filed_once_under_its_key(t: &TestApp) {
        let nobody = t.anonymous();
        twice("submitRegistration", &[])
            .with(application())
            .or(application().with("/phone", "0258 000 0248"))
            .check(t, &nobody)
            .await;
        twice("reportCredentialLoss", &[])
            .with(loss("haidang", &instant("2026-11-21 08:30:00")))
            .or(loss("haidang", &instant("2026-11-21 08:31:00")))
            .check(t, &nobody)
            .await;
        t.work().await;
        let police = t.signed_in("congan.tinh").await;
        let lost = crate::support::filing::dossier(&police, "MK-0001").await;
        twice("lockReportedAccount", &[("dossier_id", &lost["id"])])
            .check(t, &police)
            .await;
        let sought = json!({
            "kind": "archived_data", "guest_details": "Khách thuê phòng 401.", "stay_from": "2024-03-01",
            "stay_to": "2024-03-31", "reason": "Xác minh nơi ở theo yêu cầu của tòa án", "commitment_accepted": true,
            "signed_form": file("Mau-so-4.pdf", PDF),
        });
        let mut foreign = sought.clone();
        foreign["requester"] = json!({
            "kind": "organisation", "name": "Văn phòng luật sư Biển Xanh", "contact_name": "Đỗ Quỳnh Nga",
            "contact_position": "Trưởng văn phòng", "email": "nga@example.test", "phone": "0258 000 0247",
        });
        twice("submitDataRequest", &[])
            .with(foreign.clone())
            .or(foreign.with("/reason", "Theo yêu cầu của tòa án"))
            .check(t, &nobody)
            .await;
        let bacthanh = t.signed_in("bacthanh").await;
        twice("submitOwnDataRequest", &[])
            .with(sought.clone())
            .or(sought.with("/reason", "Theo yêu cầu của tòa án"))
            .check(t, &bacthanh)
            .await;
        let change = json!({
            "new_name": "Trần Gia Bách", "new_position": "Lễ tân", "new_email": "bach@example.test",
            "new_phone": "0258 000 0148", "commitment_accepted": true,
        });
        twice("submitHolderChange", &[])
            .with(change.clone())
            .or(change.with("/new_name", "Trần Gia Bình"))
            .check(t, &bacthanh)
            .await;
    }

    #[test]
    async fn what_was_given_up_is_tried_again_once_under_its_key(t: &TestApp) {
        crate::platform::jobs::cause_a_mail(t, "haidang", "vi").await;
        let given_up = "UPDATE outbox SET attempts = 10, given_up_at = created_at, last_error = 'unreadable'";
        rows::execute(t, given_up).await.unwrap();
        let row = id(rows::outbox(t).await[0].id);
        let administrator = t.signed_in("quantri").await;
        twice("retryGivenUp", &[("row_id", &row)])
            .check(t, &administrator)
            .await;
        assert_eq!(rows::audit(t, "row_retried").await.len(), 1);
    }
);
