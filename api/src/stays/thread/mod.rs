//! The messages between police and facility about a stay: acknowledgements, questions and answers.

pub(super) mod http;
pub(super) mod service;
pub(super) mod store;
