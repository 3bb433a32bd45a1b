//! Rows of areas and reference lists.

pub mod area;
pub mod reference_entry;
pub mod reference_list;
