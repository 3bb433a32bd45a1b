//! The terms of a dossier: their ends, and how late it is.

use super::calendar;
use super::entity::{dossier, procedure_type};
use crate::App;
use crate::error::{Error, Result};
use dto::Timestamp;
use dto::dossier::DossierState;
use rules::procedure::ProcedureTerms;
use rules::working_time::{Term, due, late_by};
use sea_orm::ConnectionTrait;

/// Returns the terms of a procedure type: those of the profile, or the default for a type that the profile does not
/// name.
pub fn terms(app: &App, procedure: &procedure_type::Model) -> Result<ProcedureTerms> {
    if let Some(terms) = app.profile.procedures.get(&procedure.id) {
        return Ok(*terms);
    }
    let term = match (procedure.term_amount, procedure.term_unit) {
        (Some(amount), Some(unit)) => Some(Term {
            amount: u16::try_from(amount).map_err(Error::internal)?,
            unit: *unit,
        }),
        _ => None,
    };
    Ok(ProcedureTerms {
        term,
        refusal: None,
        remind_hours: u16::try_from(procedure.remind_hours.unwrap_or_default()).map_err(Error::internal)?,
    })
}

/// The ends of terms that start together; none where the profile sets no term.
#[derive(Clone, Copy)]
pub struct Ends {
    /// The end of the term for the decision.
    pub due: Option<Timestamp>,
    /// The end of the term for a refusal, if it has its own.
    pub refuse_by: Option<Timestamp>,
}

/// Returns the ends of terms that start now.
pub async fn ends_from(
    db: &impl ConnectionTrait,
    app: &App,
    procedure: &procedure_type::Model,
    start: Timestamp,
) -> Result<Ends> {
    let calendar = calendar::service::working_calendar(db).await?;
    let terms = terms(app, procedure)?;
    let end = |term| Timestamp::from(due(start.get(), term, &app.profile.office_hours, &calendar));
    Ok(Ends {
        due: terms.term.map(end),
        refuse_by: terms.refusal.map(end),
    })
}

/// Returns by how many seconds a dossier is or was late; a recorded lateness never decreases.
pub fn late_seconds(row: &dossier::Model, now: Timestamp) -> Option<i64> {
    let running = row
        .due_at
        .and_then(|due| late_by(now.get(), due))
        .map(time::Duration::whole_seconds);
    row.late_seconds.max(running)
}

/// Returns the same for a refusal, which may have a shorter term (LC-9.2-3).
pub fn refusal_late_seconds(row: &dossier::Model, now: Timestamp) -> Option<i64> {
    let running = row
        .refuse_by
        .and_then(|refuse_by| late_by(now.get(), refuse_by))
        .map(time::Duration::whole_seconds);
    late_seconds(row, now).max(running)
}

/// Returns whether it was decided within its term; none where no decision exists, no term ran, or the applicant
/// withdrew it.
pub fn decided_in_time(row: &dossier::Model, state: DossierState) -> Option<bool> {
    let due = match state {
        DossierState::Withdrawn => None,
        DossierState::Refused => row.refusal_ends.or(row.term_ends),
        _ => row.term_ends,
    };
    let (decided, due) = row.decided_at.zip(due)?;
    Some(late_by(decided, due).is_none())
}
