//! Queries on runs of jobs and their results.

pub mod rows;

use super::entity::{job_run, job_state};
use super::lease::{Lease, lease_is_over};
use crate::db::{Tx, engine};
use crate::error::Result;
use dto::Timestamp;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};
use uuid::Uuid;

/// Claims a run; `false` if it is already claimed.
pub async fn begin(tx: &Tx, name: &str, slot: Timestamp, lease: Lease) -> Result<bool> {
    use job_run::Column;
    let row = job_run::ActiveModel {
        name: Set(name.to_owned()),
        slot: Set(slot.get()),
        leased_by: Set(lease.instance),
        leased_until: Set(lease.until().get()),
        attempts: Set(1),
        finished_at: Set(None),
        last_error: Set(None),
    };
    let begun = job_run::Entity::insert(row)
        .on_conflict(
            OnConflict::columns([Column::Name, Column::Slot])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(begun == 1)
}

/// Takes over a run that is neither finished nor leased; `false` if none exists.
pub async fn take_over(tx: &Tx, name: &str, slot: Timestamp, lease: Lease) -> Result<bool> {
    use job_run::Column;
    let taken = job_run::Entity::update_many()
        .col_expr(Column::LeasedBy, Expr::value(lease.instance))
        .col_expr(Column::LeasedUntil, Expr::value(lease.until().get()))
        .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
        .filter(Column::Name.eq(name))
        .filter(Column::Slot.eq(slot.get()))
        .filter(Column::FinishedAt.is_null())
        .filter(lease_is_over(Column::LeasedUntil, lease.now, lease.seconds))
        .exec(tx)
        .await?;
    Ok(taken.rows_affected == 1)
}

/// Records the result of a run that the instance still has.
pub async fn finish(
    tx: &Tx,
    (name, slot): (&str, Timestamp),
    instance: Uuid,
    finished_at: Option<Timestamp>,
    error: Option<&str>,
) -> Result<()> {
    use job_run::Column;
    job_run::Entity::update_many()
        .col_expr(Column::FinishedAt, Expr::value(finished_at.map(Timestamp::get)))
        .col_expr(Column::LastError, Expr::value(error.map(str::to_owned)))
        .filter(Column::Name.eq(name))
        .filter(Column::Slot.eq(slot.get()))
        .filter(Column::LeasedBy.eq(instance))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes runs of slots before that moment.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<()> {
    job_run::Entity::delete_many()
        .filter(job_run::Column::Slot.lt(before.get()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Records the end of a run, and its failure, if any.
pub async fn note(tx: &Tx, name: &str, (began, ended): (Timestamp, Timestamp), fault: Option<&str>) -> Result<()> {
    let what_changes = match fault {
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
        i32::from(fault.is_some()).into(),
        fault.map(str::to_owned).into(),
        fault.map(|_| ended.get()).into(),
    ];
    let sql = engine::placeholders(tx, &sql);
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), sql, values))
        .await?;
    Ok(())
}

/// Returns the state of a job.
pub async fn state(db: &impl ConnectionTrait, name: &str) -> Result<Option<job_state::Model>> {
    Ok(job_state::Entity::find_by_id(name.to_owned()).one(db).await?)
}

/// Returns the states of all jobs.
pub async fn states(db: &impl ConnectionTrait) -> Result<Vec<job_state::Model>> {
    Ok(job_state::Entity::find().all(db).await?)
}
