//! The definition of a background job.

use super::Rows;
use crate::App;
use crate::error::Result;
use futures_util::future::BoxFuture;
use uuid::Uuid;

/// A background job of a domain.
#[derive(Clone, Copy)]
pub struct Job {
    /// Its name in the log, in metrics and in `job_run`.
    pub name: &'static str,
    /// When it runs.
    pub every: Every,
    /// Runs it once, as the instance with that id; returns whether more work is left now.
    pub run: fn(&App, Uuid) -> BoxFuture<'_, Result<bool>>,
    /// The rows that it processes one by one, if any.
    pub rows: Option<&'static Rows>,
}

/// The schedule of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Every few seconds on each instance: its work is leased row by row.
    Look,
    /// Once in each slot of this number of seconds, on one instance.
    Seconds(i64),
}

/// The interval at which an instance looks for work, in seconds.
pub(crate) const LOOK: i64 = 5;

/// Once an hour.
pub const HOUR: Every = Every::Seconds(3_600);
