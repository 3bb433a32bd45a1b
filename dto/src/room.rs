//! The room board: the room plan of a facility with the guests in each room, and the marks that a receptionist sets.

use crate::check::{CheckContext, Checked, Findings};
use crate::problem::{FieldCode, FieldError};
use crate::stay::{RoomState, StaySummary};
use crate::{Given, Timestamp};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// Maximum number of characters of the reason for which a room is out of service.
pub const MAX_MARK_NOTE: usize = 80;
/// Maximum number of guests in a mark.
pub const MAX_MARK_GUESTS: i16 = 99;

rules::codes! {
    /// The mark of a room.
    RoomMark {
        /// Guests have moved in and are not notified yet.
        Arrived = "arrived",
        /// The room is out of service.
        OutOfService = "out_of_service",
    }
}

crate::given::text_of_codes!(RoomMark);

/// Set or remove the mark of a room.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoomMarkIn {
    /// The version that the change starts from.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: i32,
    /// The mark; null or absent removes it.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<RoomMark>))]
    pub mark: Given<RoomMark>,
    /// With `arrived`: the number of guests who have moved in.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 99))]
    pub guest_count: Option<i16>,
    /// With `out_of_service`: the reason.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80, example = "Sửa nước"))]
    pub note: Given<String>,
}

/// A valid mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewMark {
    /// No mark.
    Nothing,
    /// Guests have moved in, with their number.
    Arrived(i16),
    /// Out of service, with the reason.
    OutOfService(String),
}

/// A valid mark, and the version that it starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marking {
    /// The version of the mark that the caller has read.
    pub version: i32,
    /// The mark.
    pub mark: NewMark,
}

impl Checked for RoomMarkIn {
    type Out = Marking;

    fn check(self, _: CheckContext<'_>) -> Result<Marking, Vec<FieldError>> {
        let mut findings = Findings::default();
        let mark = findings.optional("/mark", &self.mark, FieldCode::UnknownValue);
        let new = match mark {
            None => Some(NewMark::Nothing),
            Some(RoomMark::Arrived) => match self.guest_count {
                Some(guests) if (1..=MAX_MARK_GUESTS).contains(&guests) => Some(NewMark::Arrived(guests)),
                Some(_) => {
                    let error = findings.error("/guest_count", FieldCode::OutOfRange);
                    error.params.insert("min".into(), "1".into());
                    error.params.insert("max".into(), MAX_MARK_GUESTS.to_string());
                    None
                }
                None => {
                    findings.error("/guest_count", FieldCode::Required);
                    None
                }
            },
            Some(RoomMark::OutOfService) => findings
                .required_text("/note", &self.note, MAX_MARK_NOTE)
                .map(NewMark::OutOfService),
        };
        match new {
            Some(mark) if findings.errors.is_empty() => Ok(Marking {
                version: self.version,
                mark,
            }),
            _ => Err(findings.errors),
        }
    }
}

/// A room and its mark.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomMarkOut {
    /// The room.
    pub room_id: Uuid,
    /// Its mark.
    pub mark: Option<RoomMark>,
    /// With `arrived`: the number of guests who have moved in.
    pub guest_count: Option<i16>,
    /// With `out_of_service`: the reason.
    #[cfg_attr(feature = "openapi", schema(example = "Sửa nước"))]
    pub note: Option<String>,
    /// When it was marked; the notification deadline of guests who have moved in runs from then.
    pub marked_at: Option<Timestamp>,
    /// The version; send it back with the next mark.
    pub version: i32,
}

/// The room board (sơ đồ phòng).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomBoardOut {
    /// The current time of the server.
    pub now: Timestamp,
    /// The local day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// The rooms in use, sorted by floor and name.
    pub rooms: Vec<BoardRoom>,
    /// Guests who are present without a room.
    pub without_room: Vec<StaySummary>,
    /// Number of guests who have moved in and are not notified yet, in all rooms.
    pub unnotified: u32,
    /// Whether there are more guests than the answer shows.
    pub truncated: bool,
}

/// A room on the board.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BoardRoom {
    /// The id.
    pub id: Uuid,
    /// The floor.
    pub floor: i16,
    /// The name of the room, as on its door.
    pub name: String,
    /// The kind of room, in the facility's own words.
    #[cfg_attr(feature = "openapi", schema(example = "Đôi"))]
    pub kind: String,
    /// Number of beds.
    pub beds: i16,
    /// Its state: the most urgent state of its guests.
    pub state: RoomState,
    /// Number of guests who have moved in and are not notified yet.
    pub unnotified: u32,
    /// The notification deadline of these guests.
    pub due_at: Option<Timestamp>,
    /// Whether it is marked as out of service, whether or not guests are in it.
    pub out_of_service: bool,
    /// Why it is out of service.
    #[cfg_attr(feature = "openapi", schema(example = "Sửa nước"))]
    pub note: Option<String>,
    /// The version of its mark; send it back with `markRoom`.
    pub version: i32,
    /// Its guests, sorted by planned departure, the earliest first.
    pub stays: Vec<StaySummary>,
}
