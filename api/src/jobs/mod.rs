//! Work that nobody waits for: delivering what the outbox holds, and keeping house.
//!
//! Several instances may run at once, and any may die at any moment. A job is claimed by inserting its row for a slot
//! of time; a lease that has run out may be taken over by whoever comes next.

pub mod entity;
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
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
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

/// Looks for work until the process ends. What fails is logged and tried again: nothing here may stop the service.
pub async fn run(app: Arc<App>) {
    let instance = Uuid::now_v7();
    loop {
        if let Err(error) = tick(&app, instance).await {
            tracing::warn!(code = error.code().as_str(), "a job failed; it will be tried again");
        }
        tokio::time::sleep(TICK).await;
    }
}

/// One round of work, as the instance `instance`.
pub async fn tick(app: &App, instance: Uuid) -> Result<()> {
    keyring::check(app).await?;
    let now = app.clock.now();
    // First: whose account has ended must not wait for a mail server.
    directory::changes::apply_due(app, now).await?;
    procedures::filing::look_up_waiting(app, now).await?;
    stays::import::job::continue_waiting(app, instance).await?;
    outbox::deliver(app, instance).await?;
    let slot = Timestamp::from_unix(now.unix() - now.unix().rem_euclid(HOUR)).unwrap_or(now);
    if claim(app, "housekeeping", slot, instance, now).await? {
        let outcome = housekeeping::run(app, now).await;
        finish(app, "housekeeping", slot, instance, &outcome).await?;
        outcome?;
    }
    if claim(app, "password_reminders", slot, instance, now).await? {
        let outcome = accounts::passwords::remind(app, now).await;
        finish(app, "password_reminders", slot, instance, &outcome).await?;
        outcome?;
    }
    let slot = Timestamp::from_unix(now.unix() - now.unix().rem_euclid(REMINDERS)).unwrap_or(now);
    if claim(app, "dossier_reminders", slot, instance, now).await? {
        let outcome = procedures::reminders::run(app, now).await;
        finish(app, "dossier_reminders", slot, instance, &outcome).await?;
        outcome?;
    }
    Ok(())
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
                .filter(Column::LeasedUntil.lt(now.get()))
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
