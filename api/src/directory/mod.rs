//! Areas, reference lists, units, facilities, rooms and prices.

pub mod contacts;
mod entity;
mod export;
mod facility;
pub mod help_line;
pub mod http;
mod lists;
pub mod places;
pub mod planting;
mod price_list;
mod prices;
pub mod query;
mod room;
pub mod room_plan;
pub mod service;
mod setup;
mod store;
pub mod units;

pub use facility::Facility;
pub use room::{NewMark, Room};
pub use units::Unit;
