//! Procedures: one engine under everything that has a form, a term and an answer
//! (docs/rules.md, "Procedures").
//!
//! What all dossiers have in common is here: filing, handling, looking up, terms, files. What a procedure is stands in
//! [`kinds`], above this: each kind has an operation of its own for filing, which ends in [`service::file`], and answers
//! what handling asks of it ([`kind::ProcedureKind`]). The operations themselves ([`http`]) bring the two together.

pub mod calendar;
mod changes;
pub mod clock;
pub mod code;
mod dossier;
mod entity;
pub mod events;
pub mod files;
pub mod first_types;
pub mod http;
pub mod kind;
pub mod kinds;
mod query;
pub mod queue;
pub mod reminders;
mod row;
pub mod service;
mod store;
pub mod strangers;

pub use dossier::Dossier;
