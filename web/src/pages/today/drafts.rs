//! Drafts of the notify form that were not sent yet, kept in this browser.

use crate::draft::{Draft, purposes_of};
use crate::entry::group::{Kept, PURPOSE as PURPOSE_OF_GROUP};
use crate::reactive::sort_by;
use dto::Timestamp;
use dto::stay::RoomDayOut;
use serde::Deserialize;
use uuid::Uuid;

/// Prefix of the purpose: the form keeps one draft for each room for which it was opened.
const PURPOSE: &str = "notify.";

/// A draft that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Name of the guest, as far as typed.
    pub name: Option<String>,
    /// Room, if chosen.
    pub room: Option<String>,
    /// Time of the last change.
    pub at: Timestamp,
    /// Address at which the user continues.
    pub href: String,
    /// Number of guests, for a group.
    pub group: Option<usize>,
}

/// The part of a draft that is displayed.
#[derive(Deserialize)]
#[serde(default)]
#[derive(Default)]
struct Content {
    full_name: String,
    room: String,
}

/// Returns the address of the draft with that name: for a room or none, and one of several where tabs have their own.
fn address(name: &str) -> String {
    let (room, draft) = name.split_once('.').unwrap_or((name, ""));
    let asked = [("room", room), ("draft", draft)];
    let asked: Vec<String> = asked
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    match asked.as_slice() {
        [] => "/notify".to_owned(),
        asked => format!("/notify?{}", asked.join("&")),
    }
}

/// Returns the draft of a group.
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

/// Returns the number of drafts.
pub fn count(account: Uuid) -> usize {
    purposes_of(account, PURPOSE).len() + usize::from(group(account).is_some())
}

/// Returns the drafts of an account, the oldest first: it has waited longest.
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
            let href = address(purpose.strip_prefix(PURPOSE).unwrap_or_default());
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
    sort_by(&mut found, |draft| draft.at);
    found
}

#[cfg(test)]
mod tests {
    use super::address;

    #[test]
    fn a_draft_is_opened_where_it_was_typed() {
        assert_eq!(address(""), "/notify");
        assert_eq!(address("7f"), "/notify?room=7f");
        assert_eq!(address("7f.a1"), "/notify?room=7f&draft=a1");
        assert_eq!(address(".a1"), "/notify?draft=a1");
    }
}
