//! Rows of the directory tables.

pub mod contact;
pub mod facility;
pub mod listed_price;
pub mod room;
pub mod unit;
