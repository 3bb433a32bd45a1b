//! The room, as other domains see it.

use super::entity::room;
use dto::room::RoomMark;
use time::OffsetDateTime;
use uuid::Uuid;

/// A room in use of a facility, with its mark on the room board.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Its id.
    pub id: Uuid,
    /// Its floor.
    pub floor: i16,
    /// Its name or number.
    pub name: String,
    /// Its kind, in the words of the facility.
    pub kind: String,
    /// The number of its beds.
    pub beds: i16,
    /// Its mark.
    pub mark: Option<RoomMark>,
    /// The number of guests who have arrived.
    pub mark_guests: Option<i16>,
    /// The reason why it is out of service.
    pub mark_note: Option<String>,
    /// The time at which the mark was set.
    pub marked_at: Option<OffsetDateTime>,
    /// The version of the mark.
    pub mark_version: i32,
}

impl From<room::Model> for Room {
    fn from(row: room::Model) -> Self {
        Self {
            id: row.id,
            floor: row.floor,
            name: row.name,
            kind: row.kind,
            beds: row.beds,
            mark: row.mark.map(|mark| mark.0),
            mark_guests: row.mark_guests,
            mark_note: row.mark_note,
            marked_at: row.marked_at,
            mark_version: row.mark_version,
        }
    }
}

/// A new mark of a room; without `mark`, the mark is removed.
#[derive(Debug, Clone)]
pub struct NewMark {
    /// The mark.
    pub mark: Option<RoomMark>,
    /// The number of guests who have arrived.
    pub guests: Option<i16>,
    /// The reason why it is out of service.
    pub note: Option<String>,
    /// The time of the mark.
    pub since: Option<OffsetDateTime>,
    /// The new version of the mark.
    pub version: i32,
}
