//! Foreign guests and the immigration site (KH-11.2c1, KH-11.2c2; D-08): the guests who must be declared there, the
//! file that the site imports, and the guests whom it has confirmed.

mod file;
pub(super) mod http;
mod query;
pub(super) mod service;
mod standing;
mod store;
