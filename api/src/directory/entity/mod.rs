//! Rows of the directory tables.

pub mod area;
pub mod facility;
pub mod listed_price;
pub mod reference_entry;
pub mod reference_list;
pub mod room;
pub mod unit;
