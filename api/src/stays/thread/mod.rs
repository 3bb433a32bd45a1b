//! What the police and the facility say about a stay: acknowledgements, questions and answers.

pub(super) mod http;
pub(super) mod service;
pub(super) mod store;
