//! The daily overview of a facility: its lists and its rooms.

use super::foreign::ForeignCounts;
use super::output::StaySummary;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// The daily overview of a facility, for its first page.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityDayOut {
    /// The current time of the server.
    pub now: Timestamp,
    /// The local day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// The notification deadline today, for guests who arrive before it.
    pub evening_due_at: Timestamp,
    /// Stays past their planned departure without a declared departure.
    pub overdue_stays: Vec<StaySummary>,
    /// Stays with a question from the police that is not answered, the earliest question first.
    pub asked_stays: Vec<StaySummary>,
    /// Stays that arrive today, sorted by time of arrival.
    pub arrivals: Vec<StaySummary>,
    /// Stays that end or ended today, sorted by planned departure.
    pub departures: Vec<StaySummary>,
    /// Number of guests who are present now.
    pub present_guests: u32,
    /// The rooms with their state, sorted by floor and name.
    pub rooms: Vec<RoomDayOut>,
    /// Number of guests who have moved in and are not notified yet, by the marks on the board.
    pub unnotified: u32,
    /// The foreign guests of the last 31 days by their state at the immigration site, where the profile makes files for
    /// it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign_guests: Option<ForeignCounts>,
    /// Whether one of the lists was cut at its limit of 500.
    pub truncated: bool,
}

/// A room today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomDayOut {
    /// The id.
    pub id: Uuid,
    /// The floor.
    pub floor: i16,
    /// The name of the room, as on its door.
    pub name: String,
    /// Its state.
    pub state: RoomState,
    /// Number of guests in it now.
    pub guest_count: u32,
}

/// The state of a room today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoomState {
    /// The room is empty.
    Free,
    /// Guests stay beyond today.
    Occupied,
    /// A guest plans to leave today.
    Leaving,
    /// A guest is past the planned departure.
    Overdue,
    /// Day use.
    DayUse,
    /// Guests have moved in and are not notified yet.
    NotNotified,
    /// The room is out of service.
    OutOfService,
}
