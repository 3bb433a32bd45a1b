//! Work that nobody waits for: delivering what the outbox holds, and keeping house.
//!
//! Several instances may run at once, and any may die at any moment. A job is claimed by inserting its row for a slot
//! of time; a lease that has run out may be taken over by whoever comes next.

pub mod entity;
mod failures;
mod housekeeping;
pub mod http;
mod mail_queue;
pub mod outbox;

use crate::App;
use crate::accounts;
use crate::directory;
use crate::error::Result;
use crate::keyring;
use crate::procedures;
use crate::stays;
use dto::Timestamp;
use entity::job_run;
pub use failures::Failures;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// How often an instance looks for work.
const TICK: Duration = Duration::from_secs(5);
/// How long a claim holds, in seconds: longer than any run takes.
const LEASE: i64 = 120;
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

/// Whether a lease of so many seconds is over. One that ends far in the future was taken by a clock that went wrong
/// and was put right since; clocks of instances may differ by the length of a lease.
pub fn lease_is_over<C: ColumnTrait>(until: C, now: Timestamp, lease: i64) -> Condition {
    Condition::any()
        .add(until.is_null())
        .add(until.lt(now.get()))
        .add(until.gt(now.plus_seconds(2 * lease).get()))
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
    failures.note("facility_changes", directory::changes::apply_due(app, now).await)?;
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

/// Takes the run of `name` for `slot`: `true` for one instance only, until its lease runs out.
pub async fn claim(app: &App, name: &str, slot: Timestamp, instance: Uuid, now: Timestamp) -> Result<bool> {
    use job_run::Column;
    let leased_until = now.plus_seconds(LEASE).get();
    app.db
        .keep_house(async |tx| {
            let row = job_run::ActiveModel {
                name: Set(name.to_owned()),
                slot: Set(slot.get()),
                leased_by: Set(instance),
                leased_until: Set(leased_until),
                attempts: Set(1),
                finished_at: Set(None),
                last_error: Set(None),
            };
            let first = job_run::Entity::insert(row)
                .on_conflict(
                    OnConflict::columns([Column::Name, Column::Slot])
                        .do_nothing()
                        .to_owned(),
                )
                .exec_without_returning(tx)
                .await?;
            if first == 1 {
                return Ok(true);
            }
            // A run that neither finished nor holds its lease any more was left by an instance that died.
            let taken = job_run::Entity::update_many()
                .col_expr(Column::LeasedBy, Expr::value(instance))
                .col_expr(Column::LeasedUntil, Expr::value(leased_until))
                .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
                .filter(Column::Name.eq(name))
                .filter(Column::Slot.eq(slot.get()))
                .filter(Column::FinishedAt.is_null())
                .filter(lease_is_over(Column::LeasedUntil, now, LEASE))
                .exec(tx)
                .await?;
            Ok(taken.rows_affected == 1)
        })
        .await
}

async fn finish(app: &App, name: &str, slot: Timestamp, instance: Uuid, outcome: &Result<()>) -> Result<()> {
    use job_run::Column;
    let finished = outcome.is_ok().then(|| app.clock.now().get());
    let error = outcome.as_ref().err().map(|error| error.code().as_str().to_owned());
    app.db
        .keep_house(async |tx| {
            job_run::Entity::update_many()
                .col_expr(Column::FinishedAt, Expr::value(finished))
                .col_expr(Column::LastError, Expr::value(error))
                .filter(Column::Name.eq(name))
                .filter(Column::Slot.eq(slot.get()))
                .filter(Column::LeasedBy.eq(instance))
                .exec(tx)
                .await?;
            Ok(())
        })
        .await
}
