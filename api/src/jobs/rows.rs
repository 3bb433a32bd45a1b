//! Rows that a job processes one by one, each of which can fail separately.
//!
//! A failed row stores the number of its attempts, the code of the last failure, and the time of the next attempt.
//! After [`LIMIT`] attempts it is given up and waits for the administrator. Each table of such rows has the same four
//! columns for this.

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

/// The number of attempts after which a row is given up: with the pauses more than a day, so that an administrator can
/// remove the cause on the next morning before any row is given up.
pub const LIMIT: i32 = 10;
/// The pause after the first failure, in seconds.
const FIRST: i64 = 60;
/// The longest pause, in seconds.
const LONGEST: i64 = 6 * 3_600;
/// The largest number of given-up rows of a kind that are listed.
const LISTED: u64 = 100;

/// The rows of a job.
pub struct Rows {
    /// Their kind.
    pub kind: RowKind,
    /// Their table.
    pub table: &'static str,
    /// Its primary key.
    pub id: &'static str,
    /// The condition that a row is pending for the job at that time, independent of earlier failures. Rows that no
    /// longer apply are not pending.
    pub waits: fn(Timestamp) -> Condition,
}

/// Returns the pause after this number of attempts, in seconds: 1, 4, 16, 64 minutes and so on up to 6 hours.
pub fn pause(attempts: i32) -> i64 {
    let times = attempts.saturating_sub(1).clamp(0, 10).unsigned_abs();
    std::cmp::min(FIRST.saturating_mul(4_i64.pow(times)), LONGEST)
}

/// Returns whether a row has reached its last attempt.
pub fn is_last(attempts: i32) -> bool {
    attempts >= LIMIT
}

/// Returns whether a failure is caused by the row. If the database does not answer, or does not report how a commit
/// ended, the row is not the cause.
fn is_of_the_row(code: ErrorCode) -> bool {
    !matches!(code, ErrorCode::Unavailable | ErrorCode::OutcomeUnknown)
}

/// The numbers of rows.
pub(crate) struct Counts {
    /// The rows that the job will process.
    pub waiting: i64,
    /// The rows that it will not process.
    pub given_up: i64,
}

impl Rows {
    /// Returns the condition that the job may process a row now: it is pending, not given up, and its pause is over. A
    /// pause longer than the maximum was stored with a wrong clock.
    pub fn open(&self, now: Timestamp) -> Condition {
        store::open((self.waits)(now), now, LONGEST)
    }

    /// Returns the condition for given-up rows that would still be pending.
    fn given_up_ones(&self, now: Timestamp) -> Condition {
        store::given_up((self.waits)(now))
    }

    /// Returns their table and its key.
    fn place(&self) -> store::Place {
        (self.table, self.id)
    }

    /// Records the result of processing a row: a failure is counted in the row and added to those of the round.
    ///
    /// # Errors
    ///
    /// Returns an error if the database does not answer: nothing else of the round would succeed.
    pub async fn settle(&self, app: &App, id: Uuid, outcome: Result<()>, failures: &mut Failures) -> Result<()> {
        let name = self.kind.as_str();
        if let Err(error) = &outcome
            && is_of_the_row(error.code())
        {
            failures.note(name, self.count(app, id, error.code()).await)?;
        }
        failures.note(name, outcome)
    }

    /// Counts a failure of a row that is still pending.
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
                // Two instances with the same failure at the same time count it once: for the second one the row is
                // already in its pause.
                store::count_failure(tx, self.place(), id, self.open(now), failed).await?;
                if is_last {
                    tracing::error!(kind = self.kind.as_str(), row = %id, attempts, code = code.as_str(), "a row is given up");
                }
                Ok(())
            })
            .await
    }

    /// Lets the job try a given-up row again, with its count reset; returns whether such a row exists.
    ///
    /// # Errors
    ///
    /// Returns the failure of the database.
    pub(crate) async fn retry(&self, tx: &Tx, id: Uuid, now: Timestamp) -> Result<bool> {
        store::try_again(tx, self.place(), id, self.given_up_ones(now), now).await
    }

    /// Counts the pending and the given-up rows.
    pub(crate) async fn counts(&self, db: &impl ConnectionTrait, now: Timestamp) -> Result<Counts> {
        let waits = (self.waits)(now);
        Ok(Counts {
            waiting: store::count(db, self.place(), store::not_given_up(waits)).await?,
            given_up: store::count(db, self.place(), self.given_up_ones(now)).await?,
        })
    }

    /// Returns the latest given-up rows.
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
