//! Accounts and sessions: who may come in, and for how long.

pub mod administration;
pub(crate) mod admission;
pub mod delegation;
mod device;
pub(crate) mod draft_key;
pub mod entity;
pub mod handover;
pub mod http;
mod notice;
mod own_tokens;
pub mod passwords;
pub mod proof;
pub mod second_factor;
mod second_factor_setup;
pub mod service;
mod session_store;
mod sessions;
mod sign_in;
mod store;
pub mod throttle;

pub use passwords::{IssuedPassword, issue_password};

use crate::jobs::{HOUR, Job};

/// Holders are told that their password has to be changed soon.
pub(crate) const JOBS: &[Job] = &[Job {
    name: "password_reminders",
    every: HOUR,
    run: |app, _| Box::pin(async move { passwords::remind(app, app.clock.now()).await.map(|()| false) }),
    rows: None,
}];
