//! The service with a role of its own in PostgreSQL, which does not own the schema.

use crate::support::app::Sibling;
use crate::support::filing::application;
use crate::support::province::{HA, PASSWORD, PHAT};
use crate::support::*;
use sea_orm::{ConnectionTrait, Database};
use serde_json::json;

const ROLE: &str = "luutru_it_service";

/// The database of a test, asked as the service's role.
async fn as_the_service(t: &TestApp) -> (Sibling, String) {
    // All tests share the roles of the server.
    let make = format!(
        "DO $$ BEGIN CREATE ROLE {ROLE} LOGIN PASSWORD 'dich-vu'; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
    );
    t.app.db.writer().execute_unprepared(&make).await.unwrap();
    api::db::roles::grant(t.app.db.writer(), ROLE).await.unwrap();
    let (_, place) = t.database_url().rsplit_once('@').unwrap();
    let url = format!("postgres://{ROLE}:dich-vu@{place}");
    let sibling = t.sibling(|config| config.database_url.clone_from(&url)).await;
    (sibling, url)
}

#[test]
fn the_service_works_with_a_role_that_cannot_touch_history_on_postgresql() {
    block_on(async {
        let t = TestApp::start(Engine::Postgres).await;
        let (service, url) = as_the_service(&t).await;
        // A day's work of everybody, as the role.
        let house = t.anonymous_at(&service);
        house.login("haidang", PASSWORD).await.is(200);
        let stay = house.notify(&t.stay_in("402", &PHAT)).await;
        let stay = house.amend(&stay, json!({ "note": "x" })).await.is(200);
        house.check_out(&stay).await.is(200);
        house
            .call("notifyStay")
            .key("key-00000001")
            .json(&t.stay_in("401", &HA))
            .await
            .is(201);
        let police = t.signed_in_at(&service, "congan.nhatrang").await;
        let question = json!({ "text": "Khách đi đâu?" });
        police.call("askAboutStay").stay(&stay).json(&question).await.is(200);
        police.call("acknowledgeStay").stay(&stay).await.is(200);
        t.anonymous_at(&service)
            .call("submitRegistration")
            .json(&application())
            .await
            .is(202);
        api::jobs::tick(&service.app, uuid::Uuid::now_v7()).await.unwrap();
        let administrator = t.signed_in_at(&service, "quantri").await;
        administrator.call("listAccounts").await.is(200);
        assert_eq!(
            t.http
                .get(format!("{}/health/ready", service.address))
                .send()
                .await
                .unwrap()
                .status(),
            200
        );

        // What whoever stole its password may not do.
        let own = Database::connect(&url).await.unwrap();
        for (refused, why) in [
            ("DELETE FROM stay", "permission denied"),
            ("TRUNCATE stay_version", "permission denied"),
            ("UPDATE stay_version SET act = 'x'", "permission denied"),
            ("UPDATE audit_event SET act = 'x'", "permission denied"),
            ("DELETE FROM audit_event", "permission denied"),
            ("UPDATE dossier_event SET kind = 'x'", "permission denied"),
            ("UPDATE key_check SET proof = ''", "permission denied"),
            (
                "INSERT INTO key_rotation (id, seals, indexes, started_at, changed) VALUES (gen_random_uuid(), 2, 2, now(), 0)",
                "permission denied",
            ),
            ("ALTER TABLE stay DISABLE TRIGGER ALL", "must be owner"),
            (
                "ALTER TABLE audit_event DISABLE TRIGGER audit_event_no_update",
                "must be owner",
            ),
            ("DROP TABLE audit_event", "must be owner"),
            ("DROP TRIGGER stay_keeps_versions ON stay", "must be owner"),
            (
                "CREATE OR REPLACE FUNCTION stay_keeps_versions() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
                "permission denied",
            ),
            ("SET session_replication_role = replica", "permission denied"),
            // It may update stays, and the guard holds for it as for everybody.
            ("UPDATE stay SET full_name = 'x'", "must keep the version"),
        ] {
            let told = own
                .execute_unprepared(refused)
                .await
                .err()
                .map(|error| error.to_string());
            let told = told.unwrap_or_else(|| panic!("not refused: {refused}"));
            assert!(told.contains(why), "{refused}: {told}");
        }
        own.close().await.unwrap();
        t.finish().await;
    });
}
