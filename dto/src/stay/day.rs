//! A facility's day: its lists, its tasks in numbers, its rooms.

use super::foreign::ForeignCounts;
use super::output::StaySummary;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// A facility's day, for its first page.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityDayOut {
    /// The server's clock.
    pub now: Timestamp,
    /// The local day.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// By when those who arrive before it have to be notified today.
    pub evening_due_at: Timestamp,
    /// Stays past their planned departure without a declared one.
    pub overdue_stays: Vec<StaySummary>,
    /// Stays about which the police have asked something that waits for an answer, the earliest question first.
    pub asked_stays: Vec<StaySummary>,
    /// Stays that arrive today, by time of arrival.
    pub arrivals: Vec<StaySummary>,
    /// Stays that end today or ended today, by planned departure.
    pub departures: Vec<StaySummary>,
    /// Guests in the house now.
    pub present_guests: u32,
    /// The rooms with their state, by floor and name.
    pub rooms: Vec<RoomDayOut>,
    /// Guests who have moved in and are not notified, by the marks on the board.
    pub unnotified: u32,
    /// How the foreign guests of the last 31 days stand with the immigration site, where the profile has files made for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign_guests: Option<ForeignCounts>,
    /// Whether one of the lists was cut at its limit of 500.
    pub truncated: bool,
}

/// What waits for a facility today, in numbers: no guest is named, so it can be asked for on every page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityTasksOut {
    /// Rooms with guests who have moved in and are not notified.
    pub rooms_not_notified: Vec<Uuid>,
    /// Stays past their planned departure without a declared one.
    pub overdue_count: u32,
    /// Questions of the police that wait for an answer.
    pub asked_count: u32,
}

/// A room today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomDayOut {
    /// The id.
    pub id: Uuid,
    /// The floor.
    pub floor: i16,
    /// The name on the door.
    pub name: String,
    /// Its state.
    pub state: RoomState,
    /// Guests in it now.
    pub guest_count: u32,
}

/// The state of a room today.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoomState {
    /// Nobody is in it.
    Free,
    /// Guests stay beyond today.
    Occupied,
    /// A guest means to leave today.
    Leaving,
    /// A guest is past the planned departure.
    Overdue,
    /// Day use.
    DayUse,
    /// Guests have moved in who are not notified yet.
    NotNotified,
    /// Not let.
    OutOfService,
}
