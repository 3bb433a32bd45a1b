//! What facilities announce of themselves, and the contact people of the agencies: both write to accounts and to people, so
//! they stand above `accounts` and `directory`.

pub mod contacts;
pub mod entity;
pub mod http;
pub mod service;
