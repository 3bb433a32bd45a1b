//! Versions: what is read is told by a tag, and of two who change one thing at once the second is told.

use crate::contract::calls::{fields_of, operation_of};
use crate::support::client::SPEC;
use crate::support::province::{PHAT, account_id};
use crate::support::*;
use api::authz::{Flag, POLICY};
use serde_json::json;

#[test]
fn every_change_that_starts_from_a_version_takes_it_by_if_match_too() {
    for row in POLICY {
        let operation = operation_of(row.operation);
        let names = operation["parameters"].as_array().cloned().unwrap_or_default();
        let takes = names.iter().any(|parameter| parameter["name"] == "If-Match");
        let body = &operation["requestBody"]["content"]["application/json"]["schema"]["$ref"];
        let schema = body.as_str().and_then(|at| SPEC.pointer(at.trim_start_matches('#')));
        let parts = schema.map(|schema| [&schema["properties"], &schema["allOf"][1]["properties"]]);
        let has_version = parts.is_some_and(|parts| parts.iter().any(|fields| fields.get("version").is_some()));
        assert_eq!(takes, row.has(Flag::Versioned), "{}", row.operation);
        assert_eq!(takes, has_version, "{}", row.operation);
        assert_eq!(takes, operation["responses"]["412"].is_object(), "{}", row.operation);
        let is_tagged = operation["responses"]["200"]["headers"]["ETag"]["$ref"].is_string();
        assert_eq!(is_tagged, row.has(Flag::Tagged), "{}", row.operation);
    }
}

#[test]
fn whatever_reads_one_thing_tells_it_by_a_tag_unless_it_tells_the_clock() {
    for row in POLICY.iter().filter(|row| row.method == "GET") {
        let content = &operation_of(row.operation)["responses"]["200"]["content"];
        let fields = fields_of(&content["application/json"]["schema"]);
        let has = |name: &str| fields.iter().any(|(field, _)| *field == name);
        // Pages of lists are read by their cursors; of an import they come with the import itself.
        let is_thing = !fields.is_empty() && !has("now") && (!has("items") || row.operation == "getImport");
        assert_eq!(is_thing, row.has(Flag::Tagged), "{}", row.operation);
    }
}

on_both_engines!(
    #[test]
    async fn of_two_who_change_the_same_contact_the_second_is_told(t: &TestApp) {
        let tax = t.signed_in("thue.tinh").await;
        let unit = crate::directory::contacts::unit(t, "thue.tinh").await;
        let name = |name: &str| json!({ "name": name, "position": "Phó trưởng phòng", "phone": "0258 3 822 104", "email": "a@example.test" });
        let put = || tax.call("updateContact").at("unit_id", unit);
        let first = put().json(&name("Đỗ Quỳnh Nga")).await.is(200);
        assert_eq!(first["version"], 1);
        put()
            .json(&name("Lê Thị Mỹ Duyên"))
            .await
            .refuses(&[("/version", "required")]);
        let second = put().json(&name("Lê Thị Mỹ Duyên").with("/version", 1)).await.is(200);
        assert_eq!(second["version"], 2);
        put()
            .json(&name("Trần Gia Bách").with("/version", 1))
            .await
            .problem("version_conflict");
        // The same by the header: told in its own terms.
        let late = put().header("If-Match", "\"1\"").json(&name("Trần Gia Bách")).await;
        late.problem("precondition_failed");
        let third = put()
            .header("If-Match", "\"2\"")
            .json(&name("Trần Gia Bách"))
            .await
            .is(200);
        assert_eq!(
            (&third["version"], &third["name"]),
            (&json!(3), &json!("Trần Gia Bách"))
        );
        // Two versions in one request, and a tag that is none of ours, start from nothing.
        for (tag, version) in [("\"3\"", 2), ("W/\"3\"", 3), ("3", 3)] {
            let refused = put()
                .header("If-Match", tag)
                .json(&name("Phan Quốc Bảo").with("/version", version))
                .await;
            refused.problem("precondition_failed");
        }
    }

    #[test]
    async fn an_act_on_an_account_is_held_to_the_version_that_it_names(t: &TestApp) {
        let police = t.signed_in("congan.tinh").await;
        let id = account_id("doanvansau");
        let read = async || police.call("getAccount").at("account_id", id).await;
        let seen = read().await;
        let (tag, version) = (
            seen.header("etag").unwrap().to_owned(),
            seen.json()["version"].as_i64().unwrap(),
        );
        let why = json!({ "reason": "misuse", "reference": "214/CAP-2026" });
        let act = |operation: &str| police.call(operation).at("account_id", id);
        let before = rows::everything(t).await;
        for operation in ["lockAccount", "closeAccount"] {
            let other = why.clone().with("/version", version + 1);
            act(operation).json(&other).await.problem("version_conflict");
        }
        let reset = json!({ "reason": "password_forgotten", "reference": "214/CAP-2026", "version": version + 1 });
        act("resetPassword").json(&reset).await.problem("version_conflict");
        assert_eq!(rows::everything(t).await, before);
        act("lockAccount").header("If-Match", &tag).json(&why).await.is(200);
        act("unlockAccount")
            .header("If-Match", &tag)
            .json(&why)
            .await
            .problem("precondition_failed");
        // Whoever names none means whatever is there.
        act("unlockAccount").json(&why).await.is(200);
    }

    #[test]
    async fn what_has_not_changed_is_not_sent_again(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let read = || haidang.call("getStay").stay(&stay);
        let first = read().await;
        let tag = first.header("etag").expect("a tag").to_owned();
        assert!(tag.starts_with("\"1-"), "{tag}");
        let same = read().header("If-None-Match", &tag).await;
        assert_eq!(
            (same.status, same.body.len(), same.header("etag")),
            (304, 0, Some(tag.as_str()))
        );
        // What the clock changes is another answer of the same version; a change goes on from it.
        t.at("2026-11-23 09:00:00");
        let later = read().header("If-None-Match", &tag).await;
        assert_eq!((later.status, later.json()["version"].clone()), (200, json!(1)));
        let note = json!({ "version": 1, "planned_departure_at": instant("2026-11-27 12:00:00") });
        haidang
            .call("amendStay")
            .stay(&stay)
            .header("If-Match", &tag)
            .json(&note.without("/version"))
            .await
            .is(200);
        let stale = haidang
            .call("amendStay")
            .stay(&stay)
            .header("If-Match", &tag)
            .json(&json!({ "planned_departure_at": instant("2026-11-28 12:00:00") }))
            .await;
        stale.problem("precondition_failed");
        let changed = read().header("If-None-Match", &tag).await;
        assert_eq!((changed.status, changed.json()["version"].clone()), (200, json!(2)));
        for (operation, call) in [
            ("getFacility", haidang.call("getFacility").facility("haidang")),
            (
                "getAccount",
                haidang.call("getAccount").at("account_id", account_id("haidang")),
            ),
        ] {
            assert!(call.await.header("etag").is_some(), "{operation}");
        }
        // Each reading is recorded, whether anything was sent or not.
        assert_eq!(rows::audit(t, "stay_read").await.len(), 4);
    }

    #[test]
    async fn a_year_an_import_and_whatever_else_is_one_thing_are_not_sent_again_either(t: &TestApp) {
        let (haidang, admin) = (t.signed_in("haidang").await, t.signed_in("quantri").await);
        let list = guest_list::sent(&guest_list::book(&[guest_list::guest(1)]));
        let import = haidang
            .call("previewImport")
            .facility("haidang")
            .json(&list)
            .await
            .is(201);
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let call = |operation: &str| match operation {
            "listCalendar" => admin.call(operation).query("year", 2026),
            "getJobs" => admin.call(operation),
            "getAccount" => haidang.call(operation).at("account_id", account_id("haidang")),
            "getStay" | "listStayVersions" => haidang.call(operation).stay(&stay),
            "getImport" => haidang
                .call(operation)
                .facility("haidang")
                .at("import_id", import["id"].as_str().unwrap()),
            "getCurrentAccount" | "getCounts" => haidang.call(operation),
            _ => haidang.call(operation).facility("haidang"),
        };
        // A dossier is read in the tests of dossiers.
        let tagged = POLICY
            .iter()
            .filter(|row| row.has(Flag::Tagged))
            .map(|row| row.operation);
        for operation in tagged.filter(|operation| *operation != "getDossier") {
            let first = call(operation).await;
            first.is(200);
            let tag = first
                .header("etag")
                .unwrap_or_else(|| panic!("{operation}: no tag"))
                .to_owned();
            let same = call(operation).header("If-None-Match", &tag).await;
            assert_eq!((same.status, same.body.len()), (304, 0), "{operation}");
            let other = call(operation).header("If-None-Match", "\"1-0000000000000000\"").await;
            assert_eq!((other.status, other.body), (200, first.body), "{operation}");
        }
        // The tag of a year is what its change starts from.
        let year = call("listCalendar").await;
        let tag = year.header("etag").unwrap().to_owned();
        let days = json!({ "days": year.json()["days"] });
        let put = || admin.call("updateCalendar").at("year", 2026).header("If-Match", &tag);
        put().json(&days).await.is(200);
        put().json(&days).await.problem("precondition_failed");
        let changed = call("listCalendar").header("If-None-Match", &tag).await;
        assert_eq!(changed.status, 200);
    }
);
