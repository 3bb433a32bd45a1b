//! The times at which an applicant or a unit can be reminded.

use crate::error::Error;
use crate::procedures::entity::{dossier, dossier_event};
use crate::procedures::row;
use dto::Timestamp;
use dto::check::spoken_instant;
use dto::problem::ErrorCode;
use rules::procedure::REMINDER_PAUSE;

/// The kind of the event of a reminder.
pub const REMINDED: &str = "remind_applicant";

/// Returns the earliest time of a reminder to the applicant of a returned dossier; none if the dossier does not wait
/// for the applicant.
pub fn remind_from(row: &dossier::Model, events: &[dossier_event::Model]) -> Option<Timestamp> {
    let waits_since = row::waits_since(row)?;
    let reminded = events.iter().filter(|event| event.kind == REMINDED);
    let last = reminded.map(|event| event.at.into()).fold(waits_since, Timestamp::max);
    Some(last.plus_seconds(REMINDER_PAUSE))
}

/// Returns the error for a reminder within the pause after the last one.
pub fn too_soon(from: Timestamp) -> Error {
    Error::new(ErrorCode::ReminderTooSoon).with("from", spoken_instant(from))
}
