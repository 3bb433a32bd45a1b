//! Areas, reference lists, units, facilities, rooms and prices.

pub mod changes;
pub mod contacts;
pub mod entity;
pub mod first_lists;
mod former_areas;
pub mod http;
mod lists;
pub mod notices_http;
pub mod places;
mod prices;
pub mod query;
pub mod references;
pub mod rooms;
pub mod service;
mod setup;
pub mod store;
pub mod units;
