//! Rows of the account tables.

pub mod account;
pub mod login_throttle;
pub mod refresh_token;
pub mod session;
