//! The second factor: its set-up, its use at sign-in and for proofs of the holder, and its removal.

mod code;
pub(super) mod http;
mod service;
mod store;

pub use code::forget;
pub(super) use code::{forget_wrong_codes, is_active, since, state, typed, verify};
