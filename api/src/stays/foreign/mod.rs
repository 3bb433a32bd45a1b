//! Foreign guests and the immigration site (KH-11.2c1, KH-11.2c2; D-08): who has to be declared there, the file that the
//! site imports, and what it is said to have taken.

mod file;
pub mod http;
mod query;
pub mod service;
mod standing;
mod store;
