//! Logs, without personal data.

use tracing_subscriber::EnvFilter;

/// Logs as JSON lines to standard error, filtered by `filter` (`LUUTRU_LOG`).
pub fn init(filter: &str) {
    let filter = EnvFilter::try_new(filter).unwrap_or_else(|_| EnvFilter::new("info"));
    // A second call, in a test, keeps the first subscriber.
    let _ = tracing_subscriber::fmt()
        .json()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .try_init();
}
