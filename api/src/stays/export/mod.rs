//! The officers' list of notifications as a spreadsheet: the lines that match a filter, as the list shows them.

pub(super) mod http;
mod service;
mod sheet;
