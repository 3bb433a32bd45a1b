//! Procedures: one engine for everything that has a form, a term and an answer (docs/rules.md, "Procedures").
//!
//! The common part of all dossiers is here: filing, handling, lookup, terms, files. The definitions of the procedures
//! are in [`kinds`], the layer above: each kind has its own operation for filing, which calls [`service::file`], and
//! implements the calls of handling ([`kind::ProcedureKind`]). The operations ([`http`]) connect the two.

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
