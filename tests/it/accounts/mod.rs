//! Accounts: who has one, how one signs in, and who looks after whose.

mod administration;
mod counts;
mod credentials;
pub mod delegation;
mod draft_key;
mod exports;
mod history;
mod operators;
mod passwords;
pub mod second_factor;
mod sessions;
mod sign_in;
mod tiers;
