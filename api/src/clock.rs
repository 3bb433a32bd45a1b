//! The only clock of the service.

use dto::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;
use time::OffsetDateTime;

/// The source of the current time. No other code reads the time of day, so that every deadline can be tested at its
/// last second.
#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System,
    Manual(Arc<AtomicI64>),
}

impl Clock {
    /// Returns the system's clock.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// Returns a clock that stands still until it is set; for tests.
    pub fn manual(start: Timestamp) -> Self {
        Self(Source::Manual(Arc::new(AtomicI64::new(start.unix()))))
    }

    /// Returns the current instant.
    pub fn now(&self) -> Timestamp {
        match &self.0 {
            Source::System => OffsetDateTime::now_utc().into(),
            Source::Manual(seconds) => Timestamp::from_unix(seconds.load(Ordering::SeqCst))
                .unwrap_or_else(|| OffsetDateTime::UNIX_EPOCH.into()),
        }
    }

    /// Waits for this duration; a manual clock does not wait.
    pub async fn wait(&self, duration: Duration) {
        if let Source::System = self.0 {
            tokio::time::sleep(duration).await;
        }
    }

    /// Sets a manual clock; the system's clock cannot be set.
    pub fn set(&self, to: Timestamp) {
        if let Source::Manual(seconds) = &self.0 {
            seconds.store(to.unix(), Ordering::SeqCst);
        }
    }
}
