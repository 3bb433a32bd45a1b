//! Sign-in, renewal of a session, and sign-out.

mod device;
pub(super) mod http;
mod service;
mod store;
