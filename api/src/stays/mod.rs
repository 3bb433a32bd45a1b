//! Stays: notifying, reading, changing and searching them.

pub mod archive;
pub(crate) mod board;
pub(crate) mod budget;
mod commune;
pub mod entity;
mod export;
mod foreign;
pub mod http;
pub mod import;
mod ledger;
pub(crate) mod number;
mod open_acts;
mod query;
pub mod register;
mod room_store;
pub(crate) mod row;
pub mod service;
mod sight;
pub(crate) mod snapshot;
mod store;
mod thread_store;
mod together_http;
