//! Queries on the keys of drafts.

use crate::db::{Tx, engine};
use crate::error::Result;
use dto::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

#[derive(FromQueryResult)]
struct Row {
    key_sealed: Vec<u8>,
}

/// Returns the sealed key of the account of the session, and extends it to the end of the session; stores `fresh` if
/// there is no valid key. None if the session does not exist.
pub async fn keep(tx: &Tx, credential: Uuid, session: Uuid, fresh: Vec<u8>, now: Timestamp) -> Result<Option<Vec<u8>>> {
    let sql = "INSERT INTO draft_key (credential_id, key_sealed, until) \
               SELECT ?, ?, expires_at FROM session WHERE id = ? \
               ON CONFLICT (credential_id) DO UPDATE SET \
               key_sealed = CASE WHEN draft_key.until <= ? THEN excluded.key_sealed ELSE draft_key.key_sealed END, \
               until = CASE WHEN draft_key.until > excluded.until THEN draft_key.until ELSE excluded.until END \
               RETURNING key_sealed";
    let values = [credential.into(), fresh.into(), session.into(), now.get().into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), engine::placeholders(tx, sql), values);
    let row = Row::find_by_statement(statement).one(tx).await?;
    Ok(row.map(|row| row.key_sealed))
}

/// Deletes the key of an account, because its password was issued to somebody.
pub async fn forget(tx: &Tx, credential: Uuid) -> Result<()> {
    let sql = "DELETE FROM draft_key WHERE credential_id = ?";
    let backend = tx.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, engine::placeholders(tx, sql), [credential.into()]);
    tx.execute_raw(statement).await?;
    Ok(())
}

/// Deletes the keys whose last session has expired.
pub async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    let sql = "DELETE FROM draft_key WHERE until <= ?";
    let backend = tx.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, engine::placeholders(tx, sql), [now.get().into()]);
    tx.execute_raw(statement).await?;
    Ok(())
}
