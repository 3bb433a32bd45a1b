//! The database is away: clients are told when to come back, and the service recovers by itself.

use crate::support::line::Line;
use crate::support::province::{HA, PASSWORD, PHAT};
use crate::support::*;
use sea_orm::{ConnectionTrait, Database};
use serde_json::json;
use std::time::Duration;

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
        let other = sea_orm::TransactionTrait::begin(&other).await.unwrap();
        other.execute_unprepared("UPDATE unit SET name = name").await.unwrap();
        let answer = haidang
            .call("notifyStay")
            .key("key-00000001")
            .json(&t.stay_in("401", &HA))
            .await;
        expect_unavailable(&answer);
        t.anonymous().send("GET", "/health/ready").await.is(200);
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
