//! The database is away: clients are told when to come back, and the service recovers by itself.

use crate::support::engine::POSTGRES;
use crate::support::line::Line;
use crate::support::province::{HA, PASSWORD, PHAT, room_id};
use crate::support::*;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, TransactionTrait};
use serde_json::json;
use std::future::IntoFuture;
use std::time::{Duration, Instant};

/// Until a request is told to come back.
const IMPATIENT: Duration = Duration::from_secs(2);

/// 503 with the time to wait, in both languages.
fn expect_unavailable(answer: &Answer) {
    let problem = answer.problem("unavailable");
    assert_eq!(answer.header("retry-after"), Some("5"));
    assert!(!problem.to_string().to_lowercase().contains("sql"), "{problem}");
}

// Part of LC-10.2-1, KH-7.1g.
#[test]
fn without_postgresql_the_service_says_so_and_recovers_by_itself() {
    run(Engine::Postgres, async |t: &TestApp| {
        let line = Line::to_postgres();
        line.connect().await;
        let service = t
            .sibling(|config| {
                config.database_url = line.url(&config.database_url);
                config.database_wait = IMPATIENT;
            })
            .await;
        let haidang = t.signed_in_at(&service, "haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let nobody = t.anonymous_at(&service);
        nobody.send("GET", "/health/ready").await.is(200);
        let before = rows::everything(t).await;

        line.cut();
        let body = t.stay_in("401", &HA);
        let answers = tokio::join!(
            async { haidang.call("notifyStay").key("key-00000001").json(&body).await },
            async { haidang.call("getStay").stay(&stay).await },
            async { haidang.call("listStays").await },
            nobody.login("haidang", PASSWORD),
            async { nobody.send("GET", "/health/ready").lang("en").await },
        );
        for answer in [&answers.0, &answers.1, &answers.2, &answers.3, &answers.4] {
            expect_unavailable(answer);
        }
        // What needs no database goes on.
        nobody.send("GET", "/health/live").await.is(200);
        nobody.call("getProfile").await.is(200);
        nobody
            .call("listReferenceList")
            .at("name", "visa_symbols")
            .await
            .is(200);
        assert_eq!(rows::everything(t).await, before);

        line.connect().await;
        haidang.call("notifyStay").key("key-00000001").json(&body).await.is(201);
        haidang.get(&stay).await;
        nobody.send("GET", "/health/ready").await.is(200);
        assert_eq!(rows::count(t, "stay").await, 2);
    });
}

// Part of LC-10.2-1.
#[test]
fn a_connection_that_broke_costs_no_request() {
    run(Engine::Postgres, async |t: &TestApp| {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        // The server ends all connections of the service, as at a restart or a change of the primary.
        rows::end_connections(t).await;
        let first = haidang.call("getStay").stay(&stay).await;
        assert!([200, 503].contains(&first.status), "{}", first.text());
        if first.status == 503 {
            expect_unavailable(&first);
        }
        // Every connection of the pool was dead: after as many requests at most none is left.
        for _ in 0..4 {
            haidang.call("getStay").stay(&stay).await;
        }
        haidang.get(&stay).await;
    });
}

#[test]
fn while_another_process_holds_the_sqlite_file_writing_waits_and_then_says_so() {
    run(Engine::Sqlite, async |t: &TestApp| {
        let service = t.sibling(|config| config.database_wait = IMPATIENT).await;
        let haidang = t.signed_in_at(&service, "haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let other = Database::connect(t.database_url()).await.unwrap();
        // One connection: a transaction by hand needs the same one throughout.
        let other = TransactionTrait::begin(&other).await.unwrap();
        other.execute_unprepared("UPDATE unit SET name = name").await.unwrap();
        let answer = haidang
            .call("notifyStay")
            .key("key-00000001")
            .json(&t.stay_in("401", &HA))
            .await;
        expect_unavailable(&answer);
        // Nothing can be written.
        expect_unavailable(&t.anonymous_at(&service).send("GET", "/health/ready").await);
        other.rollback().await.unwrap();
        haidang
            .call("notifyStay")
            .key("key-00000001")
            .json(&t.stay_in("401", &HA))
            .await
            .is(201);
        haidang.get(&stay).await;
        assert_eq!(rows::count(t, "stay").await, 2);
    });
}

// Part of LC-10.2-1.
#[test]
fn the_service_starts_before_its_database_and_finds_it_later() {
    run(Engine::Postgres, async |t: &TestApp| {
        let line = Line::to_postgres();
        let service = t
            .sibling(|config| {
                config.database_url = line.url(&config.database_url);
                config.database_wait = IMPATIENT;
            })
            .await;
        let nobody = t.anonymous_at(&service);
        nobody.send("GET", "/health/live").await.is(200);
        expect_unavailable(&nobody.send("GET", "/health/ready").await);
        line.connect().await;
        nobody.send("GET", "/health/ready").await.is(200);
        t.anonymous_at(&service).login("haidang", PASSWORD).await.is(200);
        let body = json!({ "login": "haidang", "password": "x" });
        nobody.call("login").json(&body).await.problem("credentials_refused");
    });
}

/// A session of its own at the server of the tests, in another database than the one under test.
async fn administrator() -> DatabaseConnection {
    Database::connect(std::env::var(POSTGRES).expect(POSTGRES))
        .await
        .expect("the server")
}

// Part of LC-10.2-1.
#[test]
fn connections_that_the_network_forgot_do_not_take_the_service_down_for_good() {
    run(Engine::Postgres, async |t: &TestApp| {
        let line = Line::to_postgres();
        line.connect().await;
        let service = t
            .sibling(|config| {
                config.database_url = line.url(&config.database_url);
                config.database_wait = IMPATIENT;
                config.database_connections = 6;
            })
            .await;
        let haidang = t.signed_in_at(&service, "haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        // All connections in use at one moment.
        futures_util::future::join_all((0..12).map(|_| haidang.get(&stay))).await;
        line.fall_silent();
        let requests = (0..12).map(|_| haidang.call("getStay").stay(&stay).into_future());
        for answer in futures_util::future::join_all(requests).await {
            assert!([200, 408, 503].contains(&answer.status), "{}", answer.text());
        }
        // Those that were given up were closed and made anew: well before the network would have noticed.
        let since = Instant::now();
        loop {
            let answer = haidang.call("getStay").stay(&stay).await;
            if answer.status == 200 {
                break;
            }
            assert!(since.elapsed() < Duration::from_secs(20), "{}", answer.text());
        }
        haidang.notify(&t.stay_in("401", &HA)).await;
        t.anonymous_at(&service).send("GET", "/health/ready").await.is(200);
    });
}

#[test]
fn a_database_that_takes_no_writes_is_told_by_its_answers_and_by_readiness() {
    run(Engine::Postgres, async |t: &TestApp| {
        let haidang = t.signed_in("haidang").await;
        let stay = haidang.notify(&t.stay_in("402", &PHAT)).await;
        let nobody = t.anonymous();
        nobody.send("GET", "/health/ready").await.is(200);
        let database = t.database_url().rsplit('/').next().expect("its name");
        let server = administrator().await;
        let set = async |value: &str| {
            let sql = format!("ALTER DATABASE {database} SET default_transaction_read_only = {value}");
            server.execute_unprepared(&sql).await.expect("setting it");
            let sql = format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{database}'");
            server.execute_unprepared(&sql).await.expect("new connections");
        };
        // What a standby is, and a primary that somebody made read-only.
        set("on").await;
        let body = t.stay_in("401", &HA);
        let mut answers = Vec::new();
        for _ in 0..6 {
            answers.push(haidang.call("notifyStay").key("key-00000001").json(&body).await);
        }
        for answer in &answers {
            expect_unavailable(answer);
        }
        expect_unavailable(&nobody.send("GET", "/health/ready").await);
        set("off").await;
        let since = Instant::now();
        while nobody.send("GET", "/health/ready").await.status != 200 {
            assert!(since.elapsed() < Duration::from_secs(20), "it never gets ready");
        }
        haidang.call("notifyStay").key("key-00000001").json(&body).await.is(201);
        haidang.get(&stay).await;
        assert_eq!(rows::count(t, "stay").await, 2);
        assert_eq!(rows::count(t, "probe").await, 0, "readiness leaves nothing behind");
    });
}

#[test]
fn a_row_that_somebody_else_holds_costs_its_own_facility_seconds_and_no_other_facility_anything() {
    run(Engine::Postgres, async |t: &TestApp| {
        let (haidang, other) = (t.signed_in("haidang").await, t.signed_in("bacthanh").await);
        let holder = Database::connect(t.database_url()).await.unwrap();
        let held = TransactionTrait::begin(&holder).await.unwrap();
        let sql = format!(
            "SELECT 1 FROM room WHERE id = '{}' FOR UPDATE",
            room_id("haidang", "402")
        );
        held.execute_unprepared(&sql).await.unwrap();
        let since = Instant::now();
        let body = t.stay_in("402", &PHAT);
        let (waits, free) = tokio::join!(async { haidang.call("notifyStay").json(&body).await }, async {
            other.call("listStays").await
        },);
        expect_unavailable(&waits);
        free.is(200);
        // Less than a statement may take.
        assert!(since.elapsed() < Duration::from_secs(9), "{:?}", since.elapsed());
        held.rollback().await.unwrap();
        haidang.notify(&body).await;
    });
}

on_both_engines!(
    #[test]
    async fn a_service_over_an_older_schema_is_not_ready(t: &TestApp) {
        let nobody = t.anonymous();
        nobody.send("GET", "/health/ready").await.is(200);
        rows::execute(
            t,
            "DELETE FROM seaql_migrations WHERE version = (SELECT MAX(version) FROM seaql_migrations)",
        )
        .await
        .unwrap();
        expect_unavailable(&nobody.send("GET", "/health/ready").await);
    }
);

#[test]
fn a_file_that_was_moved_away_is_noticed() {
    run(Engine::Sqlite, async |t: &TestApp| {
        let nobody = t.anonymous();
        nobody.send("GET", "/health/ready").await.is(200);
        let (here, there) = (t.folder.join("luutru.db"), t.folder.join("elsewhere.db"));
        std::fs::rename(&here, &there).unwrap();
        expect_unavailable(&nobody.send("GET", "/health/ready").await);
        std::fs::rename(&there, &here).unwrap();
        nobody.send("GET", "/health/ready").await.is(200);
    });
}
