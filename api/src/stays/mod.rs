//! Stays: notifying, reading, changing and searching them.

mod commune;
pub mod entity;
mod foreign;
pub mod http;
pub mod import;
mod query;
mod register;
pub(crate) mod row;
pub mod service;
mod store;
mod thread_store;
