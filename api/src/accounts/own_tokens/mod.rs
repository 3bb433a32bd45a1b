//! Access tokens that holders make for programs.

pub(super) mod http;
mod service;
mod store;

pub(super) use service::own_token;
