//! What other domains know of a room.

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
    /// How many beds it has.
    pub beds: i16,
    /// What it is marked with.
    pub mark: Option<RoomMark>,
    /// How many guests have arrived.
    pub mark_guests: Option<i16>,
    /// Why it is not let.
    pub mark_note: Option<String>,
    /// Since when the mark is there.
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

/// A mark that a room gets, or none.
#[derive(Debug, Clone)]
pub struct NewMark {
    /// What it is marked with.
    pub mark: Option<RoomMark>,
    /// How many guests have arrived.
    pub guests: Option<i16>,
    /// Why it is not let.
    pub note: Option<String>,
    /// Since when.
    pub since: Option<OffsetDateTime>,
    /// The version that the mark gets.
    pub version: i32,
}
