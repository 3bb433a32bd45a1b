//! The result of the last run of each job, on any instance.

use super::entity::job_state;
use super::{Every, Job, store};
use crate::db::Tx;
use crate::error::{Error, Result};
use dto::Timestamp;
use dto::jobs::JobState;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;

/// The result of the last run of a job.
pub(crate) struct LastRun {
    /// Its start.
    pub began_at: Timestamp,
    /// Its end.
    pub ended_at: Timestamp,
    /// The number of consecutive failed runs.
    pub failures: i32,
    /// The code of the last failure.
    pub last_error: Option<String>,
    /// The time of the last failure.
    pub failed_at: Option<Timestamp>,
}

impl From<job_state::Model> for LastRun {
    fn from(row: job_state::Model) -> Self {
        Self {
            began_at: row.began_at.into(),
            ended_at: row.ended_at.into(),
            failures: row.failures,
            last_error: row.last_error,
            failed_at: row.failed_at.map(Into::into),
        }
    }
}

/// The interval, in seconds, at which success is recorded for a job that looks for work every few seconds.
const NOTED: i64 = 60;
/// The time without a run after which a job is late, in seconds, unless it runs less often.
const SILENT: i64 = 15 * 60;

/// Records the end of a run, and its result.
pub(super) async fn note(
    tx: &Tx,
    name: &str,
    (began, ended): (Timestamp, Timestamp),
    failure: Option<&Error>,
) -> Result<()> {
    store::note(tx, name, (began, ended), failure.map(|error| error.code().as_str())).await
}

/// Returns whether success was recorded recently: another row every few seconds would add no information.
pub(super) async fn is_known_to_be_well(db: &impl ConnectionTrait, name: &str, now: Timestamp) -> Result<bool> {
    let last = store::state(db, name).await?.map(LastRun::from);
    Ok(last.is_some_and(|last| last.failures == 0 && last.ended_at <= now && now < last.ended_at.plus_seconds(NOTED)))
}

/// Returns the result of the last run of each job, by name.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<HashMap<String, LastRun>> {
    let states = store::states(db).await?;
    Ok(states
        .into_iter()
        .map(|state| (state.name.clone(), state.into()))
        .collect())
}

impl Job {
    /// Returns the state of the job, by its last run.
    pub(crate) fn stands(&self, last: Option<&LastRun>, now: Timestamp) -> JobState {
        let Some(last) = last else {
            return JobState::NotYet;
        };
        let silent = SILENT.max(2 * self.every.seconds());
        if last.ended_at.plus_seconds(silent) < now {
            JobState::Late
        } else if last.failures > 0 {
            JobState::Failing
        } else {
            JobState::Fine
        }
    }
}

impl Every {
    /// Returns the number of seconds between two runs.
    pub(crate) fn seconds(self) -> i64 {
        match self {
            Self::Look => super::LOOK,
            Self::Seconds(seconds) => seconds,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::HOUR;

    fn job(every: Every) -> Job {
        Job {
            name: "x",
            every,
            run: |_, _| Box::pin(async { Ok(false) }),
            rows: None,
        }
    }

    fn state(ended: Timestamp, failures: i32) -> LastRun {
        LastRun {
            began_at: ended,
            ended_at: ended,
            failures,
            last_error: None,
            failed_at: None,
        }
    }

    #[test]
    fn a_job_is_late_after_a_quarter_of_an_hour_or_two_of_its_pauses() {
        let ended = Timestamp::from_unix(1_795_000_000).unwrap();
        for (every, silent) in [(Every::Look, 900), (Every::Seconds(300), 900), (HOUR, 7_200)] {
            let job = job(every);
            for (after, failures, stands) in [
                (0, 0, JobState::Fine),
                (silent, 0, JobState::Fine),
                (silent, 1, JobState::Failing),
                (silent + 1, 0, JobState::Late),
                (silent + 1, 1, JobState::Late),
            ] {
                let now = ended.plus_seconds(after);
                assert_eq!(
                    job.stands(Some(&state(ended, failures)), now),
                    stands,
                    "{every:?} {after} {failures}"
                );
            }
            assert_eq!(job.stands(None, ended), JobState::NotYet);
        }
    }
}
