//! The working calendar (DESIGN 6.5).

pub mod http;
pub mod service;
pub mod store;
