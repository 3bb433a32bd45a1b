//! The second factor: set up, asked for at sign-in and where the holder proves to be one, and given up.

mod code;
pub(super) mod http;
mod service;
mod store;

pub use code::forget;
pub(super) use code::{forget_wrong_codes, is_active, since, state, typed, verify};
