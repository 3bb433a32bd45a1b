//! Admission: from a token, or from an account that the service itself acts for, to the `Grant` of an operation.

mod http;
mod service;

pub(crate) use service::without_request;
