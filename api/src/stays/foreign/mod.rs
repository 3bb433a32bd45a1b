//! Foreign guests and the immigration site (KH-11.2c1, KH-11.2c2; D-08): who has to be declared there, the file that the
//! site imports, and what it is said to have taken.

mod file;
pub(super) mod http;
mod query;
pub(super) mod service;
mod standing;
mod store;
