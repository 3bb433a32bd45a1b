//! Dossiers, as applicants and officers see them: forms, filed data, changes, results.

pub mod changed;
pub mod data_request;
pub mod filed;
pub mod form_button;
pub mod holder_change;
pub mod registration;
pub mod results;
