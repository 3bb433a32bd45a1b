//! The day of an officer: the current state of the facilities of a commune.

pub(super) mod http;
mod query;
mod service;
mod store;
