//! What facilities announce of themselves, and the contact people of the agencies: both write to accounts and to people, so
//! they stand above `accounts` and `directory`.

pub mod contacts;
mod entity;
pub mod http;
pub mod service;
mod store;

use crate::jobs::{Every, Job};

/// What is due takes effect.
pub(crate) const JOBS: &[Job] = &[Job {
    name: "facility_changes",
    every: Every::Look,
    run: |app, _| Box::pin(async move { service::apply_due(app, app.clock.now()).await.map(|()| false) }),
    rows: Some(&service::DUE),
}];
