//! The room board (marks on rooms, and the part of the room plan that concerns guests) and the day of a facility.

pub(crate) mod day;
mod deadlines;
pub(super) mod http;
pub(super) mod marks;
pub(crate) mod service;
pub(super) mod store;
