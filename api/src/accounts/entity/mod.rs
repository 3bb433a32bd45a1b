//! Rows of the account tables.

pub mod account;
pub mod account_holder;
pub mod delegation;
pub mod login_throttle;
pub mod password_history;
pub mod recovery_code;
pub mod refresh_token;
pub mod second_factor;
pub mod session;
