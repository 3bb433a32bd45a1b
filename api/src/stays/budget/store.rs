//! Queries on the number of guests read in an hour.

use crate::db::{Tx, engine};
use crate::error::Result;
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};
use uuid::Uuid;

/// Adds guests to the count of an account in an hour, and returns the new count.
pub async fn add(tx: &Tx, credential: Uuid, hour: i64, guests: i64) -> Result<i64> {
    #[derive(FromQueryResult)]
    struct Read {
        guests: i64,
    }
    let sql = "INSERT INTO reading_hour (credential_id, hour, guests) VALUES (?, ?, ?) \
               ON CONFLICT (credential_id, hour) DO UPDATE SET guests = reading_hour.guests + excluded.guests \
               RETURNING guests";
    let values = [credential.into(), hour.into(), guests.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), engine::placeholders(tx, sql), values);
    let read = Read::find_by_statement(statement).one(tx).await?;
    Ok(read.map_or(guests, |read| read.guests))
}

/// Deletes the hours that began before this one.
pub async fn delete_before(tx: &Tx, hour: i64) -> Result<()> {
    let sql = "DELETE FROM reading_hour WHERE hour < ?";
    let backend = tx.get_database_backend();
    let statement = Statement::from_sql_and_values(backend, engine::placeholders(tx, sql), [hour.into()]);
    tx.execute_raw(statement).await?;
    Ok(())
}
