//! Rows on which a job fails: they rest longer each time, are given up, and are tried again when the administrator says so.

use crate::support::guest_list::{csv, guest, preview};
use crate::support::province::account_id;
use crate::support::*;
use api::schedule::tick;
use dto::{ErrorCode, Timestamp};
use sea_orm::sea_query::Query;
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

async fn round(t: &TestApp) -> Result<bool, ErrorCode> {
    tick(&t.app, Uuid::now_v7()).await.map_err(|error| error.code())
}

/// A report of lost credentials.
#[derive(FromQueryResult)]
struct Loss {
    account_id: Option<Uuid>,
    attempts: i32,
    last_error: Option<String>,
    due_at: Option<OffsetDateTime>,
    given_up_at: Option<OffsetDateTime>,
}

async fn loss(t: &TestApp) -> Loss {
    let found = rows::found(t, "SELECT * FROM credential_loss").await;
    found.into_iter().next().expect("a report")
}

/// A dossier with its form.
#[derive(FromQueryResult)]
struct Filed {
    id: Uuid,
    form_sealed: Vec<u8>,
}

/// A report that nobody can read, and what it was before.
async fn damaged_report(t: &TestApp) -> Filed {
    let lost = filing::loss("haidang", &t.clock.now().to_string());
    t.anonymous().call("reportCredentialLoss").json(&lost).await.is(202);
    let filed: Filed = rows::found(t, "SELECT * FROM dossier").await.remove(0);
    rows::execute(t, "UPDATE dossier SET form_sealed = code_index")
        .await
        .unwrap();
    filed
}

async fn overview(t: &TestApp) -> Value {
    t.signed_in("quantri").await.call("getJobs").await.is(200)
}

fn job<'a>(seen: &'a Value, name: &str) -> &'a Value {
    let jobs = seen["jobs"].as_array().expect("jobs");
    jobs.iter().find(|job| job["name"] == name).expect("a job of that name")
}

async fn retry(t: &TestApp, id: Uuid) -> Answer {
    let administrator = t.signed_in("quantri").await;
    administrator.call("retryGivenUp").at("row_id", id.to_string()).await
}

on_both_engines!(
    #[test]
    async fn a_row_that_fails_rests_longer_each_time_and_is_given_up_after_ten_attempts(t: &TestApp) {
        let filed = damaged_report(t).await;
        let mut minutes = Vec::new();
        for attempt in 1..=10 {
            assert_eq!(round(t).await, Err(ErrorCode::Internal), "the failure is told");
            let row = loss(t).await;
            assert_eq!((row.attempts, row.last_error.as_deref()), (attempt, Some("internal")));
            assert_eq!(row.given_up_at.is_some(), attempt == 10);
            let rest = Timestamp::from(row.due_at.unwrap()).unix() - t.clock.now().unix();
            minutes.push(rest / 60);
            // Not a second earlier, and at the tenth time not at all.
            t.pass(rest - 1);
            assert_eq!(round(t).await, Ok(false));
            assert_eq!(loss(t).await.attempts, attempt);
            t.pass(1);
        }
        assert_eq!(minutes, [1, 4, 16, 64, 256, 360, 360, 360, 360, 360]);
        assert_eq!(round(t).await, Ok(false));
        assert_eq!(loss(t).await.attempts, 10);

        let seen = overview(t).await;
        let about = job(&seen, "loss_reports");
        assert_eq!(
            (&about["rows_waiting"], &about["rows_given_up"]),
            (&json!(0), &json!(1))
        );
        let given_up = Timestamp::from(loss(t).await.given_up_at.unwrap());
        let expected = json!([{
            "id": filed.id, "kind": "loss_report", "attempts": 10, "last_error": "internal",
            "given_up_at": given_up.to_string(),
        }]);
        assert_eq!(seen["given_up"], expected);
        for personal in ["haidang", "Duyên", "352 0100"] {
            assert!(!seen.to_string().contains(personal), "{personal}");
        }

        // Whoever has removed the cause has it tried again, as often as the first time.
        assert_eq!(retry(t, filed.id).await.status, 204);
        assert_eq!(round(t).await, Err(ErrorCode::Internal));
        assert_eq!(loss(t).await.attempts, 1);
        retry(t, filed.id).await.problem("not_found");
        let mended = "UPDATE dossier SET form_sealed = ? WHERE id = ?";
        rows::change(t, mended, [filed.form_sealed.into(), filed.id.into()]).await;
        t.pass(60);
        assert_eq!(round(t).await, Ok(false));
        assert_eq!(loss(t).await.account_id, Some(account_id("haidang")));
        let audited = rows::audit(t, "row_retried").await;
        assert_eq!(audited.len(), 1);
        assert_eq!(audited[0].account_id, Some(account_id("quantri")));
        assert_eq!(
            (audited[0].operation.as_str(), audited[0].subject_id.clone()),
            ("retryGivenUp", Some(filed.id.to_string()))
        );
    }

    #[test]
    async fn two_instances_that_meet_the_same_failure_at_once_count_it_once(t: &TestApp) {
        damaged_report(t).await;
        let other = t.sibling(|_| {}).await;
        let (one, two) = tokio::join!(tick(&t.app, Uuid::now_v7()), tick(&other.app, Uuid::now_v7()));
        assert!(one.is_err() || two.is_err());
        assert_eq!(loss(t).await.attempts, 1);
    }

    #[test]
    async fn a_report_that_failed_and_was_decided_meanwhile_is_not_tried_again(t: &TestApp) {
        damaged_report(t).await;
        assert_eq!(round(t).await, Err(ErrorCode::Internal));
        let decided = "UPDATE dossier SET decided_at = created_at, queue_rank = 2, due_at = NULL, clock_from = NULL";
        rows::execute(t, decided).await.unwrap();
        t.pass(60);
        assert_eq!(round(t).await, Ok(false));
        assert_eq!(loss(t).await.attempts, 1);
        assert_eq!(job(&overview(t).await, "loss_reports")["rows_waiting"], 0);
    }

    #[test]
    async fn a_change_that_was_given_up_takes_effect_when_it_is_tried_again_unless_it_was_taken_back(t: &TestApp) {
        let mut ids = Vec::new();
        let body = json!({ "kind": "suspension", "effective_on": "2026-11-22" });
        for hotel in ["haidang", "bacthanh"] {
            let client = t.signed_in(hotel).await;
            let call = client.call("announceFacilityChange").facility(hotel).json(&body);
            let made = call.await.is(201);
            ids.push(Uuid::parse_str(made["id"].as_str().unwrap()).unwrap());
        }
        t.at("2026-11-22 00:00:00");
        let given_up = "UPDATE facility_change SET attempts = 10, last_error = 'internal', given_up_at = ?";
        rows::change(t, given_up, [t.clock.now().get().into()]).await;
        let waiting = "facility_change WHERE applied_at IS NULL AND withdrawn_at IS NULL";
        assert_eq!(round(t).await, Ok(false));
        assert_eq!(rows::count(t, waiting).await, 2);
        assert_eq!(overview(t).await["given_up"].as_array().unwrap().len(), 2);
        // One of them is withdrawn: there is nothing left to try.
        let withdrawn = "UPDATE facility_change SET withdrawn_at = ? WHERE id = ?";
        rows::change(t, withdrawn, [t.clock.now().get().into(), ids[0].into()]).await;
        retry(t, ids[0]).await.problem("not_found");
        assert_eq!(retry(t, ids[1]).await.status, 204);
        assert_eq!(round(t).await, Ok(false));
        assert_eq!(rows::count(t, waiting).await, 0);
        assert_eq!(overview(t).await["given_up"], json!([]));
    }

    #[test]
    async fn an_import_that_fails_rests_and_goes_on_where_it_stopped(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        preview(&haidang, csv(&[guest(1)]).as_bytes()).await;
        let how_it_stands = async || {
            let sql = "SELECT state || ' ' || attempts || ' ' || COALESCE(last_error, '-') FROM stay_import";
            rows::texts(t, sql).await.remove(0)
        };
        let about = rows::bytes(t, "SELECT about_sealed FROM stay_import").await;
        let something_else = rows::bytes(t, "SELECT content_sealed FROM stay_import_row").await;
        // Confirmed, with content that cannot be read.
        let set = async |about: Vec<u8>| {
            let mut update = Query::update();
            update
                .table("stay_import")
                .value("state", "storing")
                .value("about_sealed", about);
            t.app.db.writer().execute(&update).await.unwrap();
        };
        set(something_else).await;
        assert_eq!(round(t).await, Err(ErrorCode::Internal));
        assert_eq!(how_it_stands().await, "storing 1 internal");
        set(about).await;
        // Past the lease, and not rested yet.
        t.pass(59);
        assert_eq!(round(t).await, Ok(false));
        assert_eq!(rows::count(t, "stay").await, 0);
        t.pass(1);
        assert_eq!(round(t).await, Ok(false));
        assert_eq!(rows::count(t, "stay").await, 1);
        assert!(how_it_stands().await.starts_with("stored 0 "));
    }

    #[test]
    async fn an_import_that_was_given_up_says_so_to_its_facility_until_it_is_tried_again(t: &TestApp) {
        let haidang = t.signed_in("haidang").await;
        let previewed = preview(&haidang, csv(&[guest(1)]).as_bytes()).await;
        let id = Uuid::parse_str(previewed["id"].as_str().unwrap()).unwrap();
        let state = async || {
            let call = haidang.call("getImport").facility("haidang");
            let seen = call.at("import_id", id.to_string()).await.is(200);
            (seen["state"].clone(), seen["progress"]["stored"].clone())
        };
        rows::execute(t, "UPDATE stay_import SET state = 'storing'")
            .await
            .unwrap();
        assert_eq!(state().await, (json!("storing"), json!(0)));
        let given_up = "UPDATE stay_import SET attempts = 10, last_error = 'internal', given_up_at = ?";
        rows::change(t, given_up, [t.clock.now().get().into()]).await;
        assert_eq!(state().await, (json!("failed"), json!(0)));
        assert_eq!(retry(t, id).await.status, 204);
        assert_eq!(state().await.0, json!("storing"));
        assert_eq!(round(t).await, Ok(false));
        assert_eq!(state().await, (json!("stored"), json!(1)));
    }

    #[test]
    async fn a_delivery_that_cannot_be_read_is_given_up_and_tried_again_on_demand(t: &TestApp) {
        crate::platform::jobs::cause_a_mail(t, "haidang", "vi").await;
        rows::execute(t, "UPDATE outbox SET kind = 'pigeon'").await.unwrap();
        let row = async || rows::outbox(t).await.remove(0);
        for attempt in 1..=12 {
            assert_eq!(round(t).await, Ok(false));
            assert_eq!(row().await.attempts, attempt.min(10));
            t.pass(6 * 3_600);
        }
        let given_up = row().await;
        assert!(given_up.given_up_at.is_some() && given_up.delivered_at.is_none());
        let seen = overview(t).await;
        assert_eq!(seen["given_up"][0]["kind"], "delivery");
        assert_eq!(seen["given_up"][0]["last_error"], "unreadable");
        assert_eq!(seen["mail_queue"]["waiting"], 0, "it waits for the administrator");
        rows::execute(t, "UPDATE outbox SET kind = 'mail'").await.unwrap();
        assert_eq!(retry(t, given_up.id).await.status, 204);
        assert_eq!(round(t).await, Ok(false));
        assert!(row().await.delivered_at.is_some());
        assert_eq!(mail::files(t).len(), 1);
    }

    #[test]
    async fn any_instance_tells_what_came_of_a_job_on_another_one(t: &TestApp) {
        let other = t.sibling(|_| {}).await;
        let seen = async || {
            let administrator = t.signed_in_at(&other, "quantri").await;
            let seen = administrator.call("getJobs").await.is(200);
            job(&seen, "loss_reports").clone()
        };
        assert_eq!(
            (&seen().await["state"], &seen().await["ended_at"]),
            (&json!("not_yet"), &Value::Null)
        );
        assert_eq!(round(t).await, Ok(false));
        let first = t.clock.now().to_string();
        assert_eq!(
            (&seen().await["state"], &seen().await["ended_at"]),
            (&json!("fine"), &json!(first))
        );
        // While all goes well it is noted once a minute.
        t.pass(59);
        assert_eq!(round(t).await, Ok(false));
        assert_eq!(seen().await["ended_at"], first);
        t.pass(1);
        assert_eq!(round(t).await, Ok(false));
        assert_eq!(seen().await["ended_at"], t.clock.now().to_string());
        // A failure at once, and that it has passed too.
        damaged_report(t).await;
        assert_eq!(round(t).await, Err(ErrorCode::Internal));
        let failing = seen().await;
        assert_eq!(
            (&failing["state"], &failing["failures"]),
            (&json!("failing"), &json!(1))
        );
        assert_eq!(
            (&failing["rows_waiting"], &failing["rows_given_up"]),
            (&json!(1), &json!(0))
        );
        let failed = t.clock.now().to_string();
        t.pass(5);
        assert_eq!(round(t).await, Ok(false));
        let well = seen().await;
        assert_eq!((&well["state"], &well["failures"]), (&json!("fine"), &json!(0)));
        assert_eq!(
            (&well["last_error"], &well["failed_at"]),
            (&json!("internal"), &json!(failed))
        );
        // Nothing runs any more.
        t.pass(901);
        assert_eq!(seen().await["state"], "late");
    }

    #[test]
    async fn nobody_but_the_administrator_sees_jobs_and_tries_again(t: &TestApp) {
        for other in ["congan.tinh", "haidang", "thue.tinh"] {
            let client = t.signed_in(other).await;
            client.call("getJobs").await.problem("forbidden");
            let call = client.call("retryGivenUp").at("row_id", Uuid::nil().to_string());
            call.await.problem("forbidden");
        }
        retry(t, Uuid::nil()).await.problem("not_found");
    }
);
