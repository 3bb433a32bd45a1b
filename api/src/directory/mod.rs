//! Areas, reference lists, units, facilities, rooms and prices.

pub mod entity;
pub mod help_line;
pub mod http;
mod lists;
pub mod places;
mod price_list;
mod prices;
pub mod query;
pub mod service;
mod setup;
pub mod store;
pub mod units;
