//! The room board: the plan of a house with who is in each room, and what a receptionist marks on it.

use crate::check::{CheckContext, Checked, Findings};
use crate::problem::{FieldCode, FieldError};
use crate::stay::{RoomState, StaySummary};
use crate::{Given, Timestamp};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// Most characters of the reason for which a room is out of service.
pub const MAX_MARK_NOTE: usize = 80;
/// Most guests that a mark may speak of.
pub const MAX_MARK_GUESTS: i16 = 99;

rules::codes! {
    /// What a room is marked with.
    RoomMark {
        /// Guests have moved in who are not notified yet.
        Arrived = "arrived",
        /// The room is not let.
        OutOfService = "out_of_service",
    }
}

crate::given::text_of_codes!(RoomMark);

/// Mark a room, or take its mark away.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct RoomMarkIn {
    /// The version that it starts from.
    #[cfg_attr(feature = "openapi", schema(minimum = 1))]
    pub version: i32,
    /// The mark; null or left out takes it away.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<RoomMark>))]
    pub mark: Given<RoomMark>,
    /// With `arrived`: how many guests have moved in.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 99))]
    pub guest_count: Option<i16>,
    /// With `out_of_service`: why.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<String>, max_length = 80, example = "Sửa nước"))]
    pub note: Given<String>,
}

/// A mark that may be set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NewMark {
    /// None.
    Nothing,
    /// So many guests have moved in.
    Arrived(i16),
    /// Out of service, and why.
    OutOfService(String),
}

/// A mark that may be set, and what it starts from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marking {
    /// The version of the mark that was looked at.
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
    /// What it is marked with.
    pub mark: Option<RoomMark>,
    /// With `arrived`: how many guests have moved in.
    pub guest_count: Option<i16>,
    /// With `out_of_service`: why.
    #[cfg_attr(feature = "openapi", schema(example = "Sửa nước"))]
    pub note: Option<String>,
    /// Since when; guests who have moved in have to be notified in time from then on.
    pub marked_at: Option<Timestamp>,
    /// Send it back with the next mark.
    pub version: i32,
}

/// The room board (sơ đồ phòng).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomBoardOut {
    /// The server's clock.
    pub now: Timestamp,
    /// The local day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// The rooms in use, by floor and name.
    pub rooms: Vec<BoardRoom>,
    /// Guests in the house without a room.
    pub without_room: Vec<StaySummary>,
    /// Guests who have moved in and are not notified, in all rooms.
    pub unnotified: u32,
    /// Whether there are more guests than are shown.
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
    /// The name on the door.
    pub name: String,
    /// The kind of room, in the facility's own words.
    #[cfg_attr(feature = "openapi", schema(example = "Đôi"))]
    pub kind: String,
    /// How many beds.
    pub beds: i16,
    /// Its state: the most pressing of its guests.
    pub state: RoomState,
    /// Guests who have moved in and are not notified.
    pub unnotified: u32,
    /// By when they have to be notified.
    pub due_at: Option<Timestamp>,
    /// Whether it is marked as not let, whoever is in it.
    pub out_of_service: bool,
    /// Why it is out of service.
    #[cfg_attr(feature = "openapi", schema(example = "Sửa nước"))]
    pub note: Option<String>,
    /// The version of its mark; send it back with `markRoom`.
    pub version: i32,
    /// Who is in it, those planned to leave first first.
    pub stays: Vec<StaySummary>,
}
