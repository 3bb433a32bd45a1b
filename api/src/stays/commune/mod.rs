//! The day of an officer: how the facilities of a commune stand today.

pub(super) mod http;
mod query;
mod service;
mod store;
