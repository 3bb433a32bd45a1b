//! What came of the last run of each job, on whichever instance: rows of `job_state`.

use super::{Every, Job};
use crate::db::{Tx, engine};
use crate::error::{Error, Result};
use dto::Timestamp;
use dto::jobs::JobState;
use sea_orm::entity::prelude::*;
use sea_orm::{ConnectionTrait, Statement};
use std::collections::HashMap;

/// The state of a job.
#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "job_state")]
#[expect(missing_docs, reason = "the columns are described in the migration")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub began_at: TimeDateTimeWithTimeZone,
    pub ended_at: TimeDateTimeWithTimeZone,
    pub failures: i32,
    pub last_error: Option<String>,
    pub failed_at: Option<TimeDateTimeWithTimeZone>,
}

/// Relations are followed by `store` in its own queries.
#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// How often a job that looks for work every few seconds is noted while all goes well, in seconds.
const NOTED: i64 = 60;
/// How long a job may be silent before it is late, in seconds, unless it runs less often.
const SILENT: i64 = 15 * 60;

/// Notes that a run ended, and how.
pub(super) async fn note(
    tx: &Tx,
    name: &str,
    (began, ended): (Timestamp, Timestamp),
    failure: Option<&Error>,
) -> Result<()> {
    let what_changes = match failure {
        None => "failures = 0",
        Some(_) => {
            "failures = job_state.failures + 1, last_error = excluded.last_error, failed_at = excluded.failed_at"
        }
    };
    let sql = format!(
        "INSERT INTO job_state (name, began_at, ended_at, failures, last_error, failed_at) VALUES (?, ?, ?, ?, ?, ?) \
         ON CONFLICT (name) DO UPDATE SET began_at = excluded.began_at, ended_at = excluded.ended_at, {what_changes}"
    );
    let values = [
        name.into(),
        began.get().into(),
        ended.get().into(),
        i32::from(failure.is_some()).into(),
        failure.map(|error| error.code().as_str().to_owned()).into(),
        failure.map(|_| ended.get()).into(),
    ];
    let sql = engine::placeholders(tx, &sql);
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values))
        .await?;
    Ok(())
}

/// Whether it is noted already that all goes well: another row each few seconds would tell nothing more.
pub(super) async fn is_known_to_be_well(db: &impl ConnectionTrait, name: &str, now: Timestamp) -> Result<bool> {
    let state = Entity::find_by_id(name.to_owned()).one(db).await?;
    Ok(state.is_some_and(|state| {
        let ended = Timestamp::from(state.ended_at);
        state.failures == 0 && ended <= now && now < ended.plus_seconds(NOTED)
    }))
}

/// The states of all jobs, by name.
pub(crate) async fn all(db: &impl ConnectionTrait) -> Result<HashMap<String, Model>> {
    let states = Entity::find().all(db).await?;
    Ok(states.into_iter().map(|state| (state.name.clone(), state)).collect())
}

impl Job {
    /// How it stands, by its last run.
    pub(crate) fn stands(&self, state: Option<&Model>, now: Timestamp) -> JobState {
        let Some(state) = state else {
            return JobState::NotYet;
        };
        let silent = SILENT.max(2 * self.every.seconds());
        if Timestamp::from(state.ended_at).plus_seconds(silent) < now {
            JobState::Late
        } else if state.failures > 0 {
            JobState::Failing
        } else {
            JobState::Fine
        }
    }
}

impl Every {
    /// How many seconds lie between two runs.
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

    fn state(ended: Timestamp, failures: i32) -> Model {
        Model {
            name: "x".to_owned(),
            began_at: ended.get(),
            ended_at: ended.get(),
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
