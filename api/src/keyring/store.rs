//! Queries of the keyring.

use super::entity::{ActiveModel, Column, Entity, Model};
use crate::db::Tx;
use crate::error::Result;
use dto::Timestamp;
use migration::SchemaManager;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DatabaseConnection, EntityTrait, QueryOrder, Statement};
use uuid::Uuid;

/// Tables of which a single row means that keys are in use.
const EVIDENCE: [&str; 5] = ["key_check", "account", "stay", "dossier", "outbox"];

/// Whether the database holds anything that keys protect.
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

/// The proofs of all keys that were ever in use.
pub async fn all(db: &impl ConnectionTrait) -> Result<Vec<Model>> {
    Ok(Entity::find()
        .order_by_asc(Column::Kind)
        .order_by_asc(Column::Id)
        .all(db)
        .await?)
}

/// Notes a key as in use. Whoever was first stays.
pub async fn add(tx: &Tx, kind: &str, id: u32, proof: Vec<u8>, now: Timestamp) -> Result<()> {
    let row = ActiveModel {
        kind: Set(kind.to_owned()),
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

/// A sealed value with what it is bound to.
pub struct Sample {
    /// The name of the column for [`crate::crypto::Sealer`].
    pub bound_to: &'static str,
    /// The row.
    pub row: Uuid,
    /// The value.
    pub sealed: Vec<u8>,
}

/// The newest value of some columns, where there is one.
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
