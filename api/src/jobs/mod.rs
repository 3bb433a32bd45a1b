//! Claims and leases of work that several instances may want to do at once, and any of which may die at any moment.
//!
//! A job is claimed by inserting its row for a slot of time; a lease that has run out may be taken over by whoever comes
//! next. What there is to do: `crate::schedule`.

pub mod entity;
mod failures;

use self::entity as job_run;
use crate::App;
use crate::db::Tx;
use crate::error::Result;
use dto::Timestamp;
pub use failures::Failures;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// How long a claim holds, in seconds: longer than any run takes.
const LEASE: i64 = 120;
/// How long finished runs stay, in seconds.
const KEPT: i64 = 30 * 86_400;

/// Whether a lease of so many seconds is over. One that ends far in the future was taken by a clock that went wrong
/// and was put right since; clocks of instances may differ by the length of a lease.
pub fn lease_is_over<C: ColumnTrait>(until: C, now: Timestamp, lease: i64) -> Condition {
    Condition::any()
        .add(until.is_null())
        .add(until.lt(now.get()))
        .add(until.gt(now.plus_seconds(2 * lease).get()))
}

/// Takes the run of `name` for `slot`: `true` for one instance only, until its lease runs out.
pub async fn claim(app: &App, name: &str, slot: Timestamp, instance: Uuid, now: Timestamp) -> Result<bool> {
    use job_run::Column;
    let leased_until = now.plus_seconds(LEASE).get();
    app.db
        .keep_house(async |tx| {
            let row = job_run::ActiveModel {
                name: Set(name.to_owned()),
                slot: Set(slot.get()),
                leased_by: Set(instance),
                leased_until: Set(leased_until),
                attempts: Set(1),
                finished_at: Set(None),
                last_error: Set(None),
            };
            let first = job_run::Entity::insert(row)
                .on_conflict(
                    OnConflict::columns([Column::Name, Column::Slot])
                        .do_nothing()
                        .to_owned(),
                )
                .exec_without_returning(tx)
                .await?;
            if first == 1 {
                return Ok(true);
            }
            // A run that neither finished nor holds its lease any more was left by an instance that died.
            let taken = job_run::Entity::update_many()
                .col_expr(Column::LeasedBy, Expr::value(instance))
                .col_expr(Column::LeasedUntil, Expr::value(leased_until))
                .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
                .filter(Column::Name.eq(name))
                .filter(Column::Slot.eq(slot.get()))
                .filter(Column::FinishedAt.is_null())
                .filter(lease_is_over(Column::LeasedUntil, now, LEASE))
                .exec(tx)
                .await?;
            Ok(taken.rows_affected == 1)
        })
        .await
}

/// Writes what came of a run, so that it is not taken over, or is.
pub async fn finish(app: &App, name: &str, slot: Timestamp, instance: Uuid, outcome: &Result<()>) -> Result<()> {
    use job_run::Column;
    let finished = outcome.is_ok().then(|| app.clock.now().get());
    let error = outcome.as_ref().err().map(|error| error.code().as_str().to_owned());
    app.db
        .keep_house(async |tx| {
            job_run::Entity::update_many()
                .col_expr(Column::FinishedAt, Expr::value(finished))
                .col_expr(Column::LastError, Expr::value(error))
                .filter(Column::Name.eq(name))
                .filter(Column::Slot.eq(slot.get()))
                .filter(Column::LeasedBy.eq(instance))
                .exec(tx)
                .await?;
            Ok(())
        })
        .await
}

/// Deletes runs that nobody asks for any more.
pub(crate) async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    job_run::Entity::delete_many()
        .filter(job_run::Column::Slot.lt(now.plus_seconds(-KEPT).get()))
        .exec(tx)
        .await?;
    Ok(())
}
