//! What was once notified is never lost: versions, and what the database itself refuses.

use crate::support::province::{HA, PHAT};
use crate::support::*;
use serde_json::{Value, json};

/// A stay with a correction, so that every table of the history holds something.
async fn corrected(t: &TestApp) -> (Client<'_>, Value) {
    let haidang = t.signed_in("haidang").await;
    let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
    let patch = json!({ "guest": { "birth_date": "1982-04-20" }, "change_reason": "Nhập đảo hai chữ số" });
    let stay = haidang.amend(&stay, patch).await.is(200);
    (haidang, stay)
}

async fn refused(t: &TestApp, sql: &str) {
    let before = rows::everything(t).await;
    let audit = rows::all(t, "audit_event").await;
    let error = rows::execute(t, sql).await.expect_err(sql).to_string();
    let said = [
        "nothing of it is ever deleted",
        "must keep the version",
        "cannot change",
    ];
    assert!(said.iter().any(|said| error.contains(said)), "{sql}: {error}");
    assert_eq!(rows::everything(t).await, before, "{sql}");
    assert_eq!(rows::all(t, "audit_event").await, audit, "{sql}");
}

on_both_engines!(
    // Proves KH-7.4c.
    // Part of KH-11.2d-2.
    #[test]
    async fn every_version_says_what_happened_when_by_whom_and_why(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let first = haidang.notify(&t.stay_in("402", &PHAT)).await;
        t.at("2026-11-21 21:00:00");
        let patch = json!({ "guest": { "birth_date": "1982-04-20" }, "note": "Có xe", "change_reason": "Gõ nhầm" });
        let second = haidang.amend(&first, patch).await.is(200);
        // The account goes to somebody else, and the facility gets another name.
        rows::execute(
            t,
            "UPDATE account SET holder_name = 'Người mới' WHERE login = 'haidang'",
        )
        .await
        .unwrap();
        rows::execute(
            t,
            "UPDATE facility SET name = 'Hải Đăng Mới' WHERE name = 'Khách sạn Hải Đăng'",
        )
        .await
        .unwrap();
        t.at("2026-11-23 09:00:00");
        let third = haidang.check_out(&second).await.is(200);

        let history = haidang.call("listStayVersions").stay(&first).await.is(200);
        let versions = history["versions"].as_array().unwrap();
        let told = |field: &str| {
            versions
                .iter()
                .map(|version| version[field].clone())
                .collect::<Vec<_>>()
        };
        assert_eq!(json!(told("version")), json!([3, 2, 1]));
        assert_eq!(json!(told("act")), json!(["departed", "corrected", "notified"]));
        let moments = ["2026-11-23 09:00:00", "2026-11-21 21:00:00", TestApp::START].map(instant);
        assert_eq!(json!(told("at")), json!(moments));
        assert_eq!(
            json!(told("by_name")),
            json!(["Người mới", "Người giữ haidang", "Người giữ haidang"])
        );
        assert_eq!(
            json!(told("by_unit")),
            json!(["Hải Đăng Mới", "Khách sạn Hải Đăng", "Khách sạn Hải Đăng"])
        );
        assert_eq!(json!(told("change_reason")), json!([null, "Gõ nhầm", null]));
        let changes = json!([
            { "pointer": "/guest/birth_date", "before": "1982-04-02", "after": "1982-04-20" },
            { "pointer": "/note", "before": null, "after": "Có xe" },
        ]);
        assert_eq!(versions[1]["changes"], changes);
        assert_eq!(versions[2]["changes"], json!([]));
        // Each version is the whole stay as it was.
        assert_eq!(versions[2]["stay"]["guest"], first["guest"]);
        assert_eq!(versions[1]["stay"]["guest"], second["guest"]);
        assert_eq!(versions[0]["stay"]["departed_at"], third["departed_at"]);
    }

    #[test]
    async fn the_police_read_the_history_too_and_it_is_recorded(t: &TestApp) {
        let (_, stay) = corrected(t).await;
        let police = t.signed_in("congan.nhatrang").await;
        let history = police.call("listStayVersions").stay(&stay).await.is(200);
        assert_eq!(history["versions"].as_array().map(Vec::len), Some(2));
        let events = rows::audit(t, "stay_history_read").await;
        assert_eq!(events[0].subject_id.as_deref(), stay["id"].as_str());
        assert_eq!(events[0].account_id, Some(province::account_id("congan.nhatrang")));
    }

    // Proves KH-11.2d-2.
    #[test]
    async fn the_database_refuses_to_delete_what_is_evidence(t: &TestApp) {
        let (haidang, stay) = corrected(t).await;
        haidang.call("getFacility").facility("haidang").await.is(200);
        for table in ["stay", "stay_version", "audit_event", "listed_price", "account"] {
            assert!(rows::count(t, table).await > 0, "{table}");
            refused(t, &format!("DELETE FROM {table}")).await;
        }
        let id = rows::id(t, stay["id"].as_str().unwrap().parse().unwrap());
        refused(t, &format!("DELETE FROM stay_version WHERE stay_id = {id}")).await;
        refused(t, &format!("DELETE FROM stay WHERE id = {id}")).await;
        if t.engine == Engine::Postgres {
            for table in ["stay_version", "audit_event", "listed_price"] {
                refused(t, &format!("TRUNCATE {table}")).await;
            }
            for table in ["stay", "account"] {
                refused(t, &format!("TRUNCATE {table} CASCADE")).await;
            }
        }
    }

    // Part of KH-11.2d-2.
    #[test]
    async fn the_database_refuses_to_rewrite_history(t: &TestApp) {
        corrected(t).await;
        for sql in [
            "UPDATE stay_version SET act_reason = 'x'",
            "UPDATE stay_version SET snapshot_sealed = snapshot_sealed",
            "UPDATE audit_event SET act = 'x'",
            "UPDATE audit_event SET purpose = NULL",
            "UPDATE listed_price SET amount_vnd = amount_vnd + 1",
        ] {
            refused(t, sql).await;
        }
    }

    // Proves KH-11.2d-2.
    #[test]
    async fn the_database_refuses_a_change_of_a_stay_that_loses_the_version_before(t: &TestApp) {
        let (haidang, _) = corrected(t).await;
        // This one has version 1 kept and version 2 in use.
        for sql in [
            "UPDATE stay SET note = 'x'",
            "UPDATE stay SET note = 'x', version = version",
            "UPDATE stay SET note = 'x', version = version + 1",
            "UPDATE stay SET note = 'x', version = version - 1",
            "UPDATE stay SET version = 99",
        ] {
            refused(t, sql).await;
        }
        // And one that was never changed at all.
        haidang.notify(&t.stay_in("401", &HA)).await;
        refused(t, "UPDATE stay SET note = 'x', version = 2 WHERE version = 1").await;
    }

    // Part of KH-11.2d-2.
    #[test]
    async fn where_when_and_by_whom_a_stay_was_notified_never_changes(t: &TestApp) {
        let (_, stay) = corrected(t).await;
        let id = rows::id(t, stay["id"].as_str().unwrap().parse().unwrap());
        // The version in use is kept, so that only the other guard is left.
        let copy = format!(
            "INSERT INTO stay_version (stay_id, version, act, act_at, act_by, act_by_name, act_by_unit, snapshot_sealed) \
             SELECT id, version, act, act_at, act_by, act_by_name, act_by_unit, document_number_sealed FROM stay WHERE id = {id}"
        );
        rows::execute(t, &copy).await.unwrap();
        let other_facility = rows::id(t, province::facility_id("bacthanh"));
        let other_account = rows::id(t, province::account_id("bacthanh"));
        for change in [
            "notified_at = arrival_at".to_owned(),
            "code = 'x'".to_owned(),
            format!("facility_id = {other_facility}"),
            format!("notified_by = {other_account}"),
        ] {
            refused(
                t,
                &format!("UPDATE stay SET version = version + 1, {change} WHERE id = {id}"),
            )
            .await;
        }
    }

    // Part of KH-11.2d-2.
    #[test]
    async fn a_row_of_evidence_cannot_be_replaced_by_inserting_it_again(t: &TestApp) {
        let (_, stay) = corrected(t).await;
        if t.engine == Engine::Sqlite {
            // SQLite's REPLACE deletes without asking the triggers on DELETE.
            for table in ["stay", "stay_version", "audit_event", "listed_price", "account"] {
                refused(t, &format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table}")).await;
            }
            refused(
                t,
                "UPDATE OR REPLACE audit_event SET id = (SELECT MIN(id) FROM audit_event)",
            )
            .await;
        } else {
            let id = rows::id(t, stay["id"].as_str().unwrap().parse().unwrap());
            let upsert = format!(
                "INSERT INTO stay SELECT * FROM stay WHERE id = {id} ON CONFLICT (id) DO UPDATE SET note = 'x'"
            );
            refused(t, &upsert).await;
            let upsert = "INSERT INTO audit_event SELECT * FROM audit_event ON CONFLICT (id) DO UPDATE SET act = 'x'";
            refused(t, upsert).await;
        }
    }

    #[test]
    async fn a_kept_version_names_its_form_and_has_the_values_of_the_api(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let first = haidang.notify(&t.stay_in("402", &PHAT)).await;
        haidang.amend(&first, json!({ "note": "Có xe" })).await.is(200);
        let sealed = rows::bytes(t, "SELECT snapshot_sealed FROM stay_version").await;
        let id = first["id"].as_str().unwrap().parse().unwrap();
        let kept = t.app.sealer.open("stay_version.snapshot", id, &sealed);
        let kept: Value = serde_json::from_slice(&kept.unwrap()).unwrap();
        assert_eq!(kept["form"], "v1");
        let kept = &kept["stay"];
        for field in [
            "id",
            "stay_code",
            "kind",
            "arrival_at",
            "planned_departure_at",
            "notified_at",
            "version",
        ] {
            assert_eq!(kept[field], first[field], "{field}");
        }
        for field in ["full_name", "birth_date", "sex", "nationality", "document_type"] {
            assert_eq!(kept[field], first["guest"][field], "{field}");
        }
        assert!(
            !kept.to_string().contains(PHAT.document_number),
            "sealed within as well"
        );
    }

    #[test]
    async fn the_history_holds_personal_data_sealed(t: &TestApp) {
        corrected(t).await;
        leaks::expect_none_in_rows("stay_version", &rows::all(t, "stay_version").await);
    }
);
