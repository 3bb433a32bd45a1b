//! Bringing the schema up to date, one process at a time.

use super::{Db, Tx, fault, pool, roles};
use crate::config::Config;
use crate::error::Result;
use anyhow::{Context, ensure};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::time::{Duration, Instant};

/// The number under which PostgreSQL lets one process at a time prepare the database.
const TURN: &str = "SELECT pg_advisory_lock(7106001)";
/// How long a process waits for another one that prepares the same file.
const PATIENCE: Duration = Duration::from_mins(10);

impl Db {
    /// Brings the schema to the present and then runs `fill`. Several processes may do so at once: they wait for each
    /// other, and whoever comes second finds nothing left to do.
    pub async fn migrate(&self, config: &Config, fill: impl AsyncFnOnce(&Tx) -> Result<()>) -> anyhow::Result<()> {
        if config.is_sqlite() {
            ensure!(config.database_role.is_none(), "LUUTRU_DATABASE_ROLE is for PostgreSQL");
            self.migrate_file().await.context("migrating")?;
            return Ok(self.write_unaudited(fill).await?);
        }
        // A connection of its own: the lock lives as long as it does, and building an index may take minutes.
        let own = Database::connect(pool::postgres_for_migration(config)).await?;
        own.execute_unprepared(TURN).await?;
        let outcome = Migrator::up(&own, None).await.context("migrating");
        let outcome = match outcome {
            Ok(()) => self.write_unaudited(fill).await.map_err(anyhow::Error::from),
            failed => failed,
        };
        // Tables come and go with the steps: what the service may do with them is granted anew after each.
        let outcome = match (outcome, &config.database_role) {
            (Ok(()), Some(role)) => roles::grant(&own, role).await,
            (outcome, _) => outcome,
        };
        own.close().await?;
        outcome
    }

    /// All steps are one transaction: a process that dies leaves the file as it was.
    async fn migrate_file(&self) -> anyhow::Result<()> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let since = Instant::now();
        let tx = loop {
            match self.write.begin_with_options(options).await {
                Err(error) if fault::is_busy(&error) && since.elapsed() < PATIENCE => {}
                begun => break begun?,
            }
        };
        Migrator::up(&tx, None).await?;
        Ok(tx.commit().await?)
    }
}
