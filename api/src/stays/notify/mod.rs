//! Notifying: one guest, a group, and what the police enter for others; with the warnings that are noted about a new stay.

pub(super) mod crowding;
mod group;
pub(super) mod http;
pub(super) mod known;
mod on_behalf;
pub(crate) mod service;
