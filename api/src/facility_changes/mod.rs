//! Changes that facilities announce, and the contact persons of the agencies. Both change accounts and send mails, so
//! the module is in a layer above `accounts` and `directory`.

pub mod contacts;
mod entity;
pub mod http;
pub mod service;
mod store;

use crate::jobs::{Every, Job};

/// The job that applies due changes.
pub(crate) const JOBS: &[Job] = &[Job {
    name: "facility_changes",
    every: Every::Look,
    run: |app, _| Box::pin(async move { service::apply_due(app, app.clock.now()).await.map(|()| false) }),
    rows: Some(&service::DUE),
}];
