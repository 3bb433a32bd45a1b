//! Acknowledged means stored: every statement, commit and rollback of a notification, of an import and of a job fails
//! once, and after each the service is asked what is there.

use crate::platform::jobs::{cause_a_mail, copies};
use crate::support::guest_list::{csv, guest, sent};
use crate::support::line::{Cut, Line};
use crate::support::province::PHAT;
use crate::support::*;
use api::schedule::tick;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use uuid::Uuid;

/// What makes one thing fail, at a place that is counted from nought.
enum Faults {
    /// A hook of the writing connection refuses a commit: SQLite makes a rollback of it by itself, as it does when the
    /// disk is full, and the rollback that follows fails.
    Commits(Arc<AtomicI64>),
    /// A statement is interrupted, those that begin and end a transaction too.
    Statements(Arc<AtomicI64>),
    /// The line to PostgreSQL is cut.
    Line(Arc<Line>, Cut),
}

impl Faults {
    /// The next place to try. Statements are interrupted ever more seldom: the later ones of an act are long.
    fn after(&self, place: usize, stride: usize) -> usize {
        match self {
            Self::Statements(_) => place + 1 + place / 8 * stride,
            Self::Commits(_) => place + 1,
            Self::Line(..) => place + stride,
        }
    }

    /// From now on the thing at that place fails, once.
    async fn begin(&self, t: &TestApp, place: usize) {
        let left = match self {
            Self::Line(line, cut) => return line.cut_at(place, *cut),
            Self::Commits(left) | Self::Statements(left) => left,
        };
        left.store(i64::try_from(place).unwrap(), Ordering::SeqCst);
        // The connection may be another one than last time.
        let pool = t.app.db.writer().get_sqlite_connection_pool();
        let mut connection = pool.acquire().await.unwrap();
        let mut handle = connection.lock_handle().await.unwrap();
        let left = Arc::clone(left);
        let goes_well = move || left.fetch_sub(1, Ordering::SeqCst) != 0;
        match self {
            Self::Commits(_) => handle.set_commit_hook(goes_well),
            _ => handle.set_progress_handler(1, goes_well),
        }
    }

    /// Nothing fails any more. Whether something did.
    fn end(&self) -> bool {
        match self {
            Self::Line(line, _) => line.mend(),
            Self::Commits(left) | Self::Statements(left) => left.swap(i64::MAX, Ordering::SeqCst) < 0,
        }
    }
}

/// A service whose database can fail, and the ways in which it does.
async fn service(t: &TestApp) -> (Option<app::Sibling>, Vec<Faults>) {
    match t.engine {
        Engine::Sqlite => (
            None,
            vec![Faults::Commits(Arc::default()), Faults::Statements(Arc::default())],
        ),
        Engine::Postgres => {
            let line = Line::to_postgres();
            line.connect().await;
            let service = t
                .sibling(|config| {
                    config.database_url = line.url(&config.database_url);
                    config.database_connections = 2;
                    config.database_wait = Duration::from_secs(10);
                })
                .await;
            let faults = vec![
                Faults::Line(Arc::clone(&line), Cut::Before),
                Faults::Line(line, Cut::After),
            ];
            (Some(service), faults)
        }
    }
}

/// Every stay that the API lists for the facility.
async fn listed(client: &Client<'_>) -> Vec<String> {
    let mut ids = Vec::new();
    let mut cursor: Option<String> = None;
    loop {
        let mut call = client.call("listStays").query("limit", 100);
        if let Some(cursor) = &cursor {
            call = call.query("cursor", cursor);
        }
        let page = call.await.is(200);
        let items = page["items"].as_array().unwrap();
        ids.extend(items.iter().map(|item| item["id"].as_str().unwrap().to_owned()));
        match page["next_cursor"].as_str() {
            Some(next) => cursor = Some(next.to_owned()),
            None => return ids,
        }
    }
}

/// Exactly these are there, each once.
async fn expect_exactly(client: &Client<'_>, acknowledged: &BTreeSet<String>) {
    let found = listed(client).await;
    let once: BTreeSet<String> = found.iter().cloned().collect();
    assert_eq!((found.len(), &once), (acknowledged.len(), acknowledged));
}

on_both_engines!(
    #[test]
    async fn whatever_fails_of_a_notification_what_is_acknowledged_is_there_once_and_nothing_else(t: &TestApp) {
        let (sibling, faults) = service(t).await;
        let desk = match &sibling {
            Some(service) => t.signed_in_at(service, "doanvansau").await,
            None => t.signed_in("doanvansau").await,
        };
        let first = desk.notify(&notification::stay(&PHAT)).await;
        let mut acknowledged = BTreeSet::from([first["id"].as_str().unwrap().to_owned()]);
        let mut number = 0;
        for faults in &faults {
            let mut failed = 0;
            let mut next = Some(0);
            while let Some(place) = next {
                number += 1;
                let key = format!("key-{number:08}");
                let document = format!("056082{number:06}");
                let body = notification::stay(&PHAT).with("/guest/document_number", document);
                faults.begin(t, place).await;
                let told = desk.call("notifyStay").key(&key).json(&body).await;
                let has_failed = faults.end();
                let there = rows::count(t, "stay").await;
                match told.status {
                    201 => assert_eq!(there as usize, acknowledged.len() + 1, "{place}"),
                    // Said only where it is so.
                    _ if told.json()["code"] == "unavailable" => {
                        assert_eq!(there as usize, acknowledged.len(), "{place}");
                    }
                    _ => {}
                }
                failed += usize::from(told.status != 201);
                let again = desk.call("notifyStay").key(&key).json(&body).await.is(201);
                if told.status == 201 {
                    assert_eq!(told.json(), again, "{place}");
                }
                acknowledged.insert(again["id"].as_str().unwrap().to_owned());
                // An ordinary refusal inside of a transaction leaves nothing open.
                let call = desk.call("amendStay").stay(&again);
                call.json(&json!({ "version": 99, "note": "x" }))
                    .await
                    .problem("version_conflict");
                desk.get(&again).await;
                next = has_failed.then(|| faults.after(place, 1));
            }
            assert!(failed > 0, "nothing failed");
        }
        expect_exactly(&desk, &acknowledged).await;
        assert_eq!(rows::count(t, "stay").await as usize, acknowledged.len());
        // On another connection, as after a restart.
        expect_exactly(&t.signed_in("doanvansau").await, &acknowledged).await;
    }

    #[test]
    async fn whatever_fails_of_an_import_every_guest_of_it_is_there_once(t: &TestApp) {
        let (sibling, faults) = service(t).await;
        let (app, desk) = match &sibling {
            Some(service) => (&service.app, t.signed_in_at(service, "haidang").await),
            None => (&t.app, t.signed_in("haidang").await),
        };
        let mut number = 0;
        for faults in &faults {
            let mut next = Some(0);
            while let Some(place) = next {
                let list: Vec<_> = (0..3).map(|row| guest(number + row)).collect();
                number += 3;
                let call = desk.call("previewImport").facility("haidang");
                let import = call.json(&sent(csv(&list).as_bytes())).await.is(201);
                let id = import["id"].as_str().unwrap();
                faults.begin(t, place).await;
                let call = desk.call("commitImport").facility("haidang").at("import_id", id);
                let told = call.json(&json!({ "accept_mends": true })).await;
                let mut rounds = 0;
                if told.status == 202 {
                    // Beside the answer, and by the jobs of whoever takes it up.
                    while state(&desk, id).await != "stored" {
                        t.pass(16);
                        let _ = tick(app, Uuid::now_v7()).await;
                        rounds += 1;
                        assert!(rounds < 60, "{place}: it never ends");
                    }
                }
                let has_failed = faults.end();
                if told.status != 202 {
                    let again = desk.call("commitImport").facility("haidang").at("import_id", id);
                    let again = again.json(&json!({ "accept_mends": true })).await;
                    // Confirmed by the first, which was not answered.
                    assert!([202, 409].contains(&again.status), "{}", again.text());
                    while state(&desk, id).await != "stored" {
                        t.pass(16);
                        let _ = tick(app, Uuid::now_v7()).await;
                        rounds += 1;
                        assert!(rounds < 60, "{place}: it never ends");
                    }
                }
                assert_eq!(rows::count(t, "stay").await as usize, number, "{place}");
                next = has_failed.then(|| faults.after(place, 4));
            }
        }
        let found = listed(&desk).await;
        let once: BTreeSet<&String> = found.iter().collect();
        assert_eq!((found.len(), once.len()), (number, number));
        let people = "SELECT COUNT(DISTINCT document_number_index) FROM stay";
        assert_eq!(rows::number(t, people).await as usize, number);
    }

    #[test]
    async fn whatever_fails_of_a_job_its_mail_leaves_and_its_runs_end(t: &TestApp) {
        let (sibling, faults) = service(t).await;
        let app = sibling.as_ref().map_or(&t.app, |service| &service.app);
        cause_a_mail(t, "haidang", "vi").await;
        tick(app, Uuid::now_v7()).await.unwrap();
        let undone =
            "UPDATE outbox SET delivered_at = NULL WHERE id = (SELECT id FROM outbox ORDER BY id DESC LIMIT 1)";
        let mut mails = 1;
        for faults in &faults {
            let mut next = Some(0);
            while let Some(place) = next {
                copies(t, 1).await;
                rows::execute(t, undone).await.unwrap();
                mails += 1;
                faults.begin(t, place).await;
                let _ = tick(app, Uuid::now_v7()).await;
                let has_failed = faults.end();
                // Past every pause and lease, and into the next slot of each job.
                for _ in 0..3 {
                    t.pass(3_600);
                    tick(app, Uuid::now_v7()).await.unwrap();
                }
                let waiting = "SELECT COUNT(*) FROM outbox WHERE delivered_at IS NULL OR leased_until IS NOT NULL";
                assert_eq!(rows::number(t, waiting).await, 0, "{place}");
                assert_eq!(rows::count(t, "outbox").await, mails, "{place}");
                next = has_failed.then(|| faults.after(place, 4));
            }
        }
        assert_eq!(mail::files(t).len() as i64, mails, "a file is named by its mail");
    }
);

async fn state(client: &Client<'_>, import: &str) -> String {
    let call = client.call("getImport").facility("haidang").at("import_id", import);
    let answer = call.query("limit", 0).await;
    // A fault may have hit this very look.
    if answer.status != 200 {
        return String::new();
    }
    let import: Value = answer.json();
    import["state"].as_str().unwrap().to_owned()
}

#[test]
fn a_commit_whose_answer_is_lost_is_looked_up_and_one_that_never_came_stored_nothing() {
    run(Engine::Postgres, async |t: &TestApp| {
        let line = Line::to_postgres();
        line.connect().await;
        let service = t
            .sibling(|config| config.database_url = line.url(&config.database_url))
            .await;
        let desk = t.signed_in_at(&service, "doanvansau").await;
        desk.call("listStays").await.is(200);
        let body = |number: usize| {
            let document = format!("056082{number:06}");
            notification::stay(&PHAT).with("/guest/document_number", document)
        };
        // Stored, and found by its key: the answer is the one that was lost.
        line.cut_at_text("COMMIT", Cut::After);
        let told = desk.call("notifyStay").key("key-00000001").json(&body(1)).await;
        let first = told.is(201);
        assert_eq!(told.header("idempotency-replayed"), Some("true"));
        let again = desk.call("notifyStay").key("key-00000001").json(&body(1)).await;
        assert_eq!(again.is(201), first);
        // Never sent, and said so for certain.
        line.cut_at_text("COMMIT", Cut::Before);
        let told = desk.call("notifyStay").key("key-00000002").json(&body(2)).await;
        told.problem("unavailable");
        assert_eq!(rows::count(t, "stay").await, 1);
        // Without a key nobody can know, and nobody claims to.
        line.cut_at_text("COMMIT", Cut::After);
        let told = desk.call("notifyStay").json(&body(3)).lang("en").await;
        let problem = told.problem("outcome_unknown");
        assert!(
            !problem["detail"].as_str().unwrap().contains("Nothing was stored"),
            "{problem}"
        );
        assert_eq!(rows::count(t, "stay").await, 2);
        // What is refused is refused, also when its rollback fails.
        line.cut_at_text("ROLLBACK", Cut::Before);
        let call = desk.call("amendStay").stay(&first);
        call.json(&json!({ "version": 99, "note": "x" }))
            .await
            .problem("version_conflict");
        assert!(line.mend());
        desk.get(&first).await;
    });
}
