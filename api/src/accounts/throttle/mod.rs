//! Attempts of whoever guesses, counted and slowed down.

mod service;
mod store;

pub(crate) use service::expire;
pub use service::{Attempt, PublicAttempt};
