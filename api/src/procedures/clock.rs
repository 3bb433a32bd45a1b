//! The term of a dossier: when it ends, how late it is.

use super::calendar;
use super::entity::{dossier, procedure_type};
use super::first_types::unit_of;
use crate::App;
use crate::error::{Error, Result};
use dto::Timestamp;
use rules::profile::ProcedureTerms;
use rules::working_time::{Term, due, late_by};
use sea_orm::ConnectionTrait;

/// What holds for a procedure: the profile's terms, else those of the type itself.
pub fn terms(app: &App, kind: &procedure_type::Model) -> Result<ProcedureTerms> {
    if let Some(terms) = app.profile.procedures.get(&kind.id) {
        return Ok(*terms);
    }
    let unit = unit_of(&kind.term_unit)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("procedure {}: an unknown unit of its term", kind.id)))?;
    Ok(ProcedureTerms {
        term: Term {
            amount: u16::try_from(kind.term_amount).map_err(Error::internal)?,
            unit,
        },
        remind_hours: u16::try_from(kind.remind_hours).map_err(Error::internal)?,
    })
}

/// The end of the term that starts now.
pub async fn due_from(
    db: &impl ConnectionTrait,
    app: &App,
    kind: &procedure_type::Model,
    start: Timestamp,
) -> Result<Timestamp> {
    let calendar = calendar::service::working_calendar(db).await?;
    let term = terms(app, kind)?.term;
    Ok(due(start.get(), term, &app.profile.office_hours, &calendar).into())
}

/// By how many seconds a dossier is or was late: what has been put down stays, whatever comes after.
pub fn late_seconds(row: &dossier::Model, now: Timestamp) -> Option<i64> {
    let running = row
        .due_at
        .and_then(|due| late_by(now.get(), due))
        .map(time::Duration::whole_seconds);
    row.late_seconds.max(running)
}
