//! What waits for an account, of all domains together: one question for the counters of every page.

pub mod http;
mod service;
