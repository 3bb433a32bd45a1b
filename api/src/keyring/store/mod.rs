//! Queries of the keyring.

mod sealed;

pub use sealed::{SealedRow, replace, sealed_rows};

use super::columns::TABLES;
use super::entity::{ActiveModel, Column, Entity, Model, Noted};
use crate::db::{Coded, Tx, engine};
use crate::error::Result;
use dto::Timestamp;
use migration::SchemaManager;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ConnectionTrait, DatabaseConnection, DbBackend, EntityTrait, FromQueryResult, QueryOrder,
    Statement, Value,
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// Tables in which a single row means that keys are in use.
const EVIDENCE: [&str; 5] = ["key_check", "account", "stay", "dossier", "outbox"];

/// Returns whether the database has data protected by keys.
pub async fn holds_something(db: &DatabaseConnection) -> anyhow::Result<bool> {
    let schema = SchemaManager::new(db);
    for table in EVIDENCE {
        if !schema.has_table(table).await? {
            continue;
        }
        let sql = format!("SELECT 1 FROM {table} LIMIT 1");
        let statement = Statement::from_string(db.get_database_backend(), sql);
        if db.query_one_raw(statement).await?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns the proofs of all keys that were ever in use.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::Id)
        .all(db)
        .await?)
}

/// Records that a key is in use. An existing record does not change.
pub async fn add(tx: &Tx, kind: Noted, id: u32, proof: Vec<u8>, now: Timestamp) -> Result<()> {
    let row = ActiveModel {
        kind: Set(Coded(kind)),
        id: Set(i64::from(id)),
        proof: Set(proof),
        used_since: Set(now.get()),
        retired_at: Set(None),
    };
    Entity::insert(row)
        .on_conflict(OnConflict::columns([Column::Kind, Column::Id]).do_nothing().to_owned())
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// A sealed value with the data to which it is bound.
pub struct Sample {
    /// The name of the column for [`crate::crypto::Sealer`].
    pub bound_to: &'static str,
    /// The row.
    pub row: Uuid,
    /// The value.
    pub sealed: Vec<u8>,
}

/// Returns the newest value of some columns, if there is one.
pub async fn samples(db: &impl ConnectionTrait) -> Result<Vec<Sample>> {
    let mut samples = Vec::new();
    for (bound_to, table, column) in [
        ("stay.document_number", "stay", "document_number_sealed"),
        ("dossier.code", "dossier", "code_sealed"),
        ("outbox.payload", "outbox", "payload_sealed"),
    ] {
        let sql = format!("SELECT id, {column} AS sealed FROM {table} ORDER BY id DESC LIMIT 1");
        let statement = Statement::from_string(db.get_database_backend(), sql);
        if let Some(found) = db.query_one_raw(statement).await? {
            samples.push(Sample {
                bound_to,
                row: found.try_get("", "id")?,
                sealed: found.try_get("", "sealed")?,
            });
        }
    }
    Ok(samples)
}

/// A rotation of keys: a row of `key_rotation`.
#[derive(Clone, Debug, sea_orm::FromQueryResult)]
pub struct Rotation {
    /// Its id.
    pub id: Uuid,
    /// The key with which everything is sealed afterwards.
    pub seals: i64,
    /// The key with which all blind indexes are made afterwards.
    pub indexes: i64,
    /// The table that it is processing.
    pub at_table: Option<String>,
    /// The key of the last processed row of that table.
    pub after_key: Option<String>,
    /// The number of rows changed so far.
    pub changed: i64,
}

/// Returns a statement written with `?`, for the current engine.
fn statement(db: &impl ConnectionTrait, sql: &str, values: Vec<Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), engine::placeholders(db, sql), values)
}

/// Returns the unfinished rotation.
pub async fn open_rotation(db: &impl ConnectionTrait) -> Result<Option<Rotation>> {
    let sql = "SELECT id, seals, indexes, at_table, after_key, changed FROM key_rotation WHERE finished_at IS NULL";
    Ok(Rotation::find_by_statement(statement(db, sql, Vec::new()))
        .one(db)
        .await?)
}

/// Starts a rotation.
pub async fn begin_rotation(tx: &Tx, seals: u32, indexes: u32, now: Timestamp) -> Result<Rotation> {
    let rotation = Rotation {
        id: Uuid::now_v7(),
        seals: seals.into(),
        indexes: indexes.into(),
        at_table: None,
        after_key: None,
        changed: 0,
    };
    let sql = "INSERT INTO key_rotation (id, seals, indexes, started_at, changed) VALUES (?, ?, ?, ?, 0)";
    let values = vec![
        rotation.id.into(),
        rotation.seals.into(),
        rotation.indexes.into(),
        now.get().into(),
    ];
    tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(rotation)
}

/// Stores the progress.
pub async fn note_place(tx: &Tx, rotation: &Rotation) -> Result<()> {
    let sql = "UPDATE key_rotation SET at_table = ?, after_key = ?, changed = ? WHERE id = ?";
    let values = vec![
        rotation.at_table.clone().into(),
        rotation.after_key.clone().into(),
        rotation.changed.into(),
        rotation.id.into(),
    ];
    tx.execute_raw(statement(tx, sql, values)).await?;
    Ok(())
}

/// Ends a rotation, because it is complete or because another one replaces it.
pub async fn end_rotation(tx: &Tx, id: Uuid, now: Timestamp) -> Result<()> {
    let sql = "UPDATE key_rotation SET finished_at = ?, at_table = NULL, after_key = NULL WHERE id = ?";
    tx.execute_raw(statement(tx, sql, vec![now.get().into(), id.into()]))
        .await?;
    Ok(())
}

/// Ends a complete rotation: all keys except these two are no longer needed. Returns the number of those keys.
pub async fn retire(tx: &Tx, id: Uuid, seals: u32, indexes: u32, now: Timestamp) -> Result<u64> {
    end_rotation(tx, id, now).await?;
    let sql = "UPDATE key_check SET retired_at = ? WHERE retired_at IS NULL \
               AND ((kind = 'sealing' AND id <> ?) OR (kind = 'index' AND id <> ?))";
    let values = vec![now.get().into(), i64::from(seals).into(), i64::from(indexes).into()];
    Ok(tx.execute_raw(statement(tx, sql, values)).await?.rows_affected())
}

/// On SQLite, drops the triggers of a table that refuse changes of history, for this transaction; returns their
/// definitions. On PostgreSQL the triggers themselves allow a rotation.
pub async fn lift_guards(tx: &Tx, table: &str) -> Result<Vec<String>> {
    if tx.get_database_backend() != DbBackend::Sqlite {
        return Ok(Vec::new());
    }
    let sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? \
               AND (name = tbl_name || '_no_update' OR name = tbl_name || '_keeps_versions' \
               OR name = tbl_name || '_keeps_decided')";
    let mut guards = Vec::new();
    for guard in tx.query_all_raw(statement(tx, sql, vec![table.into()])).await? {
        let name: String = guard.try_get("", "name")?;
        guards.push(guard.try_get("", "sql")?);
        tx.execute_unprepared(&format!("DROP TRIGGER {name}")).await?;
    }
    Ok(guards)
}

/// Restores the triggers that [`lift_guards`] dropped.
pub async fn put_guards_back(tx: &Tx, guards: Vec<String>) -> Result<()> {
    for guard in guards {
        tx.execute_unprepared(&guard).await?;
    }
    Ok(())
}

/// Returns whether anything in the database is sealed with that key; it reads all sealed values.
pub async fn is_sealed_with(db: &impl ConnectionTrait, id: u32) -> Result<bool> {
    for table in TABLES {
        for column in table.columns {
            let sql = format!(
                "SELECT 1 AS found FROM {} WHERE substr({}, 2, 4) = ? LIMIT 1",
                table.name, column.name
            );
            let key = id.to_be_bytes().to_vec();
            if db.query_one_raw(statement(db, &sql, vec![key.into()])).await?.is_some() {
                return Ok(true);
            }
        }
    }
    Ok(false)
}

/// Returns the months whose newest archive is older than that moment: archives are sealed too, and only rewritten as a
/// whole.
pub async fn months_archived_before(db: &impl ConnectionTrait, moment: OffsetDateTime) -> Result<Vec<Date>> {
    let sql = "SELECT month FROM archive GROUP BY month HAVING MAX(made_at) < ? ORDER BY month";
    let rows = db.query_all_raw(statement(db, sql, vec![moment.into()])).await?;
    Ok(rows
        .iter()
        .map(|row| row.try_get("", "month"))
        .collect::<Result<_, sea_orm::DbErr>>()?)
}
