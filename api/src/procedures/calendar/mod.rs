//! The working calendar (docs/rules.md 5).

pub mod http;
pub mod service;
mod store;
