//! The connections: how they are opened, and which of them are reused.
//!
//! A connection returns to its pool only if it is certainly outside of a transaction and has no pending exchange. Every
//! other connection is closed and replaced.

use crate::config::Config;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use sea_orm::ConnectOptions;
use sqlx::postgres::PgConnection;
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection, Executor};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;

/// The longest time for a connection with a pending exchange to finish it. A connection lost by the network never
/// answers, and occupies its place in the pool for this time.
const LEFT: Duration = Duration::from_secs(5);
/// The idle time after which a connection is tested before use.
const IDLE: Duration = Duration::from_secs(5);
/// The longest time for the answer to that test.
const ANSWER: Duration = Duration::from_secs(1);

/// Whether the last transaction of the single writing connection of SQLite failed to end. The lock is held while a
/// transaction ends, so that the connection is not judged before the result is known.
pub(super) type Failed = Arc<Mutex<bool>>;

/// Returns the options for PostgreSQL.
pub(super) fn postgres(config: &Config) -> ConnectOptions {
    let mut options = ConnectOptions::new(&config.database_url);
    common(&mut options, config)
        .max_connections(config.database_connections)
        .connect_lazy(true)
        .max_lifetime(Duration::from_mins(30))
        .map_sqlx_postgres_opts(|options| {
            options.options([
                ("statement_timeout", "10000"),
                // A request that waits for a row occupies a connection: a row locked by a foreign session must not
                // block all connections.
                ("lock_timeout", "3000"),
                ("idle_in_transaction_session_timeout", "15000"),
                // With these the server notices that a service has vanished and releases its locks. They have no effect
                // over a Unix socket.
                ("tcp_keepalives_idle", "30"),
                ("tcp_keepalives_interval", "10"),
                ("tcp_keepalives_count", "3"),
                ("TimeZone", "UTC"),
            ])
        })
        .map_sqlx_postgres_pool_opts(|pool| {
            pool.before_acquire(|connection, meta| is_there(connection, meta.idle_for))
                .after_release(|connection, _| is_at_rest(connection))
        });
    options
}

/// Returns the options for a migration of PostgreSQL: one connection without time limits, because building an index may
/// take long.
pub(super) fn postgres_for_migration(config: &Config) -> ConnectOptions {
    let mut options = ConnectOptions::new(&config.database_url);
    options
        .max_connections(1)
        .acquire_timeout(config.database_wait)
        .max_lifetime(None::<Duration>)
        .idle_timeout(None::<Duration>)
        .sqlx_logging(false)
        .map_sqlx_postgres_opts(|options| options.options([("statement_timeout", "0"), ("TimeZone", "UTC")]));
    options
}

/// Returns the options for writing to SQLite: one connection, which queues the writers.
pub(super) fn sqlite_writer(config: &Config, failed: &Failed) -> ConnectOptions {
    let mut options = sqlite(config, 1);
    let failed = Arc::clone(failed);
    options.map_sqlx_sqlite_pool_opts(move |pool| {
        let failed = Arc::clone(&failed);
        pool.after_release(move |connection, _| is_outside(connection, Arc::clone(&failed)))
    });
    options
}

/// Returns the options for reading from SQLite in parallel to the writer.
pub(super) fn sqlite(config: &Config, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(&config.database_url);
    let wait = config.database_wait;
    common(&mut options, config)
        .max_connections(connections)
        .min_connections(1)
        .map_sqlx_sqlite_opts(move |options| {
            options
                .create_if_missing(true)
                .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
                // An answered notification is the facility's proof, so it has to survive a power failure.
                .synchronous(sqlx::sqlite::SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(wait)
        });
    options
}

fn common<'a>(options: &'a mut ConnectOptions, config: &Config) -> &'a mut ConnectOptions {
    options
        .acquire_timeout(config.database_wait)
        .test_before_acquire(false)
        .sqlx_logging(false)
}

/// Returns whether an idle connection to PostgreSQL still answers, within the time limit.
fn is_there(connection: &mut PgConnection, idle: Duration) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    Box::pin(async move {
        if idle >= IDLE {
            in_time(ANSWER, connection.ping()).await?;
        }
        Ok(true)
    })
}

/// Returns whether a connection to PostgreSQL has no unread answer. An exchange that an abandoned request left pending
/// is finished, and then the connection is closed: it may be in a transaction unknown to the driver.
fn is_at_rest(connection: &mut PgConnection) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    Box::pin(async move {
        // Without pending data this completes at once, without a message to the server.
        if let Some(at_rest) = connection.flush().now_or_never() {
            return at_rest.map(|()| true);
        }
        in_time(LEFT, connection.flush()).await?;
        Ok(false)
    })
}

/// Returns whether the writing connection of SQLite is outside of a transaction: by the result of the last transaction,
/// by the state of the driver and by the engine. After a failed rollback the driver keeps its counter, and would then
/// open savepoints that are never committed.
fn is_outside(connection: &mut SqliteConnection, failed: Failed) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    Box::pin(async move {
        // A queued rollback is done before this.
        connection.ping().await?;
        let has_failed = std::mem::take(&mut *failed.lock().await);
        if has_failed || connection.is_in_transaction() {
            return Ok(false);
        }
        // The check by the engine: outside of a transaction a rollback is an error.
        match connection.execute("ROLLBACK").await {
            Err(sqlx::Error::Database(error)) => Ok(error.message().contains("no transaction is active")),
            Err(error) => Err(error),
            Ok(_) => Ok(false),
        }
    })
}

async fn in_time(limit: Duration, answer: impl Future<Output = Result<(), sqlx::Error>>) -> Result<(), sqlx::Error> {
    let silent = |_| sqlx::Error::Io(std::io::ErrorKind::TimedOut.into());
    tokio::time::timeout(limit, answer).await.map_err(silent)?
}
