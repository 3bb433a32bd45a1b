//! Checks whether the database can store data.

use super::Db;
use super::probe_state::file_id;
use crate::crypto;
use crate::error::{Error, Result};
use dto::Timestamp;
use dto::problem::ErrorCode;
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Statement, Value};
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};
use uuid::Uuid;

/// The time limits for reading and for writing.
const READING: Duration = Duration::from_secs(2);
const WRITING: Duration = Duration::from_secs(3);
/// The validity of a positive and of a negative result: anybody may ask as often as they like.
const GOOD: Duration = Duration::from_secs(5);
const BAD: Duration = Duration::from_secs(1);
/// The size of the test after a full disk: smaller data may still fit into an existing page.
const MUCH: usize = 65_536;
/// The age, in seconds, after which a test row counts as left by a dead process.
const LEFT: i64 = 3_600;

impl Db {
    /// Fails unless the schema is the one of this program and the database can store data.
    pub async fn expect_ready(&self, now: Timestamp) -> Result<()> {
        let known = &self.probe.0;
        if let Some((path, id)) = &known.file
            && file_id(path) != *id
        {
            return Err(unready("the database file is not where it was"));
        }
        in_time(READING, self.expect_schema()).await?;
        // Concurrent callers wait for one check and get its result.
        let mut last = known.last.lock().await;
        let was_unfit = known.is_unfit.load(Ordering::Relaxed);
        match *last {
            Some((at, true)) if !was_unfit && at.elapsed() < GOOD => return Ok(()),
            Some((at, false)) if at.elapsed() < BAD => return Err(unready("a moment ago nothing could be stored")),
            _ => {}
        }
        let stored = in_time(WRITING, self.store_probe(was_unfit, now)).await;
        if stored.is_ok() {
            known.is_unfit.store(false, Ordering::Relaxed);
        }
        *last = Some((Instant::now(), stored.is_ok()));
        stored
    }

    async fn expect_schema(&self) -> Result<()> {
        let newest = Migrator::migrations().last().map(|step| step.name().to_owned());
        let statement = Statement::from_sql_and_values(
            self.read.get_database_backend(),
            super::engine::placeholders(&self.read, "SELECT version FROM seaql_migrations WHERE version = ?"),
            [newest.into()],
        );
        match self.read.query_one_raw(statement).await? {
            Some(_) => Ok(()),
            None => Err(unready("the schema is older than this program: luutru migrate")),
        }
    }

    /// Writes and deletes a test row in two transactions: if both were one, nothing might be written at all.
    async fn store_probe(&self, much: bool, now: Timestamp) -> Result<()> {
        let id = Uuid::now_v7();
        let payload = if much {
            crypto::random::<MUCH>().to_vec()
        } else {
            Vec::new()
        };
        let add = "INSERT INTO probe (id, at, payload) VALUES (?, ?, ?)";
        self.run_probe(add, [id.into(), now.get().into(), payload.into()])
            .await?;
        let take_away = "DELETE FROM probe WHERE id = ? OR at < ?";
        self.run_probe(take_away, [id.into(), now.plus_seconds(-LEFT).get().into()])
            .await
    }

    async fn run_probe<const N: usize>(&self, sql: &str, values: [Value; N]) -> Result<()> {
        self.write_unaudited(async |tx| {
            let sql = super::engine::placeholders(tx, sql);
            let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
            tx.execute_raw(statement).await?;
            Ok(())
        })
        .await
    }
}

async fn in_time(limit: Duration, asked: impl Future<Output = Result<()>>) -> Result<()> {
    tokio::time::timeout(limit, asked)
        .await
        .unwrap_or_else(|_| Err(unready("the database takes too long")))
}

/// Returns the error "not ready", and logs the reason.
fn unready(why: &'static str) -> Error {
    tracing::warn!(why, "not ready");
    Error::new(ErrorCode::Unavailable).retry_after(5)
}
