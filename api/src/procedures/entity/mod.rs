//! Rows of the calendar and of the procedures.

pub mod calendar_day;
pub mod calendar_year;
pub mod dossier;
pub mod dossier_attachment;
pub mod dossier_consultation;
pub mod dossier_draft;
pub mod dossier_event;
pub mod procedure_type;
pub mod unproven_file;
