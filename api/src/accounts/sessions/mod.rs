//! The sessions of a caller, and their ends.

pub(super) mod http;
mod service;
pub(super) mod store;

pub(super) use service::place;
