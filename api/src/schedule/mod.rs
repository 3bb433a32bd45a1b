//! The background jobs of all domains: delivery, what is due, cleanup.

mod housekeeping;

use crate::error::Result;
use crate::jobs::{Failures, claim, finish};
use crate::{App, accounts, facility_changes, keyring, outbox, procedures, stays};
use dto::Timestamp;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How often an instance looks for work.
const TICK: Duration = Duration::from_secs(5);
/// How often housekeeping runs, in seconds.
const HOUR: i64 = 3_600;
/// How often terms are looked at, in seconds.
const REMINDERS: i64 = 300;

/// Looks for work until the process is to end. What fails is logged and tried again: nothing here may stop the service.
pub async fn run(app: Arc<App>) {
    let instance = Uuid::now_v7();
    while !app.background.is_stopping() {
        match tick(&app, instance).await {
            // Mail to thousands leaves in one go.
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(
                code = error.code().as_str(),
                "a round of jobs ended early or with failures"
            ),
        }
        tokio::select! {
            () = tokio::time::sleep(TICK) => {}
            () = app.background.stopped() => {}
        }
    }
}

/// One round of work, as the instance `instance`; whether there is more to do at once. What fails stops nothing else.
///
/// # Errors
///
/// The first failure of the round, after everything was tried; at once where the database does not answer.
pub async fn tick(app: &App, instance: Uuid) -> Result<bool> {
    keyring::check(app).await?;
    let now = app.clock.now();
    let mut failures = Failures::default();
    // First: whose account has ended must not wait for a mail server.
    failures.note("facility_changes", facility_changes::service::apply_due(app, now).await)?;
    failures.note("loss_reports", procedures::filing::look_up_waiting(app, now).await)?;
    failures.note("imports", stays::import::job::continue_waiting(app, instance).await)?;
    let delivered = outbox::deliver(app, instance).await;
    let has_more = matches!(delivered, Ok(true));
    failures.note("outbox", delivered.map(drop))?;
    let hour = slot(now, HOUR);
    if claim(app, "housekeeping", hour, instance, now).await? {
        let outcome = housekeeping::run(app, now).await;
        finish(app, "housekeeping", hour, instance, &outcome).await?;
        failures.note("housekeeping", outcome)?;
    }
    if claim(app, "password_reminders", hour, instance, now).await? {
        let outcome = accounts::passwords::remind(app, now).await;
        finish(app, "password_reminders", hour, instance, &outcome).await?;
        failures.note("password_reminders", outcome)?;
    }
    let term = slot(now, REMINDERS);
    if claim(app, "dossier_reminders", term, instance, now).await? {
        let outcome = procedures::reminders::run(app, now).await;
        finish(app, "dossier_reminders", term, instance, &outcome).await?;
        failures.note("dossier_reminders", outcome)?;
    }
    failures.first()?;
    Ok(has_more)
}

/// The beginning of the slot of so many seconds in which `now` lies.
fn slot(now: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_unix(now.unix() - now.unix().rem_euclid(seconds)).unwrap_or(now)
}
