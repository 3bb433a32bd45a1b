//! Guest lists from files: read, looked through row by row, shown, and stored in parts that a crash cannot tear.
//!
//! `guest_lists` makes a table of cells of whatever was uploaded, and `refused` says why it could not; `cells` makes a
//! notification of a row and `mends` offers what can be put right in it; `look` finds what is wrong and warned, `same` who
//! is there already; `service` keeps the outcome sealed and `job` stores it.

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

/// Guest lists that were confirmed are stored, part by part.
pub(crate) const JOBS: &[Job] = &[Job {
    name: "imports",
    every: Every::Look,
    run: |app, instance| Box::pin(async move { job::continue_waiting(app, instance).await.map(|()| false) }),
    rows: Some(&job::UNDER_WAY),
}];
