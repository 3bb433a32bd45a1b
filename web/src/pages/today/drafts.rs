//! What was typed into the notify form and not sent yet, kept in this browser.

use crate::draft::{Draft, purposes_of};
use crate::pages::group::{Kept, PURPOSE as PURPOSE_OF_GROUP};
use dto::Timestamp;
use dto::stay::RoomDayOut;
use serde::Deserialize;
use uuid::Uuid;

/// The form keeps one draft for each room that it was opened for.
const PURPOSE: &str = "notify.";

/// A notification that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The guest, as far as typed.
    pub name: Option<String>,
    /// The room, as far as chosen.
    pub room: Option<String>,
    /// When it was typed last.
    pub at: Timestamp,
    /// Where to go on.
    pub href: String,
    /// Of a group: how many guests.
    pub group: Option<usize>,
}

/// The part of a draft that is shown.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Content {
    full_name: String,
    room: String,
}

/// The group that an account has begun.
fn group(account: Uuid) -> Option<Waiting> {
    let (at, kept) = Draft::of(account, PURPOSE_OF_GROUP).read::<Kept>()?;
    let count = kept.guests.iter().filter(|guest| !guest.is_blank()).count();
    Some(Waiting {
        name: None,
        room: None,
        at: Timestamp::from_unix(at)?,
        href: "/notify/group".to_owned(),
        group: Some(count),
    })
}

/// How many drafts wait.
pub fn count(account: Uuid) -> usize {
    purposes_of(account, PURPOSE).len() + usize::from(group(account).is_some())
}

/// The drafts of an account, the oldest first: it has waited longest.
pub fn waiting(account: Uuid, rooms: &[RoomDayOut]) -> Vec<Waiting> {
    let mut found: Vec<Waiting> = purposes_of(account, PURPOSE)
        .into_iter()
        .filter_map(|purpose| {
            let (at, content) = Draft::of(account, &purpose).read::<Content>()?;
            let room = rooms
                .iter()
                .find(|room| room.id.to_string() == content.room)
                .map(|room| room.name.clone());
            let name = Some(content.full_name.trim().to_owned()).filter(|name| !name.is_empty());
            let opened_for = purpose.strip_prefix(PURPOSE).filter(|room| !room.is_empty());
            let href = opened_for.map_or_else(|| "/notify".to_owned(), |room| format!("/notify?room={room}"));
            Some(Waiting {
                name,
                room,
                at: Timestamp::from_unix(at)?,
                href,
                group: None,
            })
        })
        .collect();
    found.extend(group(account));
    found.sort_by_key(|draft| draft.at);
    found
}
