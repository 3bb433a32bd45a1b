//! Changes of stays. Every change keeps the previous version.

mod acts;
pub(super) mod http;
pub(super) mod service;
mod together;
