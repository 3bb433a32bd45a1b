//! Procedures: one engine under everything that has a form, a term and an answer
//! (docs/rules.md, "Procedures").
//!
//! Filing is typed, each procedure has an operation of its own that ends in [`service::file`]. Handling is common to
//! all; what granting means is the procedure's ([`effects`]).

pub mod calendar;
mod changes;
pub mod clock;
pub mod code;
pub mod effects;
pub mod entity;
pub mod events;
pub mod files;
pub mod filing;
pub mod first_types;
pub mod http;
pub mod public_http;
mod query;
pub mod reminders;
mod row;
pub mod service;
pub mod store;
pub mod strangers;

use crate::jobs::{Every, Job};

/// Reports of lost passwords are looked up, and whoever has to answer is reminded.
pub(crate) const JOBS: &[Job] = &[
    Job {
        name: "loss_reports",
        every: Every::Look,
        run: |app, _| Box::pin(async move { filing::look_up_waiting(app, app.clock.now()).await.map(|()| false) }),
        rows: Some(&filing::NOT_LOOKED_UP),
    },
    Job {
        name: "dossier_reminders",
        every: Every::Seconds(300),
        run: |app, _| Box::pin(async move { reminders::run(app, app.clock.now()).await.map(|()| false) }),
        rows: None,
    },
];
