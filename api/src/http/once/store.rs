//! Queries on keys of requests and their answers.

use super::entity::{Column, Entity, Model};
use crate::db::{Tx, engine};
use crate::error::Result;
use dto::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement, Value};
use uuid::Uuid;

/// Takes a key; `false` where it is taken. On PostgreSQL this waits for a transaction that is about to take it.
pub async fn claim(
    tx: &Tx,
    (owner, key): (Uuid, &str),
    operation: &str,
    request_hash: Vec<u8>,
    now: Timestamp,
) -> Result<bool> {
    let sql = "INSERT INTO idempotency_key (account_id, key, operation, request_hash, created_at) VALUES (?, ?, ?, ?, ?) \
               ON CONFLICT (account_id, key) DO NOTHING";
    let values = [
        owner.into(),
        key.into(),
        operation.into(),
        request_hash.into(),
        now.get().into(),
    ];
    Ok(run(tx, sql, values).await? == 1)
}

/// Stores the answer of a key.
pub async fn keep(tx: &Tx, owner: Uuid, key: &str, status: i16, sealed: Vec<u8>) -> Result<()> {
    let sql = "UPDATE idempotency_key SET status = ?, answer_sealed = ? WHERE account_id = ? AND key = ?";
    run(tx, sql, [status.into(), sealed.into(), owner.into(), key.into()]).await?;
    Ok(())
}

/// The request of a key, with its answer.
pub async fn by_key(db: &impl ConnectionTrait, owner: Uuid, key: &str) -> Result<Option<Model>> {
    Ok(Entity::find_by_id((owner, key.to_owned())).one(db).await?)
}

/// Deletes a key.
pub async fn delete(tx: &Tx, owner: Uuid, key: &str) -> Result<()> {
    let sql = "DELETE FROM idempotency_key WHERE account_id = ? AND key = ?";
    run(tx, sql, [owner.into(), key.into()]).await?;
    Ok(())
}

/// Deletes the keys of requests before that moment.
pub async fn delete_before(tx: &Tx, before: Timestamp) -> Result<()> {
    Entity::delete_many()
        .filter(Column::CreatedAt.lt(before.get()))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes the answers of these operations to requests before that moment; the keys are kept.
pub async fn forget_answers(tx: &Tx, operations: impl Iterator<Item = &'static str>, before: Timestamp) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::AnswerSealed, Expr::value(None::<Vec<u8>>))
        .filter(Column::Operation.is_in(operations))
        .filter(Column::AnswerSealed.is_not_null())
        .filter(Column::CreatedAt.lt(before.get()))
        .exec(tx)
        .await?;
    Ok(())
}

async fn run<const N: usize>(tx: &Tx, sql: &str, values: [Value; N]) -> Result<u64> {
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), engine::placeholders(tx, sql), values);
    Ok(tx.execute_raw(statement).await?.rows_affected())
}
