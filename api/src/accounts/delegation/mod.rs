//! Delegation: lending an account for a time (LCH20-16.3-3; D-17). Its holder requests it, the account that manages it
//! approves it, and some operations are always excluded.

pub mod http;
mod service;
mod store;

pub use service::act_for;
pub use store::end_all;
