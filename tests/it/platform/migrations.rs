//! The schema: every step has a way back.

use crate::support::app::KEYS;
use crate::support::engine::{TestDatabase, folder};
use crate::support::filing::application;
use crate::support::province::PHAT;
use crate::support::*;
use api::crypto::Keys;
use migration::{Migrator, MigratorTrait};
use serde_json::json;
use std::collections::BTreeMap;

/// Everything that the schema consists of, as texts.
async fn schema(t: &TestApp) -> BTreeMap<&'static str, Vec<String>> {
    let parts = match t.engine {
        Engine::Sqlite => {
            let sql = "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_schema \
                       WHERE name NOT LIKE 'seaql%' AND tbl_name NOT LIKE 'seaql%' ORDER BY 1";
            vec![("schema", sql)]
        }
        Engine::Postgres => vec![
            (
                "columns",
                "SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || ' ' || COALESCE(column_default, '') \
                 FROM information_schema.columns WHERE table_schema = 'public' AND table_name NOT LIKE 'seaql%' ORDER BY 1",
            ),
            (
                "indexes",
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT LIKE 'seaql%' ORDER BY 1",
            ),
            (
                "constraints",
                "SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
                 WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text NOT LIKE 'seaql%' ORDER BY 1",
            ),
            (
                "triggers",
                "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
            ),
            (
                "functions",
                "SELECT proname || ' ' || prosrc FROM pg_proc JOIN pg_language l ON l.oid = prolang WHERE lanname = 'plpgsql' ORDER BY 1",
            ),
        ],
    };
    let mut schema = BTreeMap::new();
    for (part, sql) in parts {
        schema.insert(part, rows::texts(t, sql).await);
    }
    schema
}

async fn on_an_empty_database(engine: Engine, test: impl AsyncFnOnce(&TestApp)) {
    let t = TestApp::start_empty(engine).await;
    test(&t).await;
    t.finish().await;
}

async fn up_down_up(t: &TestApp) {
    let db = t.app.db.writer();
    let nothing = schema(t).await;
    Migrator::up(db, None).await.unwrap();
    let whole = schema(t).await;
    assert!(whole.values().flatten().count() > 40);
    Migrator::down(db, None).await.unwrap();
    assert_eq!(schema(t).await, nothing, "something stays behind");
    Migrator::up(db, None).await.unwrap();
    assert_eq!(schema(t).await, whole);
}

/// One step up, back, and up again, for each.
async fn step_by_step(t: &TestApp) {
    let db = t.app.db.writer();
    for _ in Migrator::migrations() {
        let before = schema(t).await;
        Migrator::up(db, Some(1)).await.unwrap();
        let after = schema(t).await;
        assert_ne!(before, after);
        Migrator::down(db, Some(1)).await.unwrap();
        assert_eq!(schema(t).await, before);
        Migrator::up(db, Some(1)).await.unwrap();
        assert_eq!(schema(t).await, after);
    }
    assert!(Migrator::get_pending_migrations(db).await.unwrap().is_empty());
}

/// The way back does not stop at rows: whatever refers to something goes before it.
async fn down_with_rows(t: &TestApp) {
    let db = t.app.db.writer();
    let whole = schema(t).await;
    let hotel = t.signed_in("haidang").await;
    let stay = hotel.notify(&t.stay_in("402", &PHAT)).await;
    hotel.amend(&stay, json!({ "note": "x" })).await.is(200);
    let police = t.signed_in("congan.nhatrang").await;
    let question = json!({ "text": "Khách đi đâu?" });
    police.call("askAboutStay").stay(&stay).json(&question).await.is(200);
    t.apply(&application()).await;
    for table in [
        "account",
        "stay_version",
        "stay_message",
        "dossier_event",
        "audit_event",
    ] {
        assert!(rows::count(t, table).await > 0, "{table} has no row");
    }
    Migrator::down(db, None).await.unwrap();
    Migrator::up(db, None).await.unwrap();
    assert_eq!(schema(t).await, whole);
}

/// Preparing twice changes nothing, and keeps what an administrator has changed.
async fn prepared_twice(t: &TestApp) {
    api::bootstrap::prepare(&t.app).await.unwrap();
    let (schema_before, areas) = (schema(t).await, rows::count(t, "area").await);
    assert_eq!(areas, 34 + 3_321);
    rows::execute(t, "UPDATE reference_entry SET label = 'x' WHERE list = 'visa_symbols'")
        .await
        .unwrap();
    let entries = rows::all(t, "reference_entry").await;
    api::bootstrap::prepare(&t.app).await.unwrap();
    assert_eq!(schema(t).await, schema_before);
    assert_eq!(rows::all(t, "reference_entry").await, entries);
}

#[test]
fn the_schema_goes_up_down_and_up_again_on_sqlite() {
    block_on(on_an_empty_database(Engine::Sqlite, up_down_up));
}

#[test]
fn the_schema_goes_up_down_and_up_again_on_postgresql() {
    block_on(on_an_empty_database(Engine::Postgres, up_down_up));
}

#[test]
fn every_step_can_be_taken_back_on_sqlite() {
    block_on(on_an_empty_database(Engine::Sqlite, step_by_step));
}

#[test]
fn every_step_can_be_taken_back_on_postgresql() {
    block_on(on_an_empty_database(Engine::Postgres, step_by_step));
}

async fn on_a_database_in_use(engine: Engine, test: impl AsyncFnOnce(&TestApp)) {
    let t = TestApp::start(engine).await;
    test(&t).await;
    t.finish().await;
}

#[test]
fn the_schema_goes_down_with_rows_in_it_on_sqlite() {
    block_on(on_a_database_in_use(Engine::Sqlite, down_with_rows));
}

#[test]
fn the_schema_goes_down_with_rows_in_it_on_postgresql() {
    block_on(on_a_database_in_use(Engine::Postgres, down_with_rows));
}

#[test]
fn preparing_twice_changes_nothing_on_sqlite() {
    block_on(on_an_empty_database(Engine::Sqlite, prepared_twice));
}

#[test]
fn preparing_twice_changes_nothing_on_postgresql() {
    block_on(on_an_empty_database(Engine::Postgres, prepared_twice));
}

/// Two processes at once, as when two instances of a container start together.
async fn migrated_by_two(engine: Engine) {
    let folder = folder();
    let keys = folder.join("keys.json");
    Keys::generate().write(&keys).unwrap();
    let database = TestDatabase::empty(engine, &folder).await;
    let (url, path) = (database.url.clone(), folder.clone());
    let run = move || {
        let settings = [
            ("LUUTRU_DATABASE_URL", url.as_str()),
            ("LUUTRU_KEYS", keys.to_str().unwrap()),
        ];
        process::run(&path, &["migrate"], &settings)
    };
    let second = std::thread::spawn(run.clone());
    let first = run();
    for output in [first, second.join().unwrap()] {
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }
    let t = TestApp::over(database, folder, &KEYS, TestApp::start_of_time()).await;
    assert_eq!(rows::count(&t, "area").await, 34 + 3_321);
    assert!(
        Migrator::get_pending_migrations(t.app.db.writer())
            .await
            .unwrap()
            .is_empty()
    );
    t.finish().await;
}

#[test]
fn two_processes_that_migrate_at_once_both_succeed_on_sqlite() {
    block_on(migrated_by_two(Engine::Sqlite));
}

#[test]
fn two_processes_that_migrate_at_once_both_succeed_on_postgresql() {
    block_on(migrated_by_two(Engine::Postgres));
}
