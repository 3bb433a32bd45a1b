//! What the pages seal their drafts with in the browser: the server gives it with a session and forgets it with the last one.
//! Whoever sits down at the machine later has sealed drafts and no key; whoever signs in again within the term has both.

use crate::App;
use crate::crypto;
use crate::db::{Tx, engine};
use crate::error::{Error, Result};
use base64::{Engine, engine::general_purpose::STANDARD};
use dto::Timestamp;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

const COLUMN: &str = "draft_key.key";

#[derive(FromQueryResult)]
struct Row {
    key_sealed: Vec<u8>,
}

/// The key of whoever has the session, which it outlives by nothing.
pub async fn of(app: &App, credential: Uuid, session: Uuid, now: Timestamp) -> Result<String> {
    let fresh = app
        .sealer
        .seal(COLUMN, credential, &crypto::random::<32>())
        .map_err(Error::internal)?;
    let sql = "INSERT INTO draft_key (credential_id, key_sealed, until) \
               SELECT ?, ?, expires_at FROM session WHERE id = ? \
               ON CONFLICT (credential_id) DO UPDATE SET \
               key_sealed = CASE WHEN draft_key.until <= ? THEN excluded.key_sealed ELSE draft_key.key_sealed END, \
               until = CASE WHEN draft_key.until > excluded.until THEN draft_key.until ELSE excluded.until END \
               RETURNING key_sealed";
    let row = app
        .db
        .write_unaudited(async |tx| {
            let values = [credential.into(), fresh.into(), session.into(), now.get().into()];
            let statement =
                Statement::from_sql_and_values(tx.get_database_backend(), engine::placeholders(tx, sql), values);
            Ok(Row::find_by_statement(statement).one(tx).await?)
        })
        .await?
        .ok_or_else(|| Error::internal(anyhow::anyhow!("a session that is not there")))?;
    let key = app.sealer.open(COLUMN, credential, &row.key_sealed);
    Ok(STANDARD.encode(key.map_err(Error::internal)?))
}

/// Forgets the key of an account: its password was given to somebody.
pub async fn forget(tx: &Tx, credential: Uuid) -> Result<()> {
    let sql = "DELETE FROM draft_key WHERE credential_id = ?";
    let backend = tx.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, engine::placeholders(tx, sql), [credential.into()]);
    tx.execute_raw(statement).await?;
    Ok(())
}

/// Forgets the keys whose last session has run out.
pub async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    let sql = "DELETE FROM draft_key WHERE until <= ?";
    let backend = tx.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, engine::placeholders(tx, sql), [now.get().into()]);
    tx.execute_raw(statement).await?;
    Ok(())
}
