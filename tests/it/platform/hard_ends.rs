//! The process itself: a disk that takes nothing, and an end while somebody waits.

use crate::support::engine::{TestDatabase, folder};
use crate::support::province::{PASSWORD, PHAT};
use crate::support::*;
use api::clock::Clock;
use api::crypto::Keys;
use sea_orm::{ConnectionTrait, Database, TransactionTrait};
use serde_json::Value;
use std::net::TcpStream;
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// A demo province, its service as a process, and the desk of the hotel.
struct Site {
    t: TestApp,
    folder: PathBuf,
    settings: Vec<(String, String)>,
    hotel: String,
}

impl Site {
    async fn new(engine: Engine, more: &[(&str, &str)]) -> Self {
        leaks::listen();
        let folder = folder();
        let path = folder.join("keys.json");
        Keys::generate().write(&path).expect("keys");
        let database = TestDatabase::empty(engine, &folder).await;
        let mut settings = vec![
            ("LUUTRU_DATABASE_URL".to_owned(), database.url.clone()),
            ("LUUTRU_KEYS".to_owned(), path.display().to_string()),
            ("LUUTRU_DEMO_PASSWORD".to_owned(), PASSWORD.to_owned()),
        ];
        settings.extend(
            more.iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let printed = process::output(&folder, &["demo", "--json"], &borrowed(&settings));
        let accounts: Vec<Value> = serde_json::from_str(&printed).expect("accounts");
        let haidang = accounts.iter().find(|account| account["login"] == "haidang");
        let hotel = haidang.expect("haidang")["facility_id"].as_str().expect("a facility");
        let keys = Keys::read(&path).expect("keys");
        let clock = Clock::manual(Clock::system().now());
        Self {
            t: TestApp::over(database, folder.clone(), &keys, clock).await,
            folder,
            settings,
            hotel: hotel.to_owned(),
        }
    }

    /// Somebody who arrives now.
    fn body(&self, room: &Value, number: usize) -> Value {
        let now = self.t.clock.now();
        notification::stay(&PHAT)
            .with("/guest/document_number", format!("056082{number:06}"))
            .with("/room_id", room["id"].clone())
            .with("/arrival_at", now.to_string())
            .with("/planned_departure_at", now.plus_seconds(2 * 86_400).to_string())
    }
}

fn borrowed(settings: &[(String, String)]) -> Vec<(&str, &str)> {
    let pairs = settings.iter();
    pairs.map(|(name, value)| (name.as_str(), value.as_str())).collect()
}

async fn rooms(desk: &Client<'_>, hotel: &str) -> Value {
    desk.call("getFacility").at("facility_id", hotel).await.is(200)["rooms"].clone()
}

// Part of LC-10.2-1.
#[test]
fn on_a_full_disk_nothing_is_acknowledged_that_is_not_there_and_room_made_is_enough() {
    block_on(async {
        let site = Site::new(Engine::Sqlite, &[]).await;
        let service = process::Service::start_limitable(&site.folder, &borrowed(&site.settings));
        let address = format!("http://127.0.0.1:{}", service.port);
        let desk = Client::anonymous(&site.t, &site.t.app, &address);
        desk.login("haidang", PASSWORD).await.is(200);
        let room = rooms(&desk, &site.hotel).await[0].clone();
        let before = desk.notify(&site.body(&room, 0)).await;
        let count = rows::count(&site.t, "stay").await;

        service.limit_files(Some(4_096));
        for number in 1..=12 {
            let call = desk.call("notifyStay").key(&format!("key-{number:08}"));
            let answer = call.json(&site.body(&room, number)).await;
            assert_eq!(answer.status, 503, "{}", answer.text());
            assert!(answer.header("retry-after").is_some());
        }
        assert_eq!(rows::count(&site.t, "stay").await, count);
        desk.send("GET", "/health/ready").await.is(503);
        // One moment of it, and then something ordinary that is refused inside of a transaction.
        service.limit_files(None);
        let since = Instant::now();
        while desk.send("GET", "/health/ready").await.status != 200 {
            assert!(since.elapsed() < Duration::from_secs(20), "it never gets ready");
        }
        let mut acknowledged = vec![before];
        for number in 1..=12 {
            let call = desk.call("notifyStay").key(&format!("key-{number:08}"));
            let stay = call.json(&site.body(&room, number)).await.is(201);
            let call = desk.call("amendStay").stay(&stay);
            call.json(&serde_json::json!({ "version": 99, "note": "x" }))
                .await
                .problem("version_conflict");
            acknowledged.push(stay);
        }
        assert!(service.stop().0);
        assert_eq!(rows::count(&site.t, "stay").await, count + 12);

        let service = process::Service::start(&site.folder, &borrowed(&site.settings));
        let address = format!("http://127.0.0.1:{}", service.port);
        let desk = Client::anonymous(&site.t, &site.t.app, &address);
        desk.login("haidang", PASSWORD).await.is(200);
        for stay in &acknowledged {
            desk.get(stay).await;
        }
        drop(service);
        site.t.finish().await;
    });
}

// Part of LC-10.2-1.
#[test]
fn a_request_that_waits_for_a_row_is_finished_although_the_other_workers_have_gone() {
    block_on(async {
        let site = Site::new(Engine::Postgres, &[("LUUTRU_WORKERS", "8")]).await;
        let service = process::Service::start(&site.folder, &borrowed(&site.settings));
        let address = format!("http://127.0.0.1:{}", service.port);
        let desk = Client::anonymous(&site.t, &site.t.app, &address);
        desk.login("haidang", PASSWORD).await.is(200);
        let room = rooms(&desk, &site.hotel).await[0].clone();
        // Connections opened on behalf of many workers.
        futures_util::future::join_all((0..24).map(|_| rooms(&desk, &site.hotel))).await;

        let holder = Database::connect(site.t.database_url()).await.unwrap();
        let held = TransactionTrait::begin(&holder).await.unwrap();
        let sql = format!(
            "SELECT 1 FROM room WHERE id = '{}' FOR UPDATE",
            room["id"].as_str().unwrap()
        );
        held.execute_unprepared(&sql).await.unwrap();
        let body = site.body(&room, 1);
        let waits = async { desk.call("notifyStay").key("key-00000001").json(&body).await };
        let ends = async {
            let since = Instant::now();
            let waiting = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() \
                           AND wait_event_type = 'Lock'";
            while rows::number(&site.t, waiting).await == 0 {
                assert!(since.elapsed() < Duration::from_secs(20), "nobody waits");
            }
            let since = Instant::now();
            service.ask_to_stop();
            while TcpStream::connect(("127.0.0.1", service.port)).is_ok() {
                tokio::task::yield_now().await;
            }
            // The workers that have nothing to do end at once; the row is held for less than its waiter waits.
            while service.workers() > 3 && since.elapsed() < Duration::from_secs(1) {
                tokio::task::yield_now().await;
            }
            held.rollback().await.unwrap();
        };
        let (answer, ()) = tokio::join!(waits, ends);
        let stay = answer.is(201);
        assert!(service.end().0);
        let id = stay["id"].as_str().unwrap();
        assert_eq!(
            rows::number(&site.t, &format!("SELECT COUNT(*) FROM stay WHERE id = '{id}'")).await,
            1
        );
        site.t.finish().await;
    });
}
