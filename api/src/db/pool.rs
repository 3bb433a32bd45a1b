//! The connections: how they are opened, and which are used again.
//!
//! A connection goes back to its pool only when it is known to stand outside of a transaction and in the middle of
//! nothing. Everything else is closed and opened anew.

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

/// How long a connection that was left in the middle of an exchange may take to come to its end. A connection that the
/// network forgot never answers, and keeps its place in the pool for so long.
const LEFT: Duration = Duration::from_secs(5);
/// After so long without use a connection is asked whether it is still there.
const IDLE: Duration = Duration::from_secs(5);
/// How long it may take to answer that.
const ANSWER: Duration = Duration::from_secs(1);

/// Whether the last transaction of the one writing connection of SQLite failed to end. It is held while a transaction
/// ends, so that the connection cannot be judged before the end is known.
pub(super) type Failed = Arc<Mutex<bool>>;

/// The options for PostgreSQL.
pub(super) fn postgres(config: &Config) -> ConnectOptions {
    let mut options = ConnectOptions::new(&config.database_url);
    common(&mut options, config)
        .max_connections(config.database_connections)
        .connect_lazy(true)
        .max_lifetime(Duration::from_mins(30))
        .map_sqlx_postgres_opts(|options| {
            options.options([
                ("statement_timeout", "10000"),
                // Whoever waits for a row holds a connection: a row that a foreign session holds must not take all.
                ("lock_timeout", "3000"),
                ("idle_in_transaction_session_timeout", "15000"),
                // What the server holds for a service that vanished. Over a Unix socket they mean nothing.
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

/// The options for a migration of PostgreSQL: one connection, on which building an index may take as long as it takes.
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

/// The options for writing to SQLite: one connection, which queues the writers.
pub(super) fn sqlite_writer(config: &Config, failed: &Failed) -> ConnectOptions {
    let mut options = sqlite(config, 1);
    let failed = Arc::clone(failed);
    options.map_sqlx_sqlite_pool_opts(move |pool| {
        let failed = Arc::clone(&failed);
        pool.after_release(move |connection, _| is_outside(connection, Arc::clone(&failed)))
    });
    options
}

/// The options for reading from SQLite beside the writer.
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
                // An answered notification is the facility's proof: it has to outlive a power cut.
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

/// Whether an idle connection to PostgreSQL still answers, and soon.
fn is_there(connection: &mut PgConnection, idle: Duration) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    Box::pin(async move {
        if idle >= IDLE {
            in_time(ANSWER, connection.ping()).await?;
        }
        Ok(true)
    })
}

/// Whether a connection to PostgreSQL was left with every answer read. What a request that gave up left in the middle
/// is waited for and then closed: it may stand inside of a transaction of which the driver knows nothing.
fn is_at_rest(connection: &mut PgConnection) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    Box::pin(async move {
        // With nothing to send and nothing to wait for this is done at once, without a word to the server.
        if let Some(at_rest) = connection.flush().now_or_never() {
            return at_rest.map(|()| true);
        }
        in_time(LEFT, connection.flush()).await?;
        Ok(false)
    })
}

/// Whether the writing connection of SQLite stands outside of a transaction: by what the last transaction said, by what
/// the driver believes and by what the engine says. The driver keeps its count when a rollback fails, and would then
/// open savepoints that nothing ever commits.
fn is_outside(connection: &mut SqliteConnection, failed: Failed) -> BoxFuture<'_, Result<bool, sqlx::Error>> {
    Box::pin(async move {
        // A rollback that was queued is done before this.
        connection.ping().await?;
        let has_failed = std::mem::take(&mut *failed.lock().await);
        if has_failed || connection.is_in_transaction() {
            return Ok(false);
        }
        // The engine itself: outside of a transaction there is nothing to roll back.
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
