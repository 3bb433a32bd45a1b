//! Two at once on PostgreSQL: each waits for the other where it has to, and never both (docs/architecture.md, "The order of
//! locks").
//!
//! A third session holds a row until both of them wait, so that they meet at their worst moment each time.

use crate::stays::groups;
use crate::support::client::{Call, at_once};
use crate::support::filing::{PDF, application, file};
use crate::support::province::{PASSWORD, PHAT, Person, TEREZA, account_id, facility_id, room_id};
use crate::support::*;
use api::facility_changes::service::apply_due;
use api::procedures::strangers::wipe;
use futures_util::future::LocalBoxFuture;
use sea_orm::{ConnectionTrait, Database, TransactionTrait};
use serde_json::{Value, json};
use std::cell::Cell;

type Sent<'a> = LocalBoxFuture<'a, Answer>;

fn sent(call: Call<'_>) -> Sent<'_> {
    Box::pin(call.answer())
}

/// Waits until so many sessions wait for a lock. Whoever ended instead has not waited, and that is a failure.
async fn until_waiting(t: &TestApp, sessions: i64, is_over: &Cell<bool>) {
    let waiting =
        "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while rows::number(t, waiting).await < sessions {
        assert!(!is_over.get(), "one of {sessions} did not wait");
    }
}

/// Begins `first` and then `second` while somebody else holds what `held` selects, and lets go of it when both wait.
async fn both<A, B>(
    t: &TestApp,
    held: &str,
    first: impl Future<Output = A>,
    second: impl Future<Output = B>,
) -> (A, B) {
    let other = Database::connect(t.database_url()).await.unwrap();
    let holder = TransactionTrait::begin(&other).await.unwrap();
    holder.execute_unprepared(held).await.unwrap();
    let is_over = Cell::new(false);
    let first = async {
        let answer = first.await;
        is_over.set(true);
        answer
    };
    let second = async {
        until_waiting(t, 1, &is_over).await;
        let answer = second.await;
        is_over.set(true);
        answer
    };
    let release = async {
        until_waiting(t, 2, &is_over).await;
        holder.rollback().await.unwrap();
    };
    let (first, second, ()) = tokio::join!(first, second, release);
    (first, second)
}

fn announcing<'a>(hotel: &'a Client<'_>, login: &str, kind: &str, day: &str) -> Call<'a> {
    let mut body = json!({ "kind": kind, "effective_on": day });
    if kind == "closing" {
        body["password"] = json!(PASSWORD);
    }
    hotel.call("announceFacilityChange").facility(login).json(&body)
}

fn moving<'a>(hotel: &'a Client<'_>, stay: &Value, room: &str) -> Call<'a> {
    let body = json!({ "version": stay["version"], "room_id": room_id("haidang", room) });
    hotel.call("moveStay").stay(stay).json(&body)
}

async fn mark_arrived(t: &TestApp, hotel: &Client<'_>, room: &str) {
    let id = room_id("haidang", room);
    let version = format!(
        "SELECT CAST(mark_version AS BIGINT) FROM room WHERE id = {}",
        rows::id(t, id)
    );
    let version = rows::number(t, &version).await;
    let body = json!({ "mark": "arrived", "guest_count": 1, "version": version });
    let call = hotel.call("markRoom").facility("haidang").at("room_id", id);
    call.json(&body).await.is(200);
}

fn approving<'a>(client: &'a Client<'_>, delegation: &Value) -> Call<'a> {
    let call = client.call("approveDelegation");
    let call = call.at("delegation_id", delegation["id"].as_str().expect("an id"));
    call.json(&json!({ "version": 1 }))
}

fn setting<'a>(client: &'a Client<'_>, act: &str, login: &str) -> Call<'a> {
    let why = json!({ "reason": "misuse", "reference": "214/CAP-2026" });
    client.call(act).at("account_id", account_id(login)).json(&why)
}

/// Somebody else from abroad.
fn foreigner(number: usize) -> Person {
    Person {
        full_name: ["SVOBODA JAN A", "SVOBODA JAN B", "SVOBODA JAN C"][number],
        document_number: ["CZ0000101", "CZ0000102", "CZ0000103"][number],
        visa_number: "",
        ..TEREZA
    }
}

/// No fault of ours, and nobody was asked to come again.
fn answered(statuses: &[u16]) {
    assert!(statuses.iter().all(|status| *status < 500), "{statuses:?}");
}

#[test]
fn a_facility_that_is_closed_again_and_the_job_that_closes_it() {
    run(Engine::Postgres, async |t: &TestApp| {
        let hotel = t.signed_in("haidang").await;
        announcing(&hotel, "haidang", "closing", "2026-11-23").await.is(201);
        t.at("2026-11-23 00:00:00");
        let hotel = t.signed_in("haidang").await;
        let held = format!(
            "SELECT 1 FROM account WHERE id = '{}' FOR UPDATE",
            account_id("haidang")
        );
        let now = t.clock.now();
        let again = announcing(&hotel, "haidang", "closing", "2026-12-01").answer();
        let (again, done) = both(t, &held, again, apply_due(&t.app, now)).await;
        done.unwrap();
        again.problem("facility_state_conflict");
        let status = rows::texts(t, "SELECT status FROM account WHERE login = 'haidang'").await;
        assert_eq!(status, ["closed"]);
    });
}

#[test]
fn a_facility_that_takes_its_closing_back_and_announces_it_again() {
    run(Engine::Postgres, async |t: &TestApp| {
        let hotel = t.signed_in("haidang").await;
        announcing(&hotel, "haidang", "closing", "2026-12-01").await.is(201);
        let held = format!(
            "SELECT 1 FROM facility WHERE id = '{}' FOR UPDATE",
            facility_id("haidang")
        );
        let (restarts, closes) = both(
            t,
            &held,
            announcing(&hotel, "haidang", "restart", "2026-11-25").answer(),
            announcing(&hotel, "haidang", "closing", "2026-12-02").answer(),
        )
        .await;
        assert_eq!(
            (restarts.status, closes.status),
            (201, 201),
            "{} {}",
            restarts.text(),
            closes.text()
        );
    });
}

#[test]
fn one_key_for_an_act_with_the_password_and_one_without() {
    run(Engine::Postgres, async |t: &TestApp| {
        let hotel = t.signed_in("haidang").await;
        let held = format!(
            "SELECT 1 FROM account WHERE id = '{}' FOR UPDATE",
            account_id("haidang")
        );
        let new = json!({ "current_password": PASSWORD, "new_password": "Thuyen-Buom-52" });
        leaks::watch("Thuyen-Buom-52");
        let change = json!({
            "new_name": "Trần Gia Bách", "new_email": "bach@example.test", "new_phone": "0258 000 0148",
            "commitment_accepted": true,
        });
        let (password, holder) = both(
            t,
            &held,
            hotel.call("changePassword").key("one-key-00001").json(&new).answer(),
            hotel
                .call("submitHolderChange")
                .key("one-key-00001")
                .json(&change)
                .answer(),
        )
        .await;
        password.is(204);
        holder.problem("idempotency_key_reused");
    });
}

#[test]
fn two_guests_who_change_places() {
    run(Engine::Postgres, async |t: &TestApp| {
        let hotel = t.signed_in("haidang").await;
        t.at("2026-11-21 19:00:00");
        let hotel = &hotel;
        let one = hotel.notify(&t.stay_in("401", &PHAT)).await;
        let other = hotel.notify(&t.stay_in("402", &TEREZA)).await;
        for room in ["401", "402"] {
            mark_arrived(t, hotel, room).await;
        }
        let held = format!(
            "SELECT 1 FROM room WHERE id IN ('{}', '{}') FOR SHARE",
            room_id("haidang", "401"),
            room_id("haidang", "402")
        );
        let (one, other) = both(
            t,
            &held,
            moving(hotel, &one, "402").answer(),
            moving(hotel, &other, "401").answer(),
        )
        .await;
        assert_eq!(
            (one.status, other.status),
            (200, 200),
            "{} {}",
            one.text(),
            other.text()
        );
        assert_eq!(
            rows::number(t, "SELECT COUNT(*) FROM room WHERE mark IS NOT NULL").await,
            0
        );
    });
}

#[test]
fn a_room_plan_and_a_group_that_moves_in() {
    run(Engine::Postgres, async |t: &TestApp| {
        let hotel = t.signed_in("haidang").await;
        let seen = hotel.call("getFacility").facility("haidang").await.is(200);
        let mut plan: Vec<Value> = seen["rooms"].as_array().unwrap().clone();
        plan.sort_by_key(|room| room["id"].as_str().unwrap().to_owned());
        let rooms: Vec<Value> = plan.iter().map(|room| room["id"].clone()).collect();
        // The last one comes first in the plan.
        plan.reverse();
        for room in &mut plan {
            room["beds"] = json!(room["beds"].as_i64().unwrap() + 1);
        }
        let plan = json!({ "version": seen["version"], "rooms": plan });
        let mut group = groups::group(2);
        group["guests"][0]["room_id"] = rooms[0].clone();
        group["guests"][1]["room_id"] = rooms[rooms.len() - 1].clone();
        let held = format!(
            "SELECT 1 FROM room WHERE id = '{}' FOR UPDATE",
            rooms[rooms.len() - 1].as_str().unwrap()
        );
        let (planned, notified) = both(
            t,
            &held,
            hotel.call("replaceRoomPlan").facility("haidang").json(&plan).answer(),
            hotel.call("notifyGroup").json(&group).answer(),
        )
        .await;
        assert_eq!(
            (planned.status, notified.status),
            (200, 201),
            "{} {}",
            planned.text(),
            notified.text()
        );
    });
}

#[test]
fn guests_who_are_declared_and_stay_longer() {
    run(Engine::Postgres, async |t: &TestApp| {
        let hotel = t.signed_in("haidang").await;
        t.at("2026-11-21 21:00:00");
        let mut stays = Vec::new();
        // Who came last was notified first.
        for (number, hour) in [(0, 20), (1, 19), (2, 18)] {
            let arrival = instant(&format!("2026-11-21 {hour}:00:00"));
            let body = t.stay_in("402", &foreigner(number)).with("/arrival_at", arrival);
            stays.push(hotel.notify(&body).await);
        }
        let told = |id: &str| -> Value {
            stays
                .iter()
                .map(|stay| json!({ id: stay["id"], "version": stay["version"] }))
                .collect()
        };
        let held = format!(
            "SELECT 1 FROM stay WHERE id = '{}' FOR UPDATE",
            stays[1]["id"].as_str().unwrap()
        );
        let declared = json!({ "confirmed": true, "stays": told("id") });
        let longer = json!({ "stays": told("stay_id"), "planned_departure_at": instant("2026-11-27 12:00:00") });
        let (declared, longer) = both(
            t,
            &held,
            hotel
                .call("confirmForeignGuests")
                .facility("haidang")
                .json(&declared)
                .answer(),
            hotel.call("extendStays").json(&longer).answer(),
        )
        .await;
        assert_eq!(
            (declared.status, longer.status),
            (200, 200),
            "{} {}",
            declared.text(),
            longer.text()
        );
    });
}

#[test]
fn a_draft_that_is_taken_back_and_wiped() {
    run(Engine::Postgres, async |t: &TestApp| {
        let nobody = t.anonymous();
        let mut body = application();
        body["signed_form"] = file("Mau-so-1.pdf", PDF);
        let receipt = nobody.call("submitRegistration").json(&body).await.is(202);
        let now = t.pass(8 * 86_400 + 3_600);
        let taken_back = json!({ "dossier_code": receipt["dossier_code"] });
        let held = "SELECT 1 FROM unproven_file FOR UPDATE";
        let (wiped, gone) = both(
            t,
            held,
            wipe(&t.app, now),
            nobody.call("withdrawDossier").json(&taken_back).answer(),
        )
        .await;
        wiped.unwrap();
        gone.problem("dossier_unknown");
        assert_eq!(rows::count(t, "unproven_file").await, 0);
    });
}

on_both_engines!(
    #[test]
    async fn a_facility_at_work_while_its_account_is_dealt_with(t: &TestApp) {
        let (hotel, police) = (t.signed_in("haidang").await, t.signed_in("congan.tinh").await);
        let admin = t.signed_in("quantri").await;
        let id = account_id("haidang");
        let position = json!({ "holder_position": "Lễ tân", "reason": "other", "reference": "1", "version": 1 });
        for round in 0..8 {
            let dealing = |client: &'static str| {
                let client = if client == "police" { &police } else { &admin };
                client.call("updateAccount").at("account_id", id).json(&position)
            };
            let stay = t.stay_in("402", &PHAT);
            let calls: Vec<Sent<'_>> = vec![
                sent(hotel.call("notifyStay").json(&stay)),
                sent(announcing(&hotel, "haidang", "closing", "2026-12-01")),
                sent(dealing("police")),
                sent(hotel.call("notifyStay").json(&stay)),
                sent(announcing(&hotel, "haidang", "restart", "2026-11-25")),
                sent(dealing("admin")),
                sent(announcing(&hotel, "haidang", "closing", "2026-12-02")),
                sent(hotel.call("notifyStay").json(&stay)),
            ];
            let statuses = at_once(calls).await;
            answered(&statuses);
            assert_ne!(statuses[0], 401, "{round}");
        }
    }

    #[test]
    async fn two_accounts_that_lend_themselves_to_each_other_and_are_locked(t: &TestApp) {
        let s = crate::accounts::delegation::lending(t).await;
        let police = t.signed_in_at(&s, "congan.tinh").await;
        let admin = t.signed_in_at(&s, "quantri").await;
        for _ in 0..4 {
            let mut lent = Vec::new();
            for (from, to) in [("haidang", "bacthanh"), ("bacthanh", "haidang")] {
                lent.push(crate::accounts::delegation::ask(t, &s, from, to).await);
            }
            answered(&at_once([approving(&police, &lent[0]), approving(&admin, &lent[1])].map(sent)).await);
            for act in ["lockAccount", "unlockAccount"] {
                let calls = [setting(&police, act, "haidang"), setting(&admin, act, "bacthanh")];
                let statuses = at_once(calls.map(sent)).await;
                assert_eq!(statuses, [200, 200], "{act}");
            }
        }
    }

    #[test]
    async fn two_groups_with_the_same_ids_of_the_client_in_another_order(t: &TestApp) {
        let hotel = t.signed_in("haidang").await;
        for round in 0..6 {
            let mut one = groups::group(12);
            for (at, guest) in one["guests"].as_array_mut().unwrap().iter_mut().enumerate() {
                guest["external_id"] = json!(format!("{round}-{at}"));
            }
            let mut other = one.clone();
            other["guests"].as_array_mut().unwrap().reverse();
            let calls = [&one, &other].map(|body| sent(hotel.call("notifyGroup").json(body)));
            let mut statuses = at_once(calls).await;
            statuses.sort_unstable();
            assert_eq!(statuses, [201, 409], "{round}");
        }
    }
);
