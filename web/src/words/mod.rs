//! Words of a domain that several pages display.

pub mod account;
pub mod area;
pub mod dossier;
pub mod immigration;
pub mod role;
pub mod stay;
pub mod stay_row;
