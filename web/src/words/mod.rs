//! Words of a domain that several pages show.

pub mod area;
pub mod immigration;
pub mod stay_row;
