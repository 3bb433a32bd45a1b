//! Facilities and their data, units and their contacts, the official lists.

pub mod contacts;
mod facilities;
mod facility_changes;
mod lists;
mod prices;
mod set_up;
