//! Changing: every change keeps the version before it.

mod acts;
pub(super) mod http;
pub(super) mod service;
mod together;
