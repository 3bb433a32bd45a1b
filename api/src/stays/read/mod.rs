//! Reading: lists, one stay and its history, search for people, and other places where a guest is notified.

mod elsewhere;
mod history;
pub(super) mod http;
mod returning;
mod search;
pub(crate) mod service;
