//! What a background job is.

use super::Rows;
use crate::App;
use crate::error::Result;
use futures_util::future::BoxFuture;
use uuid::Uuid;

/// A background job of a domain.
#[derive(Clone, Copy)]
pub struct Job {
    /// Its name in the log, in figures and in `job_run`.
    pub name: &'static str,
    /// When it runs.
    pub every: Every,
    /// One run, as the instance of that id: whether there is more to do at once.
    pub run: fn(&App, Uuid) -> BoxFuture<'_, Result<bool>>,
    /// What it works through one by one, if it does.
    pub rows: Option<&'static Rows>,
}

/// When a job runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    /// Every few seconds on each instance: what it works on is leased row by row.
    Look,
    /// Once in each slot of so many seconds, on one instance.
    Seconds(i64),
}

/// How often an instance looks for work, in seconds.
pub(crate) const LOOK: i64 = 5;

/// Once an hour.
pub const HOUR: Every = Every::Seconds(3_600);
