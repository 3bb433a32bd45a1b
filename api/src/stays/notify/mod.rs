//! Notification: of one guest, of a group, and by the police for others; with the warnings about a new stay.

pub(super) mod crowding;
mod group;
pub(super) mod http;
pub(super) mod known;
mod on_behalf;
pub(crate) mod service;
