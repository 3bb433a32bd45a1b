//! An import whose process is killed in the middle: never half a row, nothing twice, and the next process ends it.

use crate::support::engine::{TestDatabase, folder};
use crate::support::guest_list::{csv, guest, sent};
use crate::support::province::PASSWORD;
use crate::support::*;
use api::clock::Clock;
use api::crypto::Keys;
use api::schedule::tick;
use serde_json::{Value, json};
use std::time::{Duration, Instant};
use time::macros::format_description;
use uuid::Uuid;

/// Enough that a process is still at it when it is killed: twenty transactions.
const ROWS: usize = 5_000;
/// One transaction of the import.
const CHUNK: i64 = 250;

/// Guests who arrive today, whatever day it is: a process knows no time but the present one.
fn list(t: &TestApp, room: &str) -> String {
    let day = |after: i64| {
        let instant = t.clock.now().plus_seconds(after * 86_400).get();
        let local = instant.to_offset(time::macros::offset!(+7));
        local
            .format(format_description!("[day]/[month]/[year]"))
            .expect("a date")
    };
    let (arrival, departure) = (day(0), day(2));
    let rows: Vec<_> = (0..ROWS)
        .map(|number| {
            let mut row = guest(number);
            arrival.clone_into(&mut row[6]);
            departure.clone_into(&mut row[7]);
            room.clone_into(&mut row[8]);
            row
        })
        .collect();
    csv(&rows)
}

fn uploaded(list: &str) -> Value {
    sent(list.as_bytes())
}

async fn stored(t: &TestApp) -> i64 {
    rows::number(t, "SELECT CAST(stored AS BIGINT) FROM stay_import").await
}

/// Stays of this import, and how many people they are of.
async fn stays(t: &TestApp) -> (i64, i64) {
    let of = "FROM stay WHERE id IN (SELECT id FROM stay_import_row)";
    (
        rows::number(t, &format!("SELECT COUNT(*) {of}")).await,
        rows::number(t, &format!("SELECT COUNT(DISTINCT document_number_index) {of}")).await,
    )
}

/// How a process comes to its end.
#[derive(PartialEq)]
enum End {
    /// It has no chance to tidy up.
    Killed,
    /// SIGTERM.
    Told,
}

async fn a_process_that_ends_in_the_middle_of_an_import_leaves_whole_transactions_and_another_ends_it(
    engine: Engine,
    end: End,
) {
    leaks::listen();
    let folder = folder();
    let keys = folder.join("keys.json");
    Keys::generate().write(&keys).expect("keys");
    let database = TestDatabase::empty(engine, &folder).await;
    let url = database.url.clone();
    let settings = [
        ("LUUTRU_DATABASE_URL", url.as_str()),
        ("LUUTRU_KEYS", keys.to_str().expect("a path")),
        ("LUUTRU_DEMO_PASSWORD", PASSWORD),
    ];
    let printed = process::output(&folder, &["demo", "--json"], &settings);
    let accounts: Vec<Value> = serde_json::from_str(&printed).expect("accounts");
    let haidang = accounts.iter().find(|account| account["login"] == "haidang");
    let hotel = haidang.expect("haidang")["facility_id"].as_str().expect("a facility");
    let service = process::Service::start(&folder, &settings);
    let address = format!("http://127.0.0.1:{}", service.port);
    let keys = Keys::read(&keys).expect("keys");
    let t = TestApp::over(database, folder.clone(), &keys, Clock::manual(Clock::system().now())).await;

    let desk = Client::anonymous(&t, &t.app, &address);
    desk.login("haidang", PASSWORD).await.is(200);
    let facility = desk.call("getFacility").at("facility_id", hotel).await.is(200);
    let list = list(&t, facility["rooms"][0]["name"].as_str().expect("a room"));
    let call = desk.call("previewImport").at("facility_id", hotel);
    let import = call.json(&uploaded(&list)).await.is(201);
    let call = desk.call("commitImport").at("facility_id", hotel);
    let call = call.at("import_id", import["id"].as_str().expect("its id"));
    call.json(&json!({ "accept_mends": true })).await.is(202);
    let since = Instant::now();
    while stored(&t).await < 2 * CHUNK {
        assert!(since.elapsed() < Duration::from_secs(60), "nothing is stored");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    if end == End::Told {
        assert!(service.stop().0, "it ends well");
        let leases = rows::number(&t, "SELECT COUNT(*) FROM stay_import WHERE leased_until IS NOT NULL").await;
        assert_eq!(leases, 0, "it gave the import back");
    } else {
        drop(service);
    }

    let done = stored(&t).await;
    let (found, people) = stays(&t).await;
    assert!(done < ROWS as i64, "it was killed in the middle");
    assert_eq!((done % CHUNK, found, people), (0, done, done), "whole transactions");
    let waiting = rows::number(&t, "SELECT COUNT(*) FROM stay_import_row WHERE state = 'waiting'").await;
    assert_eq!(waiting, ROWS as i64 - done);

    // The dead one is believed to be at it until its lease is over; then whoever comes next goes on where it stopped.
    let wait = if end == End::Told { 0 } else { 60 };
    t.clock.set(Clock::system().now().plus_seconds(wait));
    tick(&t.app, Uuid::now_v7()).await.expect("housekeeping");
    let all = ROWS as i64;
    assert_eq!((stored(&t).await, stays(&t).await), (all, (all, all)), "each once");
    let state = rows::texts(&t, "SELECT state FROM stay_import").await;
    assert_eq!(state, ["stored"]);

    let again = t.anonymous();
    again.login("haidang", PASSWORD).await.is(200);
    let call = again.call("previewImport").at("facility_id", hotel);
    let again = call.json(&uploaded(&list)).await.is(201);
    assert_eq!(again["counts"]["duplicate"], ROWS, "{}", again["counts"]);
    t.finish().await;
}

// Part of KH-11.2d-2.
#[test]
fn a_process_killed_in_the_middle_of_an_import_sqlite() {
    block_on(
        a_process_that_ends_in_the_middle_of_an_import_leaves_whole_transactions_and_another_ends_it(
            Engine::Sqlite,
            End::Killed,
        ),
    );
}

#[test]
fn a_process_killed_in_the_middle_of_an_import_postgres() {
    block_on(
        a_process_that_ends_in_the_middle_of_an_import_leaves_whole_transactions_and_another_ends_it(
            Engine::Postgres,
            End::Killed,
        ),
    );
}

#[test]
fn a_process_told_to_end_in_the_middle_of_an_import_gives_it_back_sqlite() {
    block_on(
        a_process_that_ends_in_the_middle_of_an_import_leaves_whole_transactions_and_another_ends_it(
            Engine::Sqlite,
            End::Told,
        ),
    );
}

#[test]
fn a_process_told_to_end_in_the_middle_of_an_import_gives_it_back_postgres() {
    block_on(
        a_process_that_ends_in_the_middle_of_an_import_leaves_whole_transactions_and_another_ends_it(
            Engine::Postgres,
            End::Told,
        ),
    );
}
