//! How many guests officers and administrators read in an hour: a limit, and a mail to the administrators before it.
//!
//! A session that was taken over must not empty a province in minutes. A facility reads its own guests, and is not counted.

mod service;
mod store;

pub use service::{forget, take};
