//! The warning that the facility has already notified the guest for the same time. It is stored with the stay, names
//! the first stay, and is never a reason to refuse: some guests have two rooms, and some twins have one number.

use super::super::entity::stay;
use super::super::number::{Number, by_number};
use super::super::{answer, row, store};
use super::crowding;
use crate::App;
use crate::db::Tx;
use crate::error::Result;
use dto::Timestamp;
use dto::check::spoken_date;
use dto::problem::{Warning, WarningCode};
use rules::overlap::meet;
use rules::person::{Sameness, compare};
use rules::zone::local_date;
use time::{Duration, OffsetDateTime};

/// Adds the warning to stays of one facility that are about to be stored; later stays of a request are compared with
/// its earlier ones too. `confirmed` has the confirmed warnings of each stay.
pub(in crate::stays) async fn note(
    tx: &Tx,
    app: &App,
    now: Timestamp,
    rows: &mut [stay::Model],
    confirmed: &[Vec<WarningCode>],
) -> Result<()> {
    let numbers = rows.iter().map(|row| Number::of(row, &app.sealer));
    let numbers = numbers.collect::<Result<Vec<_>>>()?;
    let stored = store::with_numbers(tx, rows, &numbers).await?;
    let mut by_number = by_number(app, stored)?;
    for (at, (one, number)) in rows.iter_mut().zip(numbers).enumerate() {
        let known = by_number.entry(number).or_default();
        if let Some(mut warning) = warning(app, now, known, one)? {
            warning.confirmed = confirmed.get(at).is_some_and(|codes| codes.contains(&warning.code));
            crowding::push(one, warning)?;
        }
        known.push(one.clone());
    }
    Ok(())
}

/// Returns the warning about a stay among the stays with its number: the same person takes priority.
fn warning(app: &App, now: Timestamp, known: &[stay::Model], one: &stay::Model) -> Result<Option<Warning>> {
    let mut other_person = None;
    for other in known {
        if other.id == one.id || !meet(span(other, now), span(one, now)) {
            continue;
        }
        match compare(&row::identity(other, &app.sealer)?, &row::identity(one, &app.sealer)?) {
            Sameness::Same => return told(app, now, WarningCode::AlreadyNotified, other).map(Some),
            Sameness::SameNumber => {
                other_person.get_or_insert(other);
            }
            Sameness::Different => {}
        }
    }
    other_person
        .map(|other| told(app, now, WarningCode::SameNumber, other))
        .transpose()
}

fn told(app: &App, now: Timestamp, code: WarningCode, other: &stay::Model) -> Result<Warning> {
    let summary = answer::summary(other, app, now, "")?;
    Ok(Warning::new("/guest/document_number", code)
        .with("stay_id", other.id)
        .with("code", &other.code)
        .with("room", other.room_name.as_deref().unwrap_or("–"))
        .with(
            "until",
            spoken_date(summary.nights.ends_on.max(local_date(other.planned_departure_at))),
        ))
}

/// Returns the start and end of the stay: the end is the declared departure, otherwise the planned one, or, once that
/// is past, a time in the near future.
fn span(stay: &stay::Model, now: Timestamp) -> (OffsetDateTime, OffsetDateTime) {
    let end = match stay.departed_at {
        Some(left) => left,
        None if stay.planned_departure_at <= now.get() => now.get().saturating_add(Duration::MINUTE),
        None => stay.planned_departure_at,
    };
    (stay.arrival_at, end)
}
