//! When an applicant or a unit can be reminded.

use crate::error::Error;
use crate::procedures::entity::{dossier, dossier_event};
use crate::procedures::row;
use dto::Timestamp;
use dto::check::spoken_instant;
use dto::problem::ErrorCode;
use rules::procedure::REMINDER_PAUSE;

/// What is written down of a reminder.
pub const REMINDED: &str = "remind_applicant";

/// From when on the applicant of a dossier that was sent back can be reminded; none while it does not wait for one.
pub fn remind_from(row: &dossier::Model, events: &[dossier_event::Model]) -> Option<Timestamp> {
    let waits_since = row::waits_since(row)?;
    let reminded = events.iter().filter(|event| event.kind == REMINDED);
    let last = reminded.map(|event| event.at.into()).fold(waits_since, Timestamp::max);
    Some(last.plus_seconds(REMINDER_PAUSE))
}

/// A reminder is not sent more often than once in its pause.
pub fn too_soon(from: Timestamp) -> Error {
    Error::new(ErrorCode::ReminderTooSoon).with("from", spoken_instant(from))
}
