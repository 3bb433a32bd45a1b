//! Sessions: where one is signed in, and their ends.

pub(super) mod http;
mod service;
pub(super) mod store;

pub(super) use service::place;
