//! The reading budget: a limit on how many guests officers and administrators read in an hour, and a mail to the
//! administrators before the limit is reached.
//!
//! A hijacked session must not read the guests of a whole province within minutes. A facility reads its own guests and
//! is not counted.

mod service;
mod store;

pub use service::{forget, take};
