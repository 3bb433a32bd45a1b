//! Personal data: where they may be, and that the watch over the log would see them.

use crate::support::leaks::Watch;
use crate::support::province::{HA, PASSWORD, PHAT, TEREZA};
use crate::support::*;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use tracing_subscriber::layer::SubscriberExt;

/// `docs/columns.csv`: each column of the database as sensitive or plain.
fn listed() -> BTreeMap<(String, String), String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/columns.csv");
    let mut reader = csv::Reader::from_path(file).expect("docs/columns.csv");
    assert_eq!(reader.headers().unwrap(), vec!["table", "column", "class"]);
    let rows = reader.records().map(|row| row.expect("a row"));
    let rows: Vec<_> = rows
        .map(|row| ((row[0].to_owned(), row[1].to_owned()), row[2].to_owned()))
        .collect();
    assert!(
        rows.is_sorted_by_key(|(column, _)| column.clone()),
        "docs/columns.csv is not in order"
    );
    let listed: BTreeMap<_, _> = rows.iter().cloned().collect();
    assert_eq!(listed.len(), rows.len(), "docs/columns.csv names a column twice");
    listed
}

/// What only SQLite has: the key that its full-text index points to, and that index.
const SQLITE_ONLY: &[(&str, &str)] = &[("stay", "row_number"), ("stay_name", "name_search")];

/// A bit of everything that the service does.
async fn a_busy_evening(t: &TestApp) {
    let haidang = t.anonymous();
    haidang
        .login("haidang", "Bien-Xanh-49")
        .await
        .problem("credentials_refused");
    haidang.login("haidang", PASSWORD).await.is(200);
    let body = t
        .stay_in("402", &TEREZA)
        .with("/guest", notification::whole_guest(&TEREZA))
        .with("/note", "Khách quen của chủ nhà");
    let body = body.with("/external_id", "PMS-000001");
    let stay = haidang.call("notifyStay").key("key-00000001").json(&body).await.is(201);
    let stay = haidang
        .amend(
            &stay,
            json!({ "guest": { "phone": HA.phone }, "change_reason": "Khách đổi số máy" }),
        )
        .await
        .is(200);
    haidang.check_out(&stay).await.is(200);
    haidang
        .notify(&t.stay_in("401", &PHAT).with("/guest/document_number", "056183004731"))
        .await;
    haidang
        .call("notifyStay")
        .json(&t.stay_in("401", &PHAT).with("/reason", "x"))
        .await
        .problem("validation_failed");
    let patch = json!({ "version": 1, "representative": "Lê Thị Mỹ Duyên", "phone": "0258 352 0149" });
    haidang
        .call("updateFacility")
        .facility("haidang")
        .json(&patch)
        .await
        .is(200);
    let police = t.signed_in("congan.nhatrang").await;
    police.call("listStays").await.is(200);
    let search = json!({ "name": PHAT.full_name, "purpose": "case_work", "reference": "214/CAP-2026" });
    police.call("searchStays").json(&search).await.is(200);
    let search = json!({ "document_number": TEREZA.document_number, "purpose": "case_work" });
    police.call("searchStays").json(&search).await.is(200);
    police.call("listStayVersions").stay(&stay).await.is(200);
    police.call("getStay").stay(&stay).await.is(200);
    let new = json!({ "current_password": PASSWORD, "new_password": "Tram-Huong-27" });
    haidang.call("changePassword").json(&new).await.is(204);
    haidang.call("logout").await.is(204);
}

on_both_engines!(
    #[test]
    async fn every_column_is_listed_as_sensitive_or_plain(t: &TestApp) {
        let listed = listed();
        for class in listed.values() {
            assert!(["sensitive", "plain"].contains(&class.as_str()), "{class}");
        }
        let mut there = BTreeSet::new();
        let mut tables = rows::tables(t).await;
        if t.engine == Engine::Sqlite {
            tables.push("stay_name".to_owned());
        }
        for table in tables {
            for column in rows::columns(t, &table).await {
                there.insert((table.clone(), column));
            }
        }
        let mut expected: BTreeSet<_> = listed.into_keys().collect();
        if t.engine == Engine::Postgres {
            for (table, column) in SQLITE_ONLY {
                assert!(
                    expected.remove(&((*table).to_owned(), (*column).to_owned())),
                    "{table}.{column}"
                );
            }
        }
        let missing: Vec<_> = there.difference(&expected).collect();
        assert!(
            missing.is_empty(),
            "decide in docs/columns.csv what these are: {missing:?}"
        );
        let gone: Vec<_> = expected.difference(&there).collect();
        assert!(gone.is_empty(), "docs/columns.csv lists what is not there: {gone:?}");
    }

    // Part of LC-2.1, LC-8.2.
    #[test]
    async fn no_value_of_a_sensitive_column_is_in_the_audit_log(t: &TestApp) {
        a_busy_evening(t).await;
        // What an officer states belongs to the event; all else in the audit log is names of fields, counts and ids.
        let own = ["audit_event"];
        let audit = rows::all(t, "audit_event").await;
        assert!(audit.len() > 10);
        let sensitive = listed()
            .into_iter()
            .filter(|(_, class)| class == "sensitive")
            .map(|(column, _)| column);
        let mut looked_at = 0;
        for (table, column) in sensitive.filter(|(table, _)| !own.contains(&table.as_str()) && table != "stay_name") {
            let sql = format!("SELECT CAST({column} AS text) FROM {table} WHERE {column} IS NOT NULL");
            let bytes = ["_sealed", "_index", "request_hash", "key_hash", "token_hash"];
            let is_text = !bytes.iter().any(|end| column.ends_with(end));
            for value in if is_text {
                rows::texts(t, &sql).await
            } else {
                Vec::new()
            } {
                if value.chars().count() < 6 {
                    continue;
                }
                looked_at += 1;
                let leak = audit.iter().find(|row| row.contains(&value));
                assert!(leak.is_none(), "{table}.{column}: {leak:?}");
            }
        }
        assert!(looked_at > 50, "{looked_at}");
    }

    // Part of LC-8.2, LC-2.1.
    #[test]
    async fn numbers_of_documents_telephones_and_visas_are_stored_sealed(t: &TestApp) {
        a_busy_evening(t).await;
        for table in rows::tables(t).await {
            let rows = rows::all(t, &table).await;
            for person in [PHAT, HA, TEREZA] {
                for secret in [person.document_number, person.phone, person.visa_number] {
                    let digits = secret.replace([' ', '+'], "");
                    let hex: String = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
                    for form in [secret.to_owned(), digits, hex.clone(), hex.to_uppercase()] {
                        let leak = rows.iter().find(|row| !form.is_empty() && row.contains(&form));
                        assert!(leak.is_none(), "{table}: {leak:?}");
                    }
                }
            }
        }
    }

    #[test]
    async fn a_sealed_value_moved_to_another_stay_does_not_open(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let first = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let second = haidang.notify(&t.stay_in("401", &HA)).await;
        let id = |stay: &serde_json::Value| rows::id(t, stay["id"].as_str().unwrap().parse().unwrap());
        let keep = format!(
            "INSERT INTO stay_version (stay_id, version, act, act_at, act_by, act_by_name, act_by_unit, snapshot_sealed) \
             SELECT id, version, act, act_at, act_by, act_by_name, act_by_unit, document_number_sealed FROM stay WHERE id = {}",
            id(&second)
        );
        rows::execute(t, &keep).await.unwrap();
        let moved = format!(
            "UPDATE stay SET version = version + 1, document_number_sealed = \
             (SELECT document_number_sealed FROM stay WHERE id = {}) WHERE id = {}",
            id(&first),
            id(&second)
        );
        rows::execute(t, &moved).await.unwrap();
        haidang.call("getStay").stay(&second).await.problem("internal");
        haidang.get(&first).await;
    }

    #[test]
    async fn the_watch_over_the_log_hears_the_service_and_its_libraries_at_the_finest_level(t: &TestApp) {
        t.anonymous().login("haidang", PASSWORD).await.is(200);
        t.anonymous()
            .login("haidang", "Bien-Xanh-49")
            .await
            .problem("credentials_refused");
        for (target, level) in [
            ("api::crypto", tracing::Level::DEBUG),
            ("api::http::span", tracing::Level::INFO),
            // What libraries say through `log`.
            ("log", tracing::Level::TRACE),
        ] {
            assert!(leaks::has_heard(target, level), "nothing from {target} at {level}");
        }
    }

    #[test]
    async fn instants_are_stored_to_the_second_in_utc(t: &TestApp) {
        a_busy_evening(t).await;
        api::schedule::tick(&t.app, uuid::Uuid::now_v7()).await.unwrap();
        let mut seen = BTreeSet::new();
        for table in rows::tables(t).await {
            for column in rows::columns(t, &table).await {
                let sql = match t.engine {
                    Engine::Sqlite => format!("SELECT {column} FROM {table} WHERE typeof({column}) = 'text'"),
                    Engine::Postgres => format!(
                        "SELECT {column}::text FROM {table} WHERE pg_typeof({column}) = 'timestamptz'::regtype AND {column} IS NOT NULL"
                    ),
                };
                for value in rows::texts(t, &sql).await {
                    if !is_instant(&value) {
                        continue;
                    }
                    // SQLite compares them as texts: one form, or the order is wrong.
                    let form = match t.engine {
                        Engine::Sqlite => "dddd-dd-ddTdd:dd:ddZ",
                        Engine::Postgres => "dddd-dd-dd dd:dd:dd+dd",
                    };
                    assert_eq!(shape(&value), form, "{table}.{column}: {value}");
                    assert!(
                        t.engine == Engine::Sqlite || value.ends_with("+00"),
                        "{table}.{column}: {value}"
                    );
                    seen.insert(format!("{table}.{column}"));
                }
            }
        }
        for column in [
            "stay.arrival_at",
            "stay.notified_at",
            "stay_version.act_at",
            "session.expires_at",
            "outbox.due_at",
            "job_run.slot",
            "audit_event.at",
        ] {
            assert!(seen.contains(column), "{column} was not looked at");
        }
        assert!(seen.len() >= 20, "{seen:?}");
    }
);

/// Begins with a date and goes on.
fn is_instant(text: &str) -> bool {
    let shape = shape(text);
    shape.starts_with("dddd-dd-dd") && shape.len() > 10
}

/// With a `d` for each digit.
fn shape(text: &str) -> String {
    text.chars().map(|c| if c.is_ascii_digit() { 'd' } else { c }).collect()
}

/// What a watch for `PHAT` finds in what `say` logs.
fn found_in(say: impl FnOnce()) -> Vec<String> {
    let watch = Watch::for_values([PHAT.full_name, PHAT.document_number]);
    let subscriber = tracing_subscriber::registry().with(watch.clone());
    tracing::subscriber::with_default(subscriber, say);
    watch.found()
}

#[test]
fn the_watch_over_the_log_sees_a_value_wherever_it_is() {
    let guest = PHAT.full_name;
    assert_eq!(found_in(|| tracing::trace!("{guest}")).len(), 1);
    assert_eq!(found_in(|| tracing::error!(name = guest, "x")).len(), 1);
    assert_eq!(found_in(|| tracing::info!(name = %guest, "x")).len(), 1);
    assert_eq!(found_in(|| tracing::info!(name = ?guest, "x")).len(), 1);
    assert_eq!(
        found_in(|| tracing::debug!(row = ?vec![Some("056082004731")], "x")).len(),
        1
    );
    assert_eq!(
        found_in(|| tracing::info!("searched for lam tan phat")).len(),
        1,
        "folded"
    );
    assert_eq!(
        found_in(|| drop(tracing::info_span!("request", query = guest))).len(),
        1
    );
    let recorded = || {
        let span = tracing::info_span!("request", query = tracing::field::Empty);
        span.record("query", guest);
    };
    assert_eq!(found_in(recorded).len(), 1);
    assert_eq!(
        found_in(|| tracing::warn!(target: "sqlx::query", "INSERT … '056082004731'")).len(),
        1
    );
}

#[test]
fn the_watch_over_the_log_is_quiet_about_everything_else() {
    assert_eq!(
        found_in(|| tracing::info!(id = %uuid::Uuid::now_v7(), "answered")),
        [""; 0]
    );
    assert_eq!(found_in(|| tracing::info!("Lâm Tấn")), [""; 0]);
    // The client of the tests themselves.
    assert_eq!(
        found_in(|| tracing::info!(target: "hyper::proto", "056082004731")),
        [""; 0]
    );
}

#[test]
fn the_watch_knows_tokens_by_their_form() {
    let watch = Watch::default();
    assert!(
        watch
            .find("Bearer eyJ0eXAiOiJKV1QiLCJhbGciOiJFZERTQSJ9.eyJzdWIi.x")
            .is_some()
    );
    assert!(watch.find("eyJ").is_none());
    let token = "q".repeat(43);
    assert!(watch.find(&format!("cookie={token};")).is_none());
    watch.add_token(&token);
    assert!(watch.find(&format!("cookie={token};")).is_some());
}
