//! Background jobs: their definition, and how several instances share them, any of which may die at any moment.
//!
//! An instance claims a job that runs once in a slot of time by inserting the row of the slot; after the end of a
//! lease, the next instance may take it over. Each domain has a list of its jobs; `crate::schedule` runs them all.

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
    /// Runs the job once, if it is the turn of this instance; returns whether more work is left now.
    ///
    /// # Errors
    /// Returns the failure of the run. It is repeated: a job that looks for work at its next look, a job with slots
    /// after its lease has ended.
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

    /// Records the result of a look for work, unless nothing has changed.
    async fn note_look(&self, app: &App, began: Timestamp, outcome: &Result<bool>) -> Result<()> {
        let failure = outcome.as_ref().err();
        // If the database does not answer, the result cannot be recorded.
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

/// Returns the start of the slot, of this number of seconds, that contains `now`.
fn beginning(now: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_unix(now.unix() - now.unix().rem_euclid(seconds)).unwrap_or(now)
}

/// The duration of a claim, in seconds: longer than any run.
const LEASE: i64 = 120;
/// The time for which finished runs are kept, in seconds.
const KEPT: i64 = 30 * 86_400;

/// Claims the run of `name` for `slot`: `true` for one instance only, until its lease ends.
pub async fn claim(app: &App, name: &str, slot: Timestamp, instance: Uuid, now: Timestamp) -> Result<bool> {
    let lease = Lease {
        instance,
        seconds: LEASE,
        now,
    };
    app.db
        .write_unaudited(async |tx| {
            // A run that is neither finished nor leased was left by an instance that died.
            Ok(store::begin(tx, name, slot, lease).await? || store::take_over(tx, name, slot, lease).await?)
        })
        .await
}

/// Records the result of a run, which decides whether it is taken over.
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

/// Deletes old runs.
pub(crate) async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    store::delete_before(tx, now.plus_seconds(-KEPT)).await
}
