//! The service with a role of its own in PostgreSQL, which does not own the schema.

use crate::support::app::Sibling;
use crate::support::filing::{application, dossier, grant};
use crate::support::province::{HA, PASSWORD, PHAT, account_id};
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
        let hotel = t.anonymous_at(&service);
        hotel.login("haidang", PASSWORD).await.is(200);
        let stay = hotel.notify(&t.stay_in("402", &PHAT)).await;
        let stay = hotel.amend(&stay, json!({ "note": "x" })).await.is(200);
        hotel.check_out(&stay).await.is(200);
        hotel
            .call("notifyStay")
            .key("key-00000001")
            .json(&t.stay_in("401", &HA))
            .await
            .is(201);
        let police = t.signed_in_at(&service, "congan.nhatrang").await;
        let question = json!({ "text": "Khách đi đâu?" });
        police.call("askAboutStay").stay(&stay).json(&question).await.is(200);
        police.call("acknowledgeStay").stay(&stay).await.is(200);
        let applied = application();
        let nobody = t.anonymous_at(&service);
        nobody.call("submitRegistration").json(&applied).await.is(202);
        api::schedule::tick(&service.app, uuid::Uuid::now_v7()).await.unwrap();
        let administrator = t.signed_in_at(&service, "quantri").await;
        administrator.call("listAccounts").await.is(200);
        // A grant, and what is done to accounts and with them.
        let token = t.token_to(applied["email"].as_str().unwrap()).await.expect("a link");
        let link = json!({ "token": token });
        let receipt = nobody.call("confirmRegistration").json(&link).await.is(200);
        let provincial = t.signed_in_at(&service, "congan.tinh").await;
        let seen = dossier(&provincial, receipt["number"].as_str().unwrap()).await;
        grant(&provincial, &seen, json!({})).await.is(200);
        let id = account_id("bacthanh");
        let why = json!({ "reason": "misuse", "reference": "214/CAP-2026" });
        for act in ["lockAccount", "unlockAccount"] {
            provincial.call(act).at("account_id", id).json(&why).await.is(200);
        }
        let reset = json!({ "reason": "password_forgotten", "reference": "214/CAP-2026", "delivery": "email" });
        let call = provincial.call("resetPassword").at("account_id", id);
        call.json(&reset).await.is(200);
        let holder = json!({
            "holder_name": "Trần Gia Bách", "holder_position": "Chủ nhà nghỉ", "email": "bach@example.test",
            "phone": "0258 352 0177", "delivery": "email", "reason": "holder_changed", "reference": "31/CAP-2026",
        });
        provincial
            .call("changeHolder")
            .at("account_id", id)
            .json(&holder)
            .await
            .is(200);
        let new = json!({ "current_password": PASSWORD, "new_password": "Thuyen-Buom-52" });
        leaks::watch("Thuyen-Buom-52");
        hotel.call("changePassword").json(&new).await.is(204);
        let mut closing = json!({ "kind": "closing", "effective_on": "2026-11-21" });
        closing["password"] = json!("Thuyen-Buom-52");
        hotel
            .call("announceFacilityChange")
            .facility("haidang")
            .json(&closing)
            .await
            .is(201);
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
            // Whose an account is and what it may do is the owner's to put right.
            (
                "UPDATE account SET role = 'administrator', level = NULL",
                "permission denied",
            ),
            ("UPDATE account SET login = 'x'", "permission denied"),
            ("UPDATE account SET area_path = '56'", "permission denied"),
            ("UPDATE account SET created_at = now()", "permission denied"),
            ("UPDATE unit SET role = 'administrator'", "permission denied"),
            ("UPDATE dossier SET decided_at = now()", "stays as it was decided"),
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
