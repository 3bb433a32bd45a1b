//! The register of stays received (sổ tiếp nhận lưu trú, LC-3.2-2): the former paper book, on screen, on paper and as a
//! spreadsheet. Its lines are the stays in the order of notification.

mod contents;
pub(super) mod http;
mod lines;
mod paper;
mod query;
mod service;
mod sheet;
mod store;
pub mod supply;
