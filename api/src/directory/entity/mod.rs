//! Rows of the directory tables.

pub mod area;
pub mod contact;
pub mod facility;
pub mod facility_change;
pub mod listed_price;
pub mod reference_entry;
pub mod reference_list;
pub mod room;
pub mod unit;
