//! Migrates the schema, one process at a time.

use super::{Db, Tx, fault, pool, roles};
use crate::config::Config;
use crate::error::Result;
use anyhow::{Context, ensure};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, Database, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::time::{Duration, Instant};

/// The number of the advisory lock with which one process at a time prepares a PostgreSQL database.
const TURN: &str = "SELECT pg_advisory_lock(7106001)";
/// The longest time a process waits for another one that prepares the same file.
const PATIENCE: Duration = Duration::from_mins(10);

impl Db {
    /// Migrates the schema to the current version and then runs `fill`. Several processes may call it at the same time:
    /// they wait for each other, and the later ones find nothing left to do.
    pub async fn migrate(&self, config: &Config, fill: impl AsyncFnOnce(&Tx) -> Result<()>) -> anyhow::Result<()> {
        if config.is_sqlite() {
            ensure!(config.database_role.is_none(), "LUUTRU_DATABASE_ROLE is for PostgreSQL");
            self.migrate_file().await.context("migrating")?;
            return Ok(self.write_unaudited(fill).await?);
        }
        // A separate connection: the lock lasts as long as the connection, and building an index may take minutes.
        let own = Database::connect(pool::postgres_for_migration(config)).await?;
        own.execute_unprepared(TURN).await?;
        let outcome = Migrator::up(&own, None).await.context("migrating");
        let outcome = match outcome {
            Ok(()) => self.write_unaudited(fill).await.map_err(anyhow::Error::from),
            failed => failed,
        };
        // Migrations create and drop tables, so the rights of the service are granted again after each.
        let outcome = match (outcome, &config.database_role) {
            (Ok(()), Some(role)) => roles::grant(&own, role).await,
            (outcome, _) => outcome,
        };
        own.close().await?;
        outcome
    }

    /// Runs all steps in one transaction: if the process dies, the file is unchanged.
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
