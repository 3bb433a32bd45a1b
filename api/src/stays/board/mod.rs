//! The room board, with its marks on rooms and the room plan as far as guests are in it, and the day of a facility.

mod day;
mod deadlines;
pub(super) mod http;
pub(super) mod marks;
pub(crate) mod service;
pub(super) mod store;
