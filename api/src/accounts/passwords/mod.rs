//! Passwords: chosen by the holder, issued by another person, and expiring.

mod history;
pub(super) mod http;
mod issued;
mod rotation;
mod service;
pub(super) mod store;

pub use issued::{IssuedPassword, issue_password, random_password};
pub(super) use rotation::{due_at, remind};
