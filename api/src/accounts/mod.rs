//! Accounts and sessions: who may sign in, and for how long.
//!
//! Each folder is a feature. Code that several features share is in this folder.

mod account;
pub mod administration;
pub(crate) mod admission;
pub mod delegation;
mod draft_key;
mod entity;
pub mod handover;
pub mod http;
mod notice;
mod own_tokens;
pub mod passwords;
pub mod proof;
pub mod second_factor;
pub mod service;
mod sessions;
mod sign_in;
mod store;
pub mod throttle;

pub use account::{Account, Held};
pub use passwords::{IssuedPassword, issue_password};

use crate::jobs::{HOUR, Job};

/// The job that reminds holders of a password that has to be changed soon.
pub(crate) const JOBS: &[Job] = &[Job {
    name: "password_reminders",
    every: HOUR,
    run: |app, _| Box::pin(async move { passwords::remind(app, app.clock.now()).await.map(|()| false) }),
    rows: None,
}];
