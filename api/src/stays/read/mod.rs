//! Reading: lists, one stay and its history, people, and where else a guest is notified.

mod elsewhere;
mod history;
pub(super) mod http;
mod returning;
mod search;
pub(crate) mod service;
