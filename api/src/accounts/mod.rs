//! Accounts and sessions: who may come in, and for how long.

pub mod entity;
pub mod http;
pub mod service;
mod sign_in;
mod store;
mod throttle;
