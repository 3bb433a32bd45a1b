//! Signing in, staying signed in, signing out.

mod device;
pub(super) mod http;
mod service;
mod store;
