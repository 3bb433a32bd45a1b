//! A group as a draft stores it, and its request.

use crate::entry::ask::Ask;
use crate::entry::form::Content;
use dto::Timestamp;
use dto::WarningCode;
use dto::stay::{GroupGuestIn, GroupIn};
use rules::profile::Profile;
use serde::{Deserialize, Serialize};

/// Purpose of the draft of a group, one for each account.
pub const PURPOSE: &str = "group";

/// Questions asked once for all guests.
pub const OF_ALL: [Ask; 6] = [
    Ask::Arrival,
    Ask::Departure,
    Ask::Reason,
    Ask::Kind,
    Ask::ReasonNote,
    Ask::Note,
];

/// All typed values.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Kept {
    /// Common fields: times and reason.
    pub stay: Content,
    /// The guests.
    pub guests: Vec<Content>,
    /// Idempotency key for each repeat of the group.
    pub key: String,
}

/// Returns the guest with the common fields.
pub fn merged(guest: &Content, stay: &Content) -> Content {
    Content {
        kind: stay.kind.clone(),
        arrival: stay.arrival.clone(),
        departure: stay.departure.clone(),
        reason: stay.reason.clone(),
        reason_note: stay.reason_note.clone(),
        note: stay.note.clone(),
        ..guest.clone()
    }
}

/// Returns the initial values of the next guest: the guests of a bus are mostly of one country.
pub fn next(guest: &Content) -> Content {
    Content {
        nationality: guest.nationality.clone(),
        document_type: match guest.document_type.as_str() {
            // The document of a child is not the default for the next guest.
            "birth_certificate" | "personal_number_notice" | "other" => Content::default().document_type,
            kind => kind.to_owned(),
        },
        entered: guest.entered.clone(),
        entry_gate: guest.entry_gate.clone(),
        ..Content::default()
    }
}

/// Builds the request of these guests, each with the warnings that were cleared.
pub fn request(stay: &Content, guests: &[(Content, Vec<WarningCode>)], now: Timestamp, profile: &Profile) -> GroupIn {
    let of_all = stay.to_request(now, profile, Vec::new());
    let guests = guests
        .iter()
        .map(|(guest, confirmed)| {
            let alone = merged(guest, stay).to_request(now, profile, confirmed.clone());
            GroupGuestIn {
                guest: alone.guest,
                room_id: alone.room_id,
                external_id: alone.external_id,
                confirmed: alone.confirmed,
            }
        })
        .collect();
    GroupIn {
        kind: of_all.kind,
        arrival_at: of_all.arrival_at,
        planned_departure_at: of_all.planned_departure_at,
        reason: of_all.reason,
        reason_note: of_all.reason_note,
        note: of_all.note,
        guests,
    }
}

/// Returns the index of the guest in a pointer of the request, and the rest of the pointer.
pub fn of_guest(pointer: &str) -> Option<(usize, &str)> {
    let rest = pointer.strip_prefix("/guests/")?;
    let end = rest.find('/').unwrap_or(rest.len());
    Some((rest[..end].parse().ok()?, &rest[end..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_names_its_guest() {
        assert_eq!(of_guest("/guests/3/guest/full_name"), Some((3, "/guest/full_name")));
        assert_eq!(of_guest("/guests/12/room_id"), Some((12, "/room_id")));
        assert_eq!(of_guest("/guests"), None);
        assert_eq!(of_guest("/arrival_at"), None);
    }

    #[test]
    fn the_next_guest_is_of_the_same_country_and_no_child() {
        let child = Content {
            full_name: "Lê Thị Út".into(),
            nationality: "KR".into(),
            document_type: "birth_certificate".into(),
            ..Content::default()
        };
        let after = next(&child);
        assert_eq!(
            (after.nationality.as_str(), after.document_type.as_str()),
            ("KR", "cccd")
        );
        assert!(after.full_name.is_empty());
    }
}
