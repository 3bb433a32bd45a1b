//! Lending an account for a time (LCH20-16.3-3; D-17): asked for by its holder, approved by whoever looks after it, and
//! never for what may not be lent.

pub mod http;
mod service;
mod store;

pub use service::act_for;
pub use store::end_all;
