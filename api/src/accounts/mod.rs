//! Accounts and sessions: who may come in, and for how long.

mod account;
pub mod administration;
pub(crate) mod admission;
pub mod delegation;
mod device;
pub(crate) mod draft_key;
mod entity;
pub mod handover;
pub mod http;
mod notice;
mod own_tokens;
mod password_store;
pub mod passwords;
pub mod proof;
pub mod second_factor;
mod second_factor_setup;
mod second_factor_store;
pub mod service;
mod session_store;
mod sessions;
mod sign_in;
mod store;
pub mod throttle;
mod throttle_store;

pub use account::{Account, Held};
pub use passwords::{IssuedPassword, issue_password};

use crate::jobs::{HOUR, Job};

/// Holders are told that their password has to be changed soon.
pub(crate) const JOBS: &[Job] = &[Job {
    name: "password_reminders",
    every: HOUR,
    run: |app, _| Box::pin(async move { passwords::remind(app, app.clock.now()).await.map(|()| false) }),
    rows: None,
}];
