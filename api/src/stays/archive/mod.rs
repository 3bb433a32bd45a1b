//! Stays past the online period, kept apart for as long as the regulation says (KH-11.2f-2): one sealed file for each month
//! of notification, a row that says what was made, and ways to check a file and to find somebody in it for a request that
//! was granted (KH-11.2g). Nothing is taken from the database: what becomes of it there is a decision of its own (D-12).

mod entity;
mod file;
mod form;
mod kept;
mod service;
mod store;

pub use service::{Archive, Checked, Why, find, make, named, parse_month, verify};
