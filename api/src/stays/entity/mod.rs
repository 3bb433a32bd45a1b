//! Rows of the stay tables.

pub mod stay;
pub mod stay_version;
