//! Rows that a job works through one by one, each of which can fail by itself.
//!
//! A row that fails keeps in itself how often, with which code, and from when on it may be tried again. After [`LIMIT`]
//! attempts it is given up and waits for the administrator. Each table of such rows has the same four columns for this.

use super::Failures;
use super::store::rows as store;
use crate::App;
use crate::db::Tx;
use crate::error::Result;
use dto::jobs::{GivenUpRow, RowKind};
use dto::{ErrorCode, Timestamp};
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::Condition;
use uuid::Uuid;

/// After how many attempts a row is given up: with the pauses between them more than a day, so that whoever comes to work
/// in the morning can remove the cause before anything is given up.
pub const LIMIT: i32 = 10;
/// The pause after the first failure, in seconds.
const FIRST: i64 = 60;
/// The longest pause, in seconds.
const LONGEST: i64 = 6 * 3_600;
/// Most given-up rows of a kind that are listed.
const LISTED: u64 = 100;

/// What a job works through.
pub struct Rows {
    /// What the rows are.
    pub kind: RowKind,
    /// Their table.
    pub table: &'static str,
    /// Its primary key.
    pub id: &'static str,
    /// Whether a row waits for the job at that time, whatever failed before. What no longer applies does not.
    pub waits: fn(Timestamp) -> Condition,
}

/// How long a row rests after so many attempts, in seconds: 1, 4, 16, 64 minutes and so on up to 6 hours.
pub fn pause(attempts: i32) -> i64 {
    let times = attempts.saturating_sub(1).clamp(0, 10).unsigned_abs();
    std::cmp::min(FIRST.saturating_mul(4_i64.pow(times)), LONGEST)
}

/// Whether a row has been tried often enough.
pub fn is_last(attempts: i32) -> bool {
    attempts >= LIMIT
}

/// Whether a failure says something of the row. Where the database does not answer, or not how a commit ended, the row has
/// no part in it.
fn is_of_the_row(code: ErrorCode) -> bool {
    !matches!(code, ErrorCode::Unavailable | ErrorCode::OutcomeUnknown)
}

/// How many there are.
pub(crate) struct Counts {
    /// Those that the job will come to.
    pub waiting: i64,
    /// Those that it will not.
    pub given_up: i64,
}

impl Rows {
    /// Whether the job may take a row up now: it waits, is not given up, and has rested. A pause longer than any was noted
    /// by a clock that went ahead.
    pub fn open(&self, now: Timestamp) -> Condition {
        store::open((self.waits)(now), now, LONGEST)
    }

    /// Those that are given up and would still wait.
    fn given_up_ones(&self, now: Timestamp) -> Condition {
        store::given_up((self.waits)(now))
    }

    /// Their table and its key.
    fn place(&self) -> store::Place {
        (self.table, self.id)
    }

    /// Takes down what came of the work on a row: a failure is counted in the row and noted among those of the round.
    ///
    /// # Errors
    ///
    /// Where the database does not answer: nothing else of the round would succeed.
    pub async fn settle(&self, app: &App, id: Uuid, outcome: Result<()>, failures: &mut Failures) -> Result<()> {
        let name = self.kind.as_str();
        if let Err(error) = &outcome
            && is_of_the_row(error.code())
        {
            failures.note(name, self.count(app, id, error.code()).await)?;
        }
        failures.note(name, outcome)
    }

    /// Counts a failure of a row that still waits.
    async fn count(&self, app: &App, id: Uuid, code: ErrorCode) -> Result<()> {
        let now = app.clock.now();
        app.db
            .write_unaudited(async |tx| {
                let Some(attempts) = store::attempts(tx, self.place(), id, self.open(now)).await? else {
                    return Ok(());
                };
                let attempts = attempts.saturating_add(1);
                let is_last = is_last(attempts);
                let failed = store::Failed {
                    attempts,
                    code: code.as_str(),
                    due_at: now.plus_seconds(pause(attempts)),
                    given_up_at: is_last.then_some(now),
                };
                // Two instances that met the same failure at once count it once: for the second one the row already rests.
                store::count_failure(tx, self.place(), id, self.open(now), failed).await?;
                if is_last {
                    tracing::error!(kind = self.kind.as_str(), row = %id, attempts, code = code.as_str(), "a row is given up");
                }
                Ok(())
            })
            .await
    }

    /// Lets the job try a given-up row again, as if for the first time; whether there is such a row.
    ///
    /// # Errors
    ///
    /// The failure of the database.
    pub(crate) async fn retry(&self, tx: &Tx, id: Uuid, now: Timestamp) -> Result<bool> {
        store::try_again(tx, self.place(), id, self.given_up_ones(now), now).await
    }

    /// How many wait and how many are given up.
    pub(crate) async fn counts(&self, db: &impl ConnectionTrait, now: Timestamp) -> Result<Counts> {
        let waits = (self.waits)(now);
        Ok(Counts {
            waiting: store::count(db, self.place(), store::not_given_up(waits)).await?,
            given_up: store::count(db, self.place(), self.given_up_ones(now)).await?,
        })
    }

    /// The latest that are given up.
    pub(crate) async fn given_up(&self, db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<GivenUpRow>> {
        let found = store::latest(db, self.place(), self.given_up_ones(now), LISTED).await?;
        let row = |found: store::Found| GivenUpRow {
            id: found.id,
            kind: self.kind,
            attempts: found.attempts,
            last_error: found.last_error,
            given_up_at: found.given_up_at.into(),
        };
        Ok(found.into_iter().map(row).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_to_six_hours_and_ten_attempts_take_more_than_a_day() {
        let minutes: Vec<i64> = (1..LIMIT).map(|attempts| pause(attempts) / 60).collect();
        assert_eq!(minutes, [1, 4, 16, 64, 256, 360, 360, 360, 360]);
        assert!(minutes.iter().sum::<i64>() > 24 * 60);
        assert_eq!((pause(0), pause(i32::MAX)), (FIRST, LONGEST));
        assert!(!is_last(LIMIT - 1) && is_last(LIMIT));
    }

    #[test]
    fn a_database_that_does_not_answer_is_no_fault_of_a_row() {
        for code in [ErrorCode::Unavailable, ErrorCode::OutcomeUnknown] {
            assert!(!is_of_the_row(code), "{code:?}");
        }
        assert!(is_of_the_row(ErrorCode::Internal));
    }
}
