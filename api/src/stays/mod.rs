//! Stays: notifying, reading, changing and searching them.

pub mod entity;
pub mod http;
pub mod import;
mod query;
mod row;
pub mod service;
mod store;
mod thread_store;
