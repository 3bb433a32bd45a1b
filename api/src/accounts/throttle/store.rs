//! Queries on counts of attempts.

use crate::accounts::entity::login_throttle::{ActiveModel, Column, Counted, Entity, Model};
use crate::db::hold::{self, Hold};
use crate::db::{Coded, Tx, engine};
use crate::error::{Error, Result};
use dto::Timestamp;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement};

/// Returns the counts of these keys, of any kind.
pub async fn of_keys(tx: &Tx, hashes: impl IntoIterator<Item = Vec<u8>>) -> Result<Vec<Model>> {
    Ok(Entity::find().filter(Column::KeyHash.is_in(hashes)).all(tx).await?)
}

/// Returns an existing count, locked until the transaction ends.
pub async fn hold(tx: &Tx, kind: Counted, hash: Vec<u8>) -> Result<Option<Model>> {
    Ok(Entity::find_by_id((Coded(kind), hash)).held().one(tx).await?)
}

/// Returns a count, locked, and creates it if it does not exist: otherwise concurrent attempts on PostgreSQL would all
/// read the same count.
pub async fn hold_or_add(tx: &Tx, kind: Counted, hash: Vec<u8>, now: Timestamp) -> Result<Model> {
    let fresh = ActiveModel {
        kind: Set(Coded(kind)),
        key_hash: Set(hash.clone()),
        failures: Set(0),
        last_failure_at: Set(now.get()),
        blocked_until: Set(None),
        pending: Set(0),
        pending_at: Set(None),
    };
    Entity::insert(fresh)
        .on_conflict(
            OnConflict::columns([Column::Kind, Column::KeyHash])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    hold(tx, kind, hash)
        .await?
        .ok_or_else(|| Error::internal(anyhow::anyhow!("a count of attempts is gone")))
}

/// Stores a count.
pub async fn save(tx: &Tx, row: Model) -> Result<()> {
    let row = ActiveModel {
        kind: Set(row.kind),
        key_hash: Set(row.key_hash),
        failures: Set(row.failures),
        last_failure_at: Set(row.last_failure_at),
        blocked_until: Set(row.blocked_until),
        pending: Set(row.pending),
        pending_at: Set(row.pending_at),
    };
    Entity::insert(row)
        .on_conflict(
            OnConflict::columns([Column::Kind, Column::KeyHash])
                .update_columns([
                    Column::Failures,
                    Column::LastFailureAt,
                    Column::BlockedUntil,
                    Column::Pending,
                    Column::PendingAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Deletes counts whose last failure is before that moment; rows that are locked at the moment remain until the next
/// run.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<()> {
    let sql = format!(
        "DELETE FROM login_throttle WHERE (kind, key_hash) IN (\
         SELECT kind, key_hash FROM login_throttle WHERE last_failure_at < ?{})",
        hold::free_rows(tx)
    );
    let (backend, sql) = (tx.get_database_backend(), engine::placeholders(tx, &sql));
    tx.execute_raw(Statement::from_sql_and_values(backend, sql, [before.get().into()]))
        .await?;
    Ok(())
}
