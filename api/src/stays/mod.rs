//! Stays: notifying, reading, changing and searching them.

pub mod entity;
pub mod http;
mod query;
mod row;
pub mod service;
mod store;
mod thread_store;
