//! Rows that a job works through one by one, each of which can fail by itself.
//!
//! A row that fails keeps in itself how often, with which code, and from when on it may be tried again. After [`LIMIT`]
//! attempts it is given up and waits for the administrator. Each table of such rows has the same four columns for this.

use super::Failures;
use crate::App;
use crate::db::Tx;
use crate::error::Result;
use dto::jobs::{GivenUpRow, RowKind};
use dto::{ErrorCode, Timestamp};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, FromQueryResult};
use time::OffsetDateTime;
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

const ATTEMPTS: &str = "attempts";
const LAST_ERROR: &str = "last_error";
const DUE_AT: &str = "due_at";
const GIVEN_UP_AT: &str = "given_up_at";

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

/// A given-up row as the database has it.
#[derive(FromQueryResult)]
struct Found {
    id: Uuid,
    attempts: i32,
    last_error: Option<String>,
    given_up_at: OffsetDateTime,
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
        let rested = Condition::any()
            .add(Expr::col(DUE_AT).is_null())
            .add(Expr::col(DUE_AT).lte(now.get()))
            .add(Expr::col(DUE_AT).gt(now.plus_seconds(2 * LONGEST).get()));
        Condition::all()
            .add((self.waits)(now))
            .add(Expr::col(GIVEN_UP_AT).is_null())
            .add(rested)
    }

    /// Those that are given up and would still wait.
    fn given_up_ones(&self, now: Timestamp) -> Condition {
        Condition::all()
            .add((self.waits)(now))
            .add(Expr::col(GIVEN_UP_AT).is_not_null())
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
                let asked = Query::select()
                    .column(ATTEMPTS)
                    .from(self.table)
                    .and_where(Expr::col(self.id).eq(id))
                    .cond_where(self.open(now))
                    .to_owned();
                let Some(row) = tx.query_one(&asked).await? else {
                    return Ok(());
                };
                let attempts = row.try_get::<i32>("", ATTEMPTS)?.saturating_add(1);
                let is_last = is_last(attempts);
                // Two instances that met the same failure at once count it once: for the second one the row already rests.
                let counted = Query::update()
                    .table(self.table)
                    .value(ATTEMPTS, attempts)
                    .value(LAST_ERROR, code.as_str())
                    .value(DUE_AT, now.plus_seconds(pause(attempts)).get())
                    .value(GIVEN_UP_AT, is_last.then(|| now.get()))
                    .and_where(Expr::col(self.id).eq(id))
                    .cond_where(self.open(now))
                    .to_owned();
                tx.execute(&counted).await?;
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
        let again = Query::update()
            .table(self.table)
            .value(ATTEMPTS, 0)
            .value(DUE_AT, now.get())
            .value(GIVEN_UP_AT, None::<OffsetDateTime>)
            .and_where(Expr::col(self.id).eq(id))
            .cond_where(self.given_up_ones(now))
            .to_owned();
        Ok(tx.execute(&again).await?.rows_affected() == 1)
    }

    /// How many wait and how many are given up.
    pub(crate) async fn counts(&self, db: &impl ConnectionTrait, now: Timestamp) -> Result<Counts> {
        let asked = |which: Condition| {
            Query::select()
                .expr_as(Func::count(Expr::col(self.id)), "rows")
                .from(self.table)
                .cond_where(which)
                .to_owned()
        };
        let waiting = Condition::all()
            .add((self.waits)(now))
            .add(Expr::col(GIVEN_UP_AT).is_null());
        Ok(Counts {
            waiting: number(db, &asked(waiting)).await?,
            given_up: number(db, &asked(self.given_up_ones(now))).await?,
        })
    }

    /// The latest that are given up.
    pub(crate) async fn given_up(&self, db: &impl ConnectionTrait, now: Timestamp) -> Result<Vec<GivenUpRow>> {
        let asked = Query::select()
            .expr_as(Expr::col(self.id), "id")
            .columns([ATTEMPTS, LAST_ERROR, GIVEN_UP_AT])
            .from(self.table)
            .cond_where(self.given_up_ones(now))
            .order_by(GIVEN_UP_AT, Order::Desc)
            .order_by(self.id, Order::Desc)
            .limit(LISTED)
            .to_owned();
        let found = Found::find_by_statement(db.get_database_backend().build(&asked))
            .all(db)
            .await?;
        let row = |found: Found| GivenUpRow {
            id: found.id,
            kind: self.kind,
            attempts: found.attempts,
            last_error: found.last_error,
            given_up_at: found.given_up_at.into(),
        };
        Ok(found.into_iter().map(row).collect())
    }
}

async fn number(db: &impl ConnectionTrait, asked: &SelectStatement) -> Result<i64> {
    let row = db.query_one(asked).await?;
    Ok(row.map(|row| row.try_get("", "rows")).transpose()?.unwrap_or_default())
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
