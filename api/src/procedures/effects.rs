//! What is the procedure's own: the form that a supplement brings, and what granting does.
//!
//! A match by type and no trait: there is one answer for each type, and whoever reads it sees them side by side.

use super::entity::dossier;
use crate::App;
use crate::audit::Event;
use crate::authz::Caller;
use crate::db::Tx;
use crate::error::{Error, Result};
use dto::dossier::{HandoverOut, ResolveIn};
use dto::problem::FieldCode;
use dto::{CheckContext, Timestamp};
use serde_json::Value;

/// What granting a dossier has to know before the transaction begins: what is slow, or may fail, is done here.
pub enum Prepared {
    /// Nothing: the decision itself is the result.
    Decision,
}

/// What granting did.
#[derive(Default)]
pub struct Outcome {
    /// What came of it, kept with the dossier.
    pub result: Option<Value>,
    /// What is to be handed over, once.
    pub handover: Option<HandoverOut>,
    /// What the audit log learns beyond the decision.
    pub events: Vec<Event>,
    /// Whether a mail of the procedure's own tells the applicant.
    pub applicant_told: bool,
}

/// A form as a supplement brings it anew.
pub struct NewForm {
    /// The form as it is stored.
    pub form: Value,
    /// The title of the dossier from now on.
    pub title: String,
    /// Its summary.
    pub summary: String,
}

/// Checks the form that comes with a supplement, with the checks of the filing itself; pointers begin at `/form`.
pub async fn check_form(app: &App, row: &dossier::Model, form: Value, context: CheckContext<'_>) -> Result<NewForm> {
    let _ = (app, form, context);
    // A type without an operation of its own has no form that could be checked.
    tracing::debug!(procedure = row.procedure_type, "no form to correct");
    Err(Error::field("/form", FieldCode::UnknownField))
}

/// Gets ready to grant a dossier: what is wrong is told before anything is changed.
pub async fn prepare(app: &App, caller: &Caller, row: &dossier::Model, body: &ResolveIn) -> Result<Prepared> {
    let _ = (app, caller, body);
    tracing::debug!(procedure = row.procedure_type, "granted by the decision itself");
    Ok(Prepared::Decision)
}

/// Carries out what was granted, in the transaction of the decision.
pub async fn apply(
    tx: &Tx,
    app: &App,
    caller: &Caller,
    row: &dossier::Model,
    prepared: Prepared,
    now: Timestamp,
) -> Result<Outcome> {
    let _ = (tx, app, caller, row, now);
    match prepared {
        Prepared::Decision => Ok(Outcome::default()),
    }
}
