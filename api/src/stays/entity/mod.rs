//! Rows of the stay tables.

pub mod foreign_guest_mark;
pub mod stay;
pub mod stay_acknowledgement;
pub mod stay_import;
pub mod stay_import_row;
pub mod stay_message;
pub mod stay_thread;
pub mod stay_version;
