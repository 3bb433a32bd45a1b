//! Stays: their notification, reading, change and search.
//!
//! Each folder is a feature. Code that several features share is in this folder.

mod answer;
pub mod archive;
pub(crate) mod board;
pub(crate) mod budget;
mod cells;
mod change;
mod commune;
mod entity;
mod export;
mod facility_context;
mod foreign;
pub mod http;
pub(crate) mod import;
pub(crate) mod notify;
pub(crate) mod number;
mod open_acts;
mod order;
mod purpose;
mod query;
pub(crate) mod read;
pub(crate) mod register;
mod row;
mod sight;
pub(crate) mod snapshot;
mod store;
mod thread;
