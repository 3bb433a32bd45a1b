//! Earlier guests of this facility.

use super::super::entity::stay;
use super::super::number::by_number;
use super::super::sight::Sight;
use super::super::{answer, row, store};
use super::search::{criteria, has_words, numbers, people_of};
use crate::App;
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::error::{Error, Result};
use dto::Timestamp;
use dto::problem::FieldCode;
use dto::stay::{OpenStay, ReturningGuest, ReturningGuestsOut, StaySearchIn};

/// The largest number of guests in one answer: for more, the user types more.
const MOST_GUESTS: usize = 8;
/// The largest number of matching stays that are read, newest first.
const MOST_MATCHES: u64 = 200;

/// Returns the matching guests of this facility with the data of their latest notification, so that name, document and
/// address need not be typed again.
pub async fn find_returning(caller: &ScopedCaller<Territory>, search: StaySearchIn) -> Result<ReturningGuestsOut> {
    let app = &caller.app;
    if search.document_ending.is_some() {
        return Err(Error::field("/document_ending", FieldCode::DoesNotApply));
    }
    let criteria = criteria(app, &search);
    let db = app.db.read();
    let matches = store::find_numbers(db, Sight::of(app, caller), &criteria, MOST_MATCHES).await?;
    let mut numbers = numbers(app, matches)?;
    numbers.truncate(MOST_GUESTS);
    let stays = store::stays_of(db, Sight::of(app, caller), &numbers, &criteria, MOST_MATCHES).await?;
    let mut by_number = by_number(app, stays)?;
    let mut found: Vec<Vec<stay::Model>> = Vec::new();
    for stays in numbers.iter().filter_map(|number| by_number.remove(number)) {
        // Another person with the same number does not match the name.
        let people = people_of(app, stays)?.into_iter();
        found.extend(people.filter(|stays| stays.iter().any(|stay| has_words(stay, &criteria.words))));
    }
    found.truncate(MOST_GUESTS);
    let guests = found
        .iter()
        .filter_map(|stays| Some((stays.first()?, stays)))
        .map(|(latest, stays)| {
            Ok(ReturningGuest {
                guest: answer::guest_out(latest, &app.sealer)?,
                last_arrival_at: latest.arrival_at.into(),
                last_room: latest.room_name.clone(),
                here: open_stay(app, stays, caller.now),
            })
        })
        .collect::<Result<_>>()?;
    let shown: Vec<String> = found
        .iter()
        .filter_map(|stays| stays.first())
        .map(|stay| stay.id.to_string())
        .collect();
    let event = Event::new("returning_guest_searched", "stay").with("stays", shown);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(ReturningGuestsOut { guests })
}

/// Returns the latest stay of a person that is not over.
fn open_stay(app: &App, stays: &[stay::Model], now: Timestamp) -> Option<OpenStay> {
    let open = stays
        .iter()
        .find(|stay| stay.departed_at.is_none() && stay.cancelled_at.is_none());
    let stay = open?;
    let (state, _) = row::standing(stay, &app.profile, now);
    Some(OpenStay {
        id: stay.id,
        room_name: stay.room_name.clone(),
        arrival_at: stay.arrival_at.into(),
        planned_departure_at: stay.planned_departure_at.into(),
        state,
    })
}
