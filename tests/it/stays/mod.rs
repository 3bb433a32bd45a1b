//! Stays: notified, changed, listed, searched and kept.

mod acts;
mod archive;
mod behalf;
mod board;
mod change;
mod commune_day;
mod day;
mod deadlines;
mod departure;
mod foreign_guests;
pub mod groups;
mod history;
mod identity;
mod import;
mod keeping_up;
mod notify;
mod police;
mod reading;
mod register;
mod returning;
mod search;
mod states;
mod threads;
mod together;
