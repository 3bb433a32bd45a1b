//! The database: two engines behind one door.

pub mod engine;
pub mod idempotency;
pub mod roles;

use crate::audit::{self, Actor, Events};
use crate::config::Config;
use crate::error::Result;
use dto::Timestamp;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use std::time::Duration;

/// An open transaction.
pub type Tx = DatabaseTransaction;

/// Connections for writing and for reading.
///
/// SQLite has one writer: a pool of one connection queues the writers without a busy error, and readers beside it
/// go on reading (WAL). On PostgreSQL both are the same pool, until there is a replica to read from.
#[derive(Clone)]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
}

impl Db {
    /// Opens the pools. PostgreSQL is only dialled when first needed, so that the service starts and recovers by
    /// itself while the database is away.
    pub async fn connect(config: &Config) -> anyhow::Result<Self> {
        if config.is_sqlite() {
            let write = Database::connect(sqlite_options(config, 1)).await?;
            keep_private(&config.database_url)?;
            let read = Database::connect(sqlite_options(config, 4)).await?;
            return Ok(Self { write, read });
        }
        let mut options = ConnectOptions::new(&config.database_url);
        common_options(&mut options, config)
            .max_connections(config.database_connections)
            .connect_lazy(true)
            .max_lifetime(Duration::from_mins(30))
            .map_sqlx_postgres_opts(|options| {
                options.options([
                    ("statement_timeout", "10000"),
                    ("idle_in_transaction_session_timeout", "15000"),
                    ("TimeZone", "UTC"),
                ])
            });
        let pool = Database::connect(options).await?;
        Ok(Self {
            write: pool.clone(),
            read: pool,
        })
    }

    /// For reading outside of a transaction. What a request has just written it reads inside the transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// For migrations and tests only: [`Db::write`] is the way to write.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// The one way to write: runs `work` in a transaction and commits it together with its audit events.
    ///
    /// Inside, only the transaction may be used: SQLite has one writing connection and would wait for itself.
    pub async fn write<T>(
        &self,
        actor: &Actor,
        now: Timestamp,
        work: impl AsyncFnOnce(&Tx) -> Result<(T, Events)>,
    ) -> Result<T> {
        let tx = self.begin().await?;
        match work(&tx).await {
            Ok((value, events)) => {
                audit::record(&tx, actor, now, events).await?;
                tx.commit().await?;
                Ok(value)
            }
            Err(error) => {
                // Dropping would roll back as well, but only once the connection is used again.
                tx.rollback().await?;
                Err(error)
            }
        }
    }

    /// Records that something was read, before the answer leaves.
    pub async fn record(&self, actor: &Actor, now: Timestamp, events: impl Into<Events>) -> Result<()> {
        let events = events.into();
        self.write(actor, now, async |_| Ok(((), events))).await
    }

    /// Housekeeping that no person causes: leases, attempts and expiry. It changes nothing that is audited.
    pub(crate) async fn keep_house<T>(&self, work: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
        let tx = self.begin().await?;
        match work(&tx).await {
            Ok(value) => {
                tx.commit().await?;
                Ok(value)
            }
            Err(error) => {
                tx.rollback().await?;
                Err(error)
            }
        }
    }

    async fn begin(&self) -> Result<Tx> {
        // A plain BEGIN on SQLite would take the write lock only later, and could then find it taken.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(self.write.begin_with_options(options).await?)
    }
}

/// Names and addresses stand in the file in clear: nobody but its owner reads it. WAL and shared memory follow its mode.
fn keep_private(url: &str) -> anyhow::Result<()> {
    let path = url
        .trim_start_matches("sqlite:")
        .trim_start_matches("//")
        .split('?')
        .next()
        .unwrap_or_default();
    #[cfg(unix)]
    if std::path::Path::new(path).is_file() {
        std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    }
    Ok(())
}

fn common_options<'a>(options: &'a mut ConnectOptions, config: &Config) -> &'a mut ConnectOptions {
    options
        .acquire_timeout(config.database_wait)
        .test_before_acquire_if_idle_for(Duration::from_secs(30))
        .sqlx_logging(false)
}

fn sqlite_options(config: &Config, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(&config.database_url);
    let wait = config.database_wait;
    common_options(&mut options, config)
        .max_connections(connections)
        .min_connections(1)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .create_if_missing(true)
                .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
                .synchronous(sqlx::sqlite::SqliteSynchronous::Normal)
                .foreign_keys(true)
                .busy_timeout(wait)
        });
    options
}

/// Whether a write failed because another transaction had written the same key before.
pub fn is_lost_race(error: &sea_orm::DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}
