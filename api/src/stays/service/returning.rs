//! Guests whom this facility had before.

use super::super::entity::stay;
use super::super::sight::Sight;
use super::super::{row, store};
use super::search::criteria;
use crate::audit::Event;
use crate::authz::{Grant, policy};
use crate::error::Result;
use dto::stay::{ReturningGuest, ReturningGuestsOut, StaySearchIn};
use std::collections::HashSet;

/// Most guests in one answer: whoever needs more types more.
const MOST_GUESTS: usize = 8;
/// Most stays that are looked at for guests who match, newest first.
const MOST_MATCHES: u64 = 200;

/// The guests of this facility who match, each as notified last: name, document and address are not typed again.
pub async fn find_returning(
    grant: &Grant<policy::FindReturningGuest>,
    search: StaySearchIn,
) -> Result<ReturningGuestsOut> {
    let (app, caller) = (&grant.app, &grant.caller);
    let criteria = criteria(app, &search);
    let db = app.db.read();
    let matches = store::find_documents(db, Sight::of(app, caller), &criteria, MOST_MATCHES).await?;
    let mut seen = HashSet::new();
    let documents: Vec<Vec<u8>> = matches
        .into_iter()
        .filter(|document| seen.insert(document.clone()))
        .take(MOST_GUESTS)
        .collect();
    let stays = store::stays_of(db, Sight::of(app, caller), documents.clone(), &criteria, MOST_MATCHES).await?;
    let latest = |document: &Vec<u8>| -> Option<&stay::Model> {
        stays.iter().find(|stay| stay.document_number_index == *document)
    };
    let found: Vec<&stay::Model> = documents.iter().filter_map(latest).collect();
    let guests = found
        .iter()
        .map(|stay| {
            Ok(ReturningGuest {
                guest: row::guest_out(stay, &app.sealer)?,
                last_arrival_at: stay.arrival_at.into(),
                last_room: stay.room_name.clone(),
            })
        })
        .collect::<Result<_>>()?;
    let shown: Vec<String> = found.iter().map(|stay| stay.id.to_string()).collect();
    let event = Event::new("returning_guest_searched", "stay").with("stays", shown);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(ReturningGuestsOut { guests })
}
