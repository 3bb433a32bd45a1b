//! Queries on the rows of a job, in any table: each such table has the same four columns.

use crate::db::Tx;
use crate::error::Result;
use dto::Timestamp;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, Func, Order, Query};
use sea_orm::{ConnectionTrait, FromQueryResult};
use time::OffsetDateTime;
use uuid::Uuid;

const ATTEMPTS: &str = "attempts";
const LAST_ERROR: &str = "last_error";
const DUE_AT: &str = "due_at";
const GIVEN_UP_AT: &str = "given_up_at";

/// A table and its primary key.
pub type Place = (&'static str, &'static str);

/// A given-up row in the database.
#[derive(FromQueryResult)]
pub struct Found {
    /// Its id.
    pub id: Uuid,
    /// The number of attempts.
    pub attempts: i32,
    /// The code of the last failure.
    pub last_error: Option<String>,
    /// The time at which it was given up.
    pub given_up_at: OffsetDateTime,
}

/// The data that a failure stores in a row.
pub struct Failed {
    /// The number of attempts.
    pub attempts: i32,
    /// The code of the failure.
    pub code: &'static str,
    /// The time of the next attempt.
    pub due_at: Timestamp,
    /// The time at which it is given up, if it is.
    pub given_up_at: Option<Timestamp>,
}

/// Returns the condition for pending rows that are not given up and whose pause is over. A pause of more than twice the
/// `longest` was stored with a wrong clock.
pub fn open(waits: Condition, now: Timestamp, longest: i64) -> Condition {
    let rested = Condition::any()
        .add(Expr::col(DUE_AT).is_null())
        .add(Expr::col(DUE_AT).lte(now.get()))
        .add(Expr::col(DUE_AT).gt(now.plus_seconds(2 * longest).get()));
    not_given_up(waits).add(rested)
}

/// Returns the condition for pending rows that are not given up.
pub fn not_given_up(waits: Condition) -> Condition {
    Condition::all().add(waits).add(Expr::col(GIVEN_UP_AT).is_null())
}

/// Returns the condition for pending rows that are given up.
pub fn given_up(waits: Condition) -> Condition {
    Condition::all().add(waits).add(Expr::col(GIVEN_UP_AT).is_not_null())
}

/// Returns the number of attempts of a row, if it matches.
pub async fn attempts(tx: &Tx, (table, key): Place, id: Uuid, which: Condition) -> Result<Option<i32>> {
    let asked = Query::select()
        .column(ATTEMPTS)
        .from(table)
        .and_where(Expr::col(key).eq(id))
        .cond_where(which)
        .to_owned();
    let row = tx.query_one(&asked).await?;
    Ok(row.map(|row| row.try_get::<i32>("", ATTEMPTS)).transpose()?)
}

/// Records a failure in a row, if it matches.
pub async fn count_failure(tx: &Tx, (table, key): Place, id: Uuid, which: Condition, failed: Failed) -> Result<()> {
    let counted = Query::update()
        .table(table)
        .value(ATTEMPTS, failed.attempts)
        .value(LAST_ERROR, failed.code)
        .value(DUE_AT, failed.due_at.get())
        .value(GIVEN_UP_AT, failed.given_up_at.map(Timestamp::get))
        .and_where(Expr::col(key).eq(id))
        .cond_where(which)
        .to_owned();
    tx.execute(&counted).await?;
    Ok(())
}

/// Resets a row as if it was never tried, if it matches; returns whether it did.
pub async fn try_again(tx: &Tx, (table, key): Place, id: Uuid, which: Condition, now: Timestamp) -> Result<bool> {
    let again = Query::update()
        .table(table)
        .value(ATTEMPTS, 0)
        .value(DUE_AT, now.get())
        .value(GIVEN_UP_AT, None::<OffsetDateTime>)
        .and_where(Expr::col(key).eq(id))
        .cond_where(which)
        .to_owned();
    Ok(tx.execute(&again).await?.rows_affected() == 1)
}

/// Counts the rows.
pub async fn count(db: &impl ConnectionTrait, (table, key): Place, which: Condition) -> Result<i64> {
    let asked = Query::select()
        .expr_as(Func::count(Expr::col(key)), "rows")
        .from(table)
        .cond_where(which)
        .to_owned();
    let row = db.query_one(&asked).await?;
    Ok(row.map(|row| row.try_get("", "rows")).transpose()?.unwrap_or_default())
}

/// Returns the latest given-up rows.
pub async fn latest(
    db: &impl ConnectionTrait,
    (table, key): Place,
    which: Condition,
    limit: u64,
) -> Result<Vec<Found>> {
    let asked = Query::select()
        .expr_as(Expr::col(key), "id")
        .columns([ATTEMPTS, LAST_ERROR, GIVEN_UP_AT])
        .from(table)
        .cond_where(which)
        .order_by(GIVEN_UP_AT, Order::Desc)
        .order_by(key, Order::Desc)
        .limit(limit)
        .to_owned();
    Ok(Found::find_by_statement(db.get_database_backend().build(&asked))
        .all(db)
        .await?)
}
