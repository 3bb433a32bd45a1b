//! Stays: notifying, reading, changing and searching them.

pub(crate) mod budget;
mod commune;
pub mod entity;
mod foreign;
pub mod http;
pub mod import;
mod query;
pub mod register;
pub(crate) mod row;
pub mod service;
mod sight;
mod store;
mod thread_store;
