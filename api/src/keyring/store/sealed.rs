//! Queries on sealed values, in any table.

use super::statement;
use crate::db::{Tx, hold};
use crate::error::{Error, Result};
use crate::keyring::columns::{Kind, Table};
use sea_orm::{ConnectionTrait, QueryResult, Value};
use serde_json::Value as Json;
use std::collections::HashMap;
use uuid::Uuid;

/// A row with sealed values.
pub struct SealedRow {
    /// The id to which its values are bound: the first part of its key.
    pub id: Uuid,
    key: Vec<Json>,
    bytes: HashMap<&'static str, Vec<u8>>,
}

impl SealedRow {
    fn read(table: &Table, row: &QueryResult) -> Result<Self> {
        let part = |(name, kind): &(&str, Kind)| {
            Ok(match kind {
                Kind::Id => row.try_get::<Uuid>("", name)?.to_string().into(),
                Kind::Number => row.try_get::<i32>("", name)?.into(),
                Kind::Text => row.try_get::<String>("", name)?.into(),
            })
        };
        let mut bytes = HashMap::new();
        for name in names(table) {
            if let Some(value) = row.try_get::<Option<Vec<u8>>>("", name)? {
                bytes.insert(name, value);
            }
        }
        Ok(Self {
            id: row.try_get("", table.key[0].0)?,
            key: table.key.iter().map(part).collect::<Result<_>>()?,
            bytes,
        })
    }

    /// Returns the sealed value or the index in a column; none if it is empty.
    pub fn bytes(&self, column: &str) -> Option<&[u8]> {
        self.bytes.get(column).map(Vec::as_slice)
    }

    /// Returns its key, in the form from which [`sealed_rows`] continues.
    pub fn key_text(&self) -> String {
        Json::from(self.key.clone()).to_string()
    }
}

/// Returns the sealed columns of a table and their indexes.
fn names(table: &Table) -> impl Iterator<Item = &'static str> {
    table.columns.iter().flat_map(|column| {
        let index = column.index.as_ref().map(|index| index.column);
        std::iter::once(column.name).chain(index)
    })
}

fn values(table: &Table, key: Vec<Json>) -> Result<Vec<Value>> {
    let part = |((_, kind), part): (&(&str, Kind), Json)| {
        Ok(match kind {
            Kind::Id => serde_json::from_value::<Uuid>(part).map_err(Error::internal)?.into(),
            Kind::Number => serde_json::from_value::<i32>(part).map_err(Error::internal)?.into(),
            Kind::Text => serde_json::from_value::<String>(part).map_err(Error::internal)?.into(),
        })
    };
    table.key.iter().zip(key).map(part).collect()
}

/// Returns the next rows of a table after a key, locked until the transaction ends.
pub async fn sealed_rows(tx: &Tx, table: &Table, after: Option<&str>, limit: u64) -> Result<Vec<SealedRow>> {
    let key = table.key.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    let columns = names(table).collect::<Vec<_>>().join(", ");
    let (condition, after) = match after {
        None => (String::new(), Vec::new()),
        Some(after) => {
            let marks = vec!["?"; table.key.len()].join(", ");
            let after = serde_json::from_str(after).map_err(Error::internal)?;
            (format!("WHERE ({key}) > ({marks}) "), values(table, after)?)
        }
    };
    let sql = format!(
        "SELECT {key}, {columns} FROM {} {condition}ORDER BY {key} LIMIT {limit}{}",
        table.name,
        hold::rows(tx),
    );
    let rows = tx.query_all_raw(statement(tx, &sql, after)).await?;
    rows.iter().map(|row| SealedRow::read(table, row)).collect()
}

/// Writes other values into these columns of a row.
pub async fn replace(tx: &Tx, table: &Table, row: &SealedRow, change: Vec<(&'static str, Vec<u8>)>) -> Result<()> {
    let set: Vec<String> = change.iter().map(|(name, _)| format!("{name} = ?")).collect();
    let is: Vec<String> = table.key.iter().map(|(name, _)| format!("{name} = ?")).collect();
    let sql = format!(
        "UPDATE {} SET {} WHERE {}",
        table.name,
        set.join(", "),
        is.join(" AND ")
    );
    let key = values(table, row.key.clone())?;
    let values = change.into_iter().map(|(_, anew)| anew.into()).chain(key).collect();
    tx.execute_raw(statement(tx, &sql, values)).await?;
    Ok(())
}
