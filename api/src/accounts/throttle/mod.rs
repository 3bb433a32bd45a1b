//! Counts and slows down attempts to guess credentials.

mod service;
mod store;

pub(crate) use service::expire;
pub use service::{Attempt, PublicAttempt};
