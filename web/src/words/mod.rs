//! Words of a domain that several pages show.

pub mod area;
pub mod stay_row;
