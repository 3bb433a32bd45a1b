//! Guest lists from files: read, looked through row by row, shown, and stored in parts that a crash cannot tear.
//!
//! `read` makes a table of cells of whatever was uploaded; `cells` makes a notification of a row; `look` finds what is
//! wrong, doubtful, damaged or there already; `service` keeps the outcome sealed and `job` stores it.

mod cells;
mod content;
mod files;
pub mod http;
pub mod job;
mod look;
mod read;
mod same;
mod service;
mod store;
mod turn;

pub use service::expire;
