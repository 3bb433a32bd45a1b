//! What happens without a request: mail that leaves, and facility that is kept.

use crate::support::province::{PASSWORD, PHAT, account_id};
use crate::support::*;
use api::error::Error;
use api::jobs::{HOUR, Job, claim};
use api::schedule::{start_these, tick};
use dto::{ErrorCode, Timestamp};
use sea_orm::FromQueryResult;
use serde_json::json;
use std::time::Duration;
use time::OffsetDateTime;
use uuid::Uuid;

/// Changes the password of an account, which sends a mail.
pub async fn cause_a_mail(t: &TestApp, login: &str, lang: &str) {
    let client = t.signed_in(login).await;
    let body = json!({ "current_password": PASSWORD, "new_password": "Tram-Huong-27" });
    client.call("changePassword").lang(lang).json(&body).await.is(204);
}

/// A run of a job in a slot of time.
#[derive(FromQueryResult)]
struct Run {
    slot: OffsetDateTime,
    attempts: i32,
    finished_at: Option<OffsetDateTime>,
    last_error: Option<String>,
}

async fn runs(t: &TestApp, job: &str) -> Vec<Run> {
    rows::found(t, &format!("SELECT * FROM job_run WHERE name = '{job}'")).await
}

/// Puts more mail into the outbox, as rows like the first.
pub async fn copies(t: &TestApp, count: usize) {
    let pattern = rows::outbox(t).await.remove(0);
    for _ in 0..count {
        let id = Uuid::now_v7();
        let mail = t
            .app
            .sealer
            .open("outbox.payload", pattern.id, &pattern.payload_sealed)
            .unwrap();
        let payload_sealed = t.app.sealer.seal("outbox.payload", id, &mail).unwrap();
        let copy = "INSERT INTO outbox (id, kind, destination, payload_sealed, created_at, due_at, attempts) \
                    SELECT ?, kind, destination, ?, created_at, due_at, attempts FROM outbox WHERE id = ?";
        rows::change(t, copy, [id.into(), payload_sealed.into(), pattern.id.into()]).await;
    }
}

/// Has another instance deliver everything, for a minute from now.
async fn is_leased(t: &TestApp) {
    let until = t.clock.now().plus_seconds(60).get();
    let sql = "UPDATE outbox SET leased_by = ?, leased_until = ?";
    rows::change(t, sql, [Uuid::now_v7().into(), until.into()]).await;
}

fn slot() -> Timestamp {
    local("2026-11-21 20:00:00")
}

on_both_engines!(
    #[test]
    async fn a_mail_tells_the_holder_that_the_password_was_changed(t: &TestApp) {
        cause_a_mail(t, "haidang", "vi").await;
        assert!(mail::files(t).is_empty(), "nothing leaves within the request");
        leaks::expect_none_in("the outbox", &rows::all(t, "outbox").await[0]);
        assert!(
            !rows::all(t, "outbox").await[0].contains("example.test"),
            "the address is sealed"
        );
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        let files = mail::files(t);
        assert_eq!(files.len(), 1);
        let row = &rows::outbox(t).await[0];
        assert!(files[0].ends_with(format!("{}.eml", row.id)), "{files:?}");
        let text = std::fs::read_to_string(&files[0]).unwrap();
        assert!(text.lines().all(|line| line.len() <= 78), "{text}");
        let mail = mail::in_folder(t).remove(0);
        assert_eq!(mail.to, "haidang@example.test");
        assert_eq!(mail.subject, "Mật khẩu Lưu Trú đã được đổi");
        assert!(mail.text.contains("tài khoản haidang vừa được đổi"), "{}", mail.text);
        assert_eq!(mail.message_id, format!("<{}@luutru.invalid>", row.id));
        assert_eq!(
            (row.attempts, row.delivered_at.map(Timestamp::from)),
            (1, Some(t.clock.now()))
        );
        // Once is enough.
        std::fs::remove_file(&files[0]).unwrap();
        t.pass(3_600);
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert!(mail::files(t).is_empty());
    }

    #[test]
    async fn a_mail_speaks_the_language_of_the_request(t: &TestApp) {
        cause_a_mail(t, "haidang", "en").await;
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        let mail = mail::in_folder(t).remove(0);
        assert!(
            mail.text.starts_with("The password of the account haidang was changed"),
            "{}",
            mail.text
        );
    }

    #[test]
    async fn nobody_is_told_where_there_is_no_address(t: &TestApp) {
        rows::execute(t, "UPDATE account SET email = '' WHERE login = 'haidang'")
            .await
            .unwrap();
        cause_a_mail(t, "haidang", "vi").await;
        assert!(rows::outbox(t).await.is_empty());
    }

    #[test]
    async fn a_delivery_whose_instance_died_is_taken_over_after_its_lease(t: &TestApp) {
        cause_a_mail(t, "haidang", "vi").await;
        is_leased(t).await;
        rows::execute(t, "UPDATE outbox SET attempts = 1").await.unwrap();
        for seconds in [0, 59, 1] {
            t.pass(seconds);
            tick(&t.app, Uuid::now_v7()).await.unwrap();
            assert!(mail::files(t).is_empty(), "taken while the lease held");
        }
        t.pass(1);
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(mail::files(t).len(), 1);
        assert_eq!(rows::outbox(t).await[0].attempts, 2);
    }

    #[test]
    async fn two_instances_never_deliver_the_same_mail_at_once(t: &TestApp) {
        cause_a_mail(t, "haidang", "vi").await;
        copies(t, 39).await;
        let other = t.sibling(|_| {}).await;
        let (one, two) = (Uuid::now_v7(), Uuid::now_v7());
        let (first, second) = tokio::join!(tick(&t.app, one), tick(&other.app, two));
        first.unwrap();
        second.unwrap();
        let rows = rows::outbox(t).await;
        assert_eq!((rows.len(), mail::files(t).len()), (40, 40));
        for row in &rows {
            assert_eq!(row.attempts, 1, "tried twice");
            assert!(row.delivered_at.is_some() && row.leased_until.is_none());
        }
        assert!(rows.iter().all(|row| [Some(one), Some(two)].contains(&row.leased_by)));
    }

    #[test]
    async fn a_delivery_that_fails_is_tried_again_after_growing_pauses_and_never_lost(t: &TestApp) {
        cause_a_mail(t, "haidang", "vi").await;
        // A file where the folder should be.
        std::fs::write(t.folder.join("mail"), "x").unwrap();
        let mut pauses = Vec::new();
        for attempt in 1..=10 {
            tick(&t.app, Uuid::now_v7()).await.unwrap();
            let row = rows::outbox(t).await.remove(0);
            assert_eq!((row.attempts, row.delivered_at), (attempt, None));
            assert_eq!(row.last_error.as_deref(), Some("folder"));
            let pause = Timestamp::from(row.due_at).unix() - t.clock.now().unix();
            pauses.push(pause);
            // Not a second earlier.
            t.pass(pause - 1);
            tick(&t.app, Uuid::now_v7()).await.unwrap();
            assert_eq!(rows::outbox(t).await[0].attempts, attempt);
            t.pass(1);
        }
        assert_eq!(pauses, [2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        std::fs::remove_file(t.folder.join("mail")).unwrap();
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(mail::files(t).len(), 1);
        assert!(rows::outbox(t).await[0].delivered_at.is_some());
    }

    #[test]
    async fn one_mail_that_cannot_leave_does_not_hold_up_the_others(t: &TestApp) {
        cause_a_mail(t, "haidang", "vi").await;
        copies(t, 2).await;
        let first = rows::outbox(t).await.remove(0).id;
        rows::change(t, "UPDATE outbox SET kind = 'pigeon' WHERE id = ?", [first.into()]).await;
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(mail::files(t).len(), 2);
        let stuck: Vec<_> = rows::outbox(t)
            .await
            .into_iter()
            .filter(|row| row.delivered_at.is_none())
            .collect();
        assert_eq!((stuck.len(), stuck[0].id), (1, first));
    }

    #[test]
    async fn a_run_is_claimed_by_exactly_one_instance(t: &TestApp) {
        let other = t.sibling(|_| {}).await;
        let now = t.clock.now();
        let claims = tokio::join!(
            claim(&t.app, "x", slot(), Uuid::now_v7(), now),
            claim(&other.app, "x", slot(), Uuid::now_v7(), now),
            claim(&t.app, "x", slot(), Uuid::now_v7(), now),
            claim(&other.app, "x", slot(), Uuid::now_v7(), now),
        );
        let won = [claims.0, claims.1, claims.2, claims.3]
            .into_iter()
            .filter(|won| *won.as_ref().unwrap());
        assert_eq!(won.count(), 1);
        // Another slot and another job are other runs.
        assert!(
            claim(&t.app, "x", slot().plus_seconds(3_600), Uuid::now_v7(), now)
                .await
                .unwrap()
        );
        assert!(claim(&t.app, "y", slot(), Uuid::now_v7(), now).await.unwrap());
    }

    #[test]
    async fn a_run_whose_instance_died_is_taken_over_once_its_lease_is_over(t: &TestApp) {
        let claimed = async |t: &TestApp| claim(&t.app, "x", slot(), Uuid::now_v7(), t.clock.now()).await.unwrap();
        assert!(claimed(t).await);
        t.pass(120);
        assert!(!claimed(t).await, "the lease holds for its last second");
        t.pass(1);
        assert!(claimed(t).await);
        assert!(!claimed(t).await);
        assert_eq!(runs(t, "x").await[0].attempts, 2);
        // What is finished is never run again.
        let finished = "UPDATE job_run SET finished_at = ?";
        rows::change(t, finished, [t.clock.now().get().into()]).await;
        t.pass(86_400);
        assert!(!claimed(t).await);
    }

    #[test]
    async fn a_row_that_cannot_be_read_stops_neither_the_rows_after_it_nor_another_job(t: &TestApp) {
        let lost = filing::loss("haidang", &t.clock.now().to_string());
        t.anonymous().call("reportCredentialLoss").json(&lost).await.is(202);
        rows::execute(t, "UPDATE dossier SET form_sealed = code_index")
            .await
            .unwrap();
        t.pass(1);
        let lost = filing::loss("doanvansau", &t.clock.now().to_string());
        t.anonymous().call("reportCredentialLoss").json(&lost).await.is(202);
        cause_a_mail(t, "doanvansau", "vi").await;
        let round = tick(&t.app, Uuid::now_v7()).await;
        assert_eq!(round.unwrap_err().code(), ErrorCode::Internal, "the failure is told");
        assert_eq!(rows::count(t, "credential_loss WHERE looked_up_at IS NULL").await, 1);
        assert_eq!(rows::count(t, "credential_loss WHERE account_id IS NOT NULL").await, 1);
        assert_eq!(
            rows::count(t, "outbox WHERE delivered_at IS NULL").await,
            0,
            "mail leaves"
        );
        let kept = "job_run WHERE name = 'housekeeping' AND finished_at IS NOT NULL";
        assert_eq!(rows::count(t, kept).await, 1);
    }

    #[test]
    async fn a_job_that_never_ends_and_one_that_fails_hold_up_no_other(t: &TestApp) {
        let job = |name, run| Job {
            name,
            every: HOUR,
            run,
            rows: None,
        };
        let jobs = [
            job("stuck", |_, _| Box::pin(std::future::pending())),
            job("failing", |_, _| Box::pin(async { Err(Error::not_found()) })),
            job("quick", |_, _| Box::pin(async { Ok(false) })),
        ];
        start_these(&t.app, jobs);
        let run = async |name: &str| runs(t, name).await.pop();
        let until = tokio::time::Instant::now() + Duration::from_secs(60);
        loop {
            let (quick, failing) = (run("quick").await, run("failing").await);
            let is_done = quick.is_some_and(|run| run.finished_at.is_some() && run.last_error.is_none());
            let has_failed = failing.is_some_and(|run| run.last_error.as_deref() == Some("not_found"));
            if is_done && has_failed {
                break;
            }
            assert!(tokio::time::Instant::now() < until, "the jobs after it have to run");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let stuck = run("stuck").await.unwrap();
        assert!(stuck.finished_at.is_none() && stuck.attempts == 1);
        t.app.background.stop();
    }

    #[test]
    async fn housekeeping_runs_once_an_hour_however_many_instances_there_are(t: &TestApp) {
        let other = t.sibling(|_| {}).await;
        for _ in 0..3 {
            let (first, second) = tokio::join!(tick(&t.app, Uuid::now_v7()), tick(&other.app, Uuid::now_v7()));
            first.unwrap();
            second.unwrap();
            t.pass(1_000);
        }
        let kept = runs(t, "housekeeping").await;
        assert_eq!(kept.len(), 1, "from 20:00:00 to 20:33:20 is one slot");
        assert_eq!((kept[0].attempts, Timestamp::from(kept[0].slot)), (1, slot()));
        assert!(kept[0].finished_at.is_some());
        t.at("2026-11-21 21:00:00");
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(runs(t, "housekeeping").await.len(), 2);
    }

    #[test]
    async fn housekeeping_takes_away_what_has_served_its_time_and_nothing_else(t: &TestApp) {
        const DAY: i64 = 86_400;
        let counts = async || {
            let mut counts = Vec::new();
            for table in [
                "idempotency_key",
                "login_throttle",
                "session",
                "refresh_token",
                "outbox",
                // Other jobs run beside it.
                "job_run WHERE name = 'housekeeping'",
            ] {
                counts.push(rows::count(t, table).await);
            }
            counts
        };
        let haidang = t.anonymous();
        haidang.login("haidang", PASSWORD).await.is(200);
        let stay = haidang
            .call("notifyStay")
            .key("key-00000001")
            .json(&t.stay_in("402", &PHAT))
            .await
            .is(201);
        haidang.amend(&stay, json!({ "note": "x" })).await.is(200);
        haidang.call("logout").await.is(204);
        t.anonymous()
            .login("khong.co.ai", "x")
            .await
            .problem("credentials_refused");
        cause_a_mail(t, "doanvansau", "vi").await;
        copies(t, 1).await;
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        // One of the two mails is still waiting, however old.
        let one = rows::outbox(t).await.remove(0).id;
        let undone = "UPDATE outbox SET delivered_at = NULL, kind = 'pigeon' WHERE id = ?";
        rows::change(t, undone, [one.into()]).await;
        let evidence = async || {
            let mut everything = rows::everything(t).await;
            for passing in ["idempotency_key", "outbox"] {
                everything.remove(passing);
            }
            (everything, rows::all(t, "audit_event").await)
        };
        let before = evidence().await;
        // A key; the address, with each name and the name that failed alone, and the session that changed its password;
        // a session that ended and one that goes on, with their tokens.
        assert_eq!(counts().await, [1, 5, 2, 2, 2, 1]);
        for (after, expected) in [
            (DAY, [1, 5, 2, 2, 2, 2]),
            (1, [1, 5, 2, 2, 2, 2]),
            (3_600, [1, 0, 2, 2, 2, 3]),
            (2 * DAY - 3_601, [1, 0, 2, 2, 2, 4]),
            (3_600, [0, 0, 2, 2, 2, 5]),
            (27 * DAY - 3_600, [0, 0, 2, 2, 2, 6]),
            (3_600, [0, 0, 1, 1, 1, 6]),
        ] {
            t.pass(after);
            tick(&t.app, Uuid::now_v7()).await.unwrap();
            assert_eq!(counts().await, expected, "at {}", t.clock.now());
        }
        assert_eq!(rows::outbox(t).await[0].id, one);
        assert_eq!(evidence().await, before, "evidence was touched");
        let open = rows::number(t, "SELECT COUNT(*) FROM session WHERE ended_at IS NULL").await;
        assert_eq!(open, 1);
        assert!(rows::count(t, "stay").await == 1 && account_id("haidang") != account_id("doanvansau"));
    }

    #[test]
    async fn what_a_clock_that_went_ahead_has_leased_or_put_off_is_taken_up_once_it_is_right_again(t: &TestApp) {
        let right = t.clock.now();
        t.pass(3_600);
        assert!(claim(&t.app, "x", slot(), Uuid::now_v7(), t.clock.now()).await.unwrap());
        cause_a_mail(t, "haidang", "vi").await;
        is_leased(t).await;
        t.clock.set(right);
        assert!(claim(&t.app, "x", slot(), Uuid::now_v7(), right).await.unwrap());
        tick(&t.app, Uuid::now_v7()).await.unwrap();
        assert_eq!(mail::files(t).len(), 1);
        // A clock that goes ahead by less than a lease takes nothing from anybody.
        assert!(
            !claim(&t.app, "x", slot(), Uuid::now_v7(), right.plus_seconds(-100))
                .await
                .unwrap()
        );
    }

    #[test]
    async fn a_token_of_a_clock_that_went_ahead_is_good_for_nothing_once_it_is_right_again(t: &TestApp) {
        let haidang = t.anonymous();
        let right = t.clock.now();
        t.pass(3_600);
        haidang.login("haidang", PASSWORD).await.is(200);
        t.clock.set(right);
        haidang.call("listStays").await.problem("token_expired");
    }
);
