//! Background jobs: what one is, and how several instances share it, any of which may die at any moment.
//!
//! A job that runs once in a slot of time is claimed by inserting its row for the slot; a lease that has run out may be
//! taken over by whoever comes next. Each domain has a list of its jobs; `crate::schedule` runs them all.

mod entity;
mod failures;
mod job;
mod lease;
pub mod rows;
pub mod state;
mod store;

use self::lease::Lease;
use crate::App;
use crate::db::Tx;
use crate::error::Result;
use dto::{ErrorCode, Timestamp};
pub use failures::Failures;
pub(crate) use job::LOOK;
pub use job::{Every, HOUR, Job};
pub use lease::lease_is_over;
pub use rows::Rows;
use std::time::Instant;
use uuid::Uuid;

impl Job {
    /// One run, if it is this instance's turn; whether there is more to do at once.
    ///
    /// # Errors
    /// What the run failed with. It is tried again: a job that looks for work with its next look, one of a slot once its
    /// lease is over.
    pub async fn run_once(&self, app: &App, instance: Uuid) -> Result<bool> {
        let slot = match self.every {
            Every::Look => None,
            Every::Seconds(seconds) => {
                let now = app.clock.now();
                let slot = beginning(now, seconds);
                if !claim(app, self.name, slot, instance, now).await? {
                    return Ok(false);
                }
                Some(slot)
            }
        };
        let (started, began) = (Instant::now(), app.clock.now());
        let outcome = (self.run)(app, instance).await;
        let label = if outcome.is_ok() { "done" } else { "failed" };
        metrics::counter!("luutru_job_runs_total", "job" => self.name, "outcome" => label).increment(1);
        metrics::histogram!("luutru_job_seconds", "job" => self.name).record(started.elapsed());
        match slot {
            Some(slot) => finish(app, self.name, slot, (began, instance), &outcome).await?,
            None => self.note_look(app, began, &outcome).await?,
        }
        outcome
    }

    /// Notes what came of a look for work, unless nothing is new.
    async fn note_look(&self, app: &App, began: Timestamp, outcome: &Result<bool>) -> Result<()> {
        let failure = outcome.as_ref().err();
        // Where the database does not answer there is nowhere to note it.
        if failure.is_some_and(|error| error.code() == ErrorCode::Unavailable) {
            return Ok(());
        }
        let now = app.clock.now();
        if failure.is_none() && state::is_known_to_be_well(app.db.read(), self.name, now).await? {
            return Ok(());
        }
        app.db
            .write_unaudited(async |tx| state::note(tx, self.name, (began, now), failure).await)
            .await
    }
}

/// The beginning of the slot of so many seconds in which `now` lies.
fn beginning(now: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_unix(now.unix() - now.unix().rem_euclid(seconds)).unwrap_or(now)
}

/// How long a claim holds, in seconds: longer than any run takes.
const LEASE: i64 = 120;
/// How long finished runs stay, in seconds.
const KEPT: i64 = 30 * 86_400;

/// Takes the run of `name` for `slot`: `true` for one instance only, until its lease runs out.
pub async fn claim(app: &App, name: &str, slot: Timestamp, instance: Uuid, now: Timestamp) -> Result<bool> {
    let lease = Lease {
        instance,
        seconds: LEASE,
        now,
    };
    app.db
        .write_unaudited(async |tx| {
            // A run that neither finished nor holds its lease any more was left by an instance that died.
            Ok(store::begin(tx, name, slot, lease).await? || store::take_over(tx, name, slot, lease).await?)
        })
        .await
}

/// Writes what came of a run, so that it is not taken over, or is.
async fn finish(
    app: &App,
    name: &str,
    slot: Timestamp,
    (began, instance): (Timestamp, Uuid),
    outcome: &Result<bool>,
) -> Result<()> {
    let now = app.clock.now();
    let finished = outcome.is_ok().then_some(now);
    let error = outcome.as_ref().err().map(|error| error.code().as_str());
    app.db
        .write_unaudited(async |tx| {
            store::finish(tx, (name, slot), instance, finished, error).await?;
            state::note(tx, name, (began, now), outcome.as_ref().err()).await
        })
        .await
}

/// Deletes runs that nobody asks for any more.
pub(crate) async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    store::delete_before(tx, now.plus_seconds(-KEPT)).await
}
