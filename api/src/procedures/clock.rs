//! The term of a dossier: when it ends, how late it is.

use super::calendar;
use super::entity::{dossier, procedure_type};
use crate::App;
use crate::error::{Error, Result};
use dto::Timestamp;
use dto::dossier::DossierState;
use rules::procedure::ProcedureTerms;
use rules::working_time::{Term, due, late_by};
use sea_orm::ConnectionTrait;

/// What holds for a type of procedure: the terms of the profile, or those of a type that the profile does not name.
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

/// When the terms end that start together; none where the profile names none.
#[derive(Clone, Copy)]
pub struct Ends {
    /// That of the decision.
    pub due: Option<Timestamp>,
    /// That of a refusal, where it has one of its own.
    pub refuse_by: Option<Timestamp>,
}

/// The ends of the terms that start now.
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

/// By how many seconds a dossier is or was late: what has been put down stays, whatever comes after.
pub fn late_seconds(row: &dossier::Model, now: Timestamp) -> Option<i64> {
    let running = row
        .due_at
        .and_then(|due| late_by(now.get(), due))
        .map(time::Duration::whole_seconds);
    row.late_seconds.max(running)
}

/// The same for a refusal, which may have a shorter term (LC-9.2-3).
pub fn refusal_late_seconds(row: &dossier::Model, now: Timestamp) -> Option<i64> {
    let running = row
        .refuse_by
        .and_then(|refuse_by| late_by(now.get(), refuse_by))
        .map(time::Duration::whole_seconds);
    late_seconds(row, now).max(running)
}

/// Whether it was decided within the term that ran then; none where nothing is decided, no term ran, or the applicant
/// took it back.
pub fn decided_in_time(row: &dossier::Model, state: DossierState) -> Option<bool> {
    let due = match state {
        DossierState::Withdrawn => None,
        DossierState::Refused => row.refusal_ends.or(row.term_ends),
        _ => row.term_ends,
    };
    let (decided, due) = row.decided_at.zip(due)?;
    Some(late_by(decided, due).is_none())
}
