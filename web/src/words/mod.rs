//! Words of a domain that several pages show.

pub mod account;
pub mod area;
pub mod dossier;
pub mod immigration;
pub mod role;
pub mod stay;
pub mod stay_row;
