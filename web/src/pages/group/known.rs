//! Guests of a group that the facility knows: looked up by the numbers of their documents, so that a guest who is
//! already in the facility is reported before the group is sent.

use super::desk::GroupDesk;
use crate::browser;
use crate::entry::returning::whole_number;
use crate::reactive::effect;
use crate::session::Session;
use dto::operations::stays::FindReturningGuest;
use dto::stay::StaySearchIn;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Time for which a number must be unchanged before it is looked up: each look-up is recorded.
const PAUSE_MS: i32 = 600;

/// Looks up one number after the other, each of them once: a group that was reopened has hundreds at once.
pub fn look_up(desk: &GroupDesk) {
    let desk = *desk;
    if !untrack(|| Session::here().may(FindReturningGuest)) {
        return;
    }
    let wanted = Memo::new(move |_| {
        desk.known.with(|known| {
            let rows = desk.rows.get();
            let numbers = rows.iter().filter_map(|row| row.content.with(whole_number));
            numbers.filter(|number| !known.contains_key(number)).collect::<Vec<_>>()
        })
    });
    let is_looking = StoredValue::new(false);
    effect(move || {
        if wanted.with(Vec::is_empty) || is_looking.get_value() {
            return;
        }
        is_looking.set_value(true);
        spawn_local(async move {
            while let Some(number) = first(wanted) {
                browser::pause(PAUSE_MS).await;
                // The user typed on meanwhile: the number was not complete.
                if first(wanted).as_ref() != Some(&number) {
                    continue;
                }
                let search = StaySearchIn {
                    document_number: Some(number.clone()),
                    ..StaySearchIn::default()
                };
                // A failure is not reported; the server checks again when the group is sent.
                let Ok(found) = desk.api.find_returning_guest(&search).await else {
                    break;
                };
                let is_gone = desk
                    .known
                    .try_update(|known| known.insert(number, found.guests))
                    .is_none();
                if is_gone {
                    break;
                }
            }
            is_looking.try_set_value(false);
        });
    });
}

fn first(wanted: Memo<Vec<String>>) -> Option<String> {
    wanted.try_with_untracked(|wanted| wanted.first().cloned()).flatten()
}
