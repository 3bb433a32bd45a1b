//! Guest lists from files: they are read, checked row by row, previewed, and stored in parts that a crash cannot leave
//! half done.
//!
//! `guest_lists` makes a table of cells from an uploaded file, and `refused` reports why it cannot; `cells` makes a
//! notification from a row, and `mends` offers corrections for it; `look` finds errors and warnings, and `same` finds
//! guests who are already notified; `service` keeps the result sealed, and `job` stores the stays.

mod cells;
mod content;
mod entity;
mod files;
pub(super) mod http;
mod job;
mod look;
mod mends;
mod record;
mod refused;
mod same;
mod service;
mod store;
mod words;
mod written;

pub use service::expire;

use crate::jobs::{Every, Job};

/// The job that stores confirmed guest lists part by part.
pub(crate) const JOBS: &[Job] = &[Job {
    name: "imports",
    every: Every::Look,
    run: |app, instance| Box::pin(async move { job::continue_waiting(app, instance).await.map(|()| false) }),
    rows: Some(&job::UNDER_WAY),
}];
