//! The database: two engines behind one interface.

mod coded;
pub mod engine;
pub(crate) mod fault;
pub(crate) mod hold;
mod migrate;
mod pool;
mod probe;
mod probe_state;
pub mod roles;
pub mod tx;

pub use coded::Coded;
pub use tx::Tx;

use crate::audit::{self, Actor, Events};
use crate::config::Config;
use crate::error::{Error, Result};
use anyhow::Context;
use dto::Timestamp;
use sea_orm::{Database, DatabaseConnection, DbBackend, SqliteTransactionMode, TransactionOptions, TransactionTrait};
use std::future::poll_fn;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::time::Duration;
use tokio::runtime::Handle;

/// The longest time for the answer to a commit.
const COMMIT: Duration = Duration::from_secs(10);
/// The longest time for a rollback. After it the connection is closed, which also rolls back.
const ROLLBACK: Duration = Duration::from_secs(5);

/// Connections for writing and for reading.
///
/// SQLite has one writer: a pool of one connection queues the writers without a busy error, and readers continue in
/// parallel (WAL). On PostgreSQL both are the same pool, until there is a replica for reading.
#[derive(Clone)]
pub struct Db {
    write: DatabaseConnection,
    read: DatabaseConnection,
    failed: pool::Failed,
    probe: probe_state::Probe,
    runtime: Handle,
}

impl Db {
    /// Opens the pools. The connection to PostgreSQL is only opened at first use, so that the service starts and
    /// recovers by itself while the database is down.
    ///
    /// The connections belong to the runtime on which this is called: it has to live longer than all their users.
    pub async fn connect(config: &Config) -> anyhow::Result<Self> {
        let failed = pool::Failed::default();
        if let Some(path) = sqlite_file(&config.database_url) {
            let opening = || format!("opening the database {}", path.display());
            let write = Database::connect(pool::sqlite_writer(config, &failed))
                .await
                .with_context(opening)?;
            keep_private(&path)?;
            let read = Database::connect(pool::sqlite(config, 4)).await.with_context(opening)?;
            return Ok(Self {
                write,
                read,
                failed,
                probe: probe_state::Probe::of_file(path),
                runtime: Handle::current(),
            });
        }
        let pool = Database::connect(pool::postgres(config)).await?;
        Ok(Self {
            write: pool.clone(),
            read: pool,
            failed,
            probe: probe_state::Probe::default(),
            runtime: Handle::current(),
        })
    }

    /// Returns the runtime of the connections.
    pub fn runtime(&self) -> &Handle {
        &self.runtime
    }

    /// Runs `work` on the runtime of the connections. Each worker of the server has its own runtime, which ends with
    /// the worker, and a connection opened there would end with it, even while another worker uses it.
    pub async fn driving<F: Future>(&self, work: F) -> F::Output {
        let mut work = pin!(work);
        poll_fn(|context| {
            let _entered = self.runtime.enter();
            work.as_mut().poll(context)
        })
        .await
    }

    /// Closes all connections. Waiting requests for a connection fail.
    pub async fn close(&self) {
        for pool in [&self.read, &self.write] {
            let _ = tokio::time::timeout(ROLLBACK, pool.close_by_ref()).await;
        }
    }

    /// Returns the connection for reading outside of a transaction. A request reads its own writes inside its
    /// transaction.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Returns the writing connection, for migrations and tests only: other code writes with [`Db::write`].
    pub fn writer(&self) -> &DatabaseConnection {
        &self.write
    }

    /// Runs `work` in a transaction and commits it together with its audit events. It is the only function for audited
    /// writes.
    ///
    /// Inside, use only the transaction: SQLite has one writing connection and would wait for itself.
    pub async fn write<T>(
        &self,
        actor: &Actor,
        now: Timestamp,
        work: impl AsyncFnOnce(&Tx) -> Result<(T, Events)>,
    ) -> Result<T> {
        let tx = self.begin().await?;
        let outcome = match work(&tx).await {
            Ok((value, events)) => audit::record(&tx, actor, now, events).await.map(|()| value),
            Err(error) => Err(error),
        };
        self.end(tx, outcome).await
    }

    /// Records that data were read, before the answer is sent.
    pub async fn record(&self, actor: &Actor, now: Timestamp, events: impl Into<Events>) -> Result<()> {
        let events = events.into();
        self.write(actor, now, async |_| Ok(((), events))).await
    }

    /// Runs a write for housekeeping without a person: leases, attempts and expiry. It must not change audited data.
    pub(crate) async fn write_unaudited<T>(&self, work: impl AsyncFnOnce(&Tx) -> Result<T>) -> Result<T> {
        let tx = self.begin().await?;
        let outcome = work(&tx).await;
        self.end(tx, outcome).await
    }

    pub(crate) async fn begin(&self) -> Result<Tx> {
        // A plain BEGIN on SQLite would take the write lock only later, and could then fail. BEGIN IMMEDIATE also
        // detects an open transaction: inside one, the engine refuses it.
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        let begun = self.write.begin_with_options(options).await.map_err(Error::from);
        self.note(&begun);
        begun
    }

    /// Records what a failure means for the ability to store.
    fn note<T>(&self, outcome: &Result<T>) {
        let cause = outcome.as_ref().err().and_then(Error::cause);
        if cause
            .and_then(|cause| cause.downcast_ref())
            .is_some_and(fault::is_unfit)
        {
            self.probe.mark_unfit();
        }
    }

    /// Ends a transaction. Its connection is reused only if it ended normally; a commit without an answer may have
    /// succeeded ([`Error::unknown_outcome`]).
    pub(crate) async fn end<T>(&self, tx: Tx, outcome: Result<T>) -> Result<T> {
        // The pool checks the flag once the connection is returned, and that happens only after this.
        let mut failed = match self.write.get_database_backend() {
            DbBackend::Sqlite => Some(self.failed.lock().await),
            _ => None,
        };
        // Set also if the caller was dropped in the meantime.
        let mut mark = |has_failed| {
            if let Some(failed) = &mut failed {
                **failed = has_failed;
            }
        };
        mark(true);
        let ended = match outcome {
            Ok(value) => match tokio::time::timeout(COMMIT, tx.commit()).await {
                Ok(Ok(())) => {
                    mark(false);
                    Ok(value)
                }
                Ok(Err(cause)) => Err(Error::of_commit(cause)),
                Err(_) => Err(Error::unknown_outcome()),
            },
            Err(error) => {
                match tokio::time::timeout(ROLLBACK, tx.rollback()).await {
                    Ok(Ok(())) => mark(false),
                    _ => tracing::warn!("a rollback failed; its connection is closed"),
                }
                Err(error)
            }
        };
        self.note(&ended);
        ended
    }
}

/// Returns the file of an SQLite database.
fn sqlite_file(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?.trim_start_matches("//");
    Some(PathBuf::from(path.split('?').next().unwrap_or_default()))
}

/// Restricts the file to its owner, because it contains names and addresses in clear text. The WAL and shared-memory
/// files get the same mode.
#[cfg(unix)]
fn keep_private(path: &Path) -> anyhow::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let Ok(file) = std::fs::metadata(path) else {
        return Ok(());
    };
    if file.is_file() && file.permissions().mode() & 0o077 != 0 {
        std::fs::set_permissions(path, PermissionsExt::from_mode(0o600))
            .with_context(|| format!("making the database {} private to its owner", path.display()))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn keep_private(_: &Path) -> anyhow::Result<()> {
    Ok(())
}

/// Returns whether a write failed because another transaction had already written the same key.
pub fn is_lost_race(error: &sea_orm::DbErr) -> bool {
    matches!(error.sql_err(), Some(sea_orm::SqlErr::UniqueConstraintViolation(_)))
}
