//! Dossiers: what people file, and how officers decide it.

mod applicants;
mod before_deciding;
mod calendar;
mod credential_loss;
pub mod data_requests;
mod deciding;
mod dossiers;
mod handlers;
mod holder_change;
mod losing;
mod registration;
mod stored_forms;
mod strangers;
