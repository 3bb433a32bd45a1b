//! Archives of stays past the online period, kept separately for the period of the regulation (KH-11.2f-2): one sealed
//! file for each month of notification, a row that records the archive, and commands that verify a file and find a
//! person in it for a granted request (KH-11.2g). Nothing is deleted from the database: that is a separate decision
//! (D-12).

mod entity;
mod file;
mod form;
mod kept;
mod service;
mod store;

pub use service::{Archive, Checked, Why, find, make, named, parse_month, verify};
