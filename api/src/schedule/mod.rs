//! Runs the background jobs of all domains, each in a separate task: a slow or failing job does not delay the others.

mod housekeeping;
pub mod http;
mod overview;

use crate::error::Result;
use crate::jobs::{self, Failures, Job};
use crate::{App, accounts, facility_changes, keyring, outbox, procedures, stays};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// The interval at which an instance looks for work.
const LOOK: Duration = Duration::from_secs(jobs::LOOK.unsigned_abs());
/// The longest pause after consecutive failures.
const LONGEST: Duration = Duration::from_mins(5);

/// Returns the jobs of all domains, in the order of a round: the end of an account comes before a mail.
fn jobs() -> impl Iterator<Item = Job> {
    [
        facility_changes::JOBS,
        procedures::kinds::JOBS,
        stays::import::JOBS,
        outbox::JOBS,
        housekeeping::JOBS,
        accounts::JOBS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

/// Starts the jobs of all domains; they run until the process ends.
pub fn start(app: &Arc<App>) {
    start_these(app, jobs());
}

/// Starts these jobs, each in a separate task.
pub fn start_these(app: &Arc<App>, jobs: impl IntoIterator<Item = Job>) {
    let instance = Uuid::now_v7();
    for job in jobs {
        app.background
            .spawn(app.db.runtime(), run(Arc::clone(app), job, instance));
    }
}

/// Runs a job repeatedly. A failure is logged, counted, and repeated after an increasing pause.
async fn run(app: Arc<App>, job: Job, instance: Uuid) {
    let mut failures: u32 = 0;
    while !app.background.is_stopping() {
        let pause = match turn(&app, &job, instance).await {
            // Continue at once, so that mail to thousands is sent without pauses.
            Ok(true) => continue,
            Ok(false) => {
                failures = 0;
                LOOK
            }
            Err(error) => {
                failures = failures.saturating_add(1);
                let code = error.code().as_str();
                tracing::warn!(job = job.name, code, failures, "a job failed; it will be tried again");
                pause_after(failures)
            }
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = app.background.stopped() => {}
        }
    }
}

/// Returns the pause: 5, 10, 20 … seconds.
fn pause_after(failures: u32) -> Duration {
    let doubled = 1_u32.checked_shl(failures.saturating_sub(1)).unwrap_or(u32::MAX);
    LOOK.saturating_mul(doubled).min(LONGEST)
}

async fn turn(app: &App, job: &Job, instance: Uuid) -> Result<bool> {
    keyring::check(app).await?;
    job.run_once(app, instance).await
}

/// Runs one round of all jobs, as the instance `instance`; returns whether more work is left now. For tests and
/// commands, which wait for the end of a round.
///
/// # Errors
///
/// Returns the first failure of the round, after every job was tried; at once if the database does not answer.
pub async fn tick(app: &App, instance: Uuid) -> Result<bool> {
    let mut failures = Failures::default();
    let mut has_more = false;
    for job in jobs() {
        let outcome = turn(app, &job, instance).await;
        has_more |= matches!(outcome, Ok(true));
        failures.note(job.name, outcome.map(drop))?;
    }
    failures.first()?;
    Ok(has_more)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn pauses_grow_and_end_at_five_minutes() {
        let seconds: Vec<u64> = (1..=9).map(|failures| pause_after(failures).as_secs()).collect();
        assert_eq!(seconds, [5, 10, 20, 40, 80, 160, 300, 300, 300]);
        assert_eq!(pause_after(u32::MAX), LONGEST);
    }

    #[test]
    fn no_two_jobs_have_the_same_name() {
        let names: BTreeSet<&str> = jobs().map(|job| job.name).collect();
        assert_eq!(names.len(), jobs().count());
    }
}
