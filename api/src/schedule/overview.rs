//! The overview of the jobs for administrators, and the retry of rows that were given up.

use crate::App;
use crate::audit::Event;
use crate::authz::Caller;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::jobs::state;
use crate::outbox;
use dto::Timestamp;
use dto::jobs::{JobOut, JobsOut};
use uuid::Uuid;

/// Returns the state of the jobs in the database, of all instances. It has no personal data, so the reading is not
/// recorded.
pub(super) async fn read(app: &App, now: Timestamp) -> Result<JobsOut> {
    let db = app.db.read();
    let states = state::all(db).await?;
    let (mut jobs, mut given_up) = (Vec::new(), Vec::new());
    for job in super::jobs() {
        let state = states.get(job.name);
        let counts = match job.rows {
            Some(rows) => Some(rows.counts(db, now).await?),
            None => None,
        };
        if let Some(rows) = job.rows {
            given_up.extend(rows.given_up(db, now).await?);
        }
        jobs.push(JobOut {
            name: job.name.to_owned(),
            every_seconds: job.every.seconds(),
            state: job.stands(state, now),
            began_at: state.map(|state| state.began_at),
            ended_at: state.map(|state| state.ended_at),
            failures: state.map_or(0, |state| state.failures),
            last_error: state.and_then(|state| state.last_error.clone()),
            failed_at: state.and_then(|state| state.failed_at),
            rows_waiting: counts.as_ref().map(|counts| counts.waiting),
            rows_given_up: counts.as_ref().map(|counts| counts.given_up),
        });
    }
    Ok(JobsOut {
        jobs,
        given_up,
        mail_queue: outbox::mail_queue(app, now).await?,
    })
}

/// Lets the job try a given-up row again.
pub(super) async fn retry(caller: &Caller, id: Uuid, once: Once) -> Result<Answer> {
    once.write(caller, Effect::Empty, async |tx| {
        for rows in super::jobs().filter_map(|job| job.rows) {
            if rows.retry(tx, id, caller.now).await? {
                let event = Event::new("row_retried", rows.table).on(id);
                return Ok(((), event.into()));
            }
        }
        Err(Error::not_found())
    })
    .await
}
