//! Admission: makes the `Grant` of an operation from a token, or from an account for which the service itself acts.

mod http;
mod service;

pub(crate) use service::without_request;
