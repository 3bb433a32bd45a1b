//! The daily overview of an officer: the facilities of a commune, those that need attention first.

use crate::account::AreaRef;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// The facilities of a commune with their current state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommuneDayOut {
    /// The current time of the server.
    pub now: Timestamp,
    /// The local day.
    #[serde(with = "crate::date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// The commune.
    pub area: AreaRef,
    /// From how many days without a notification a facility counts as silent.
    pub silent_after: u32,
    /// The whole commune, whatever the filter is.
    pub counts: CommuneCounts,
    /// The facilities of this page: late ones first, then silent ones, then the others by name; last, those that have
    /// announced that they are not operating.
    pub items: Vec<FacilityToday>,
    /// Whether the commune has more facilities than the answer considers.
    pub truncated: bool,
    /// Send this as `cursor` to get the next page; null on the last page.
    #[serde(default)]
    pub next_cursor: Option<String>,
}

/// A commune in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommuneCounts {
    /// Its facilities.
    pub facilities: u32,
    /// Stays notified today.
    pub notified: u64,
    /// How many of these stays were late.
    pub late: u64,
    /// Guests who are present.
    pub present: u64,
    /// Facilities that notified late today.
    pub late_facilities: u32,
    /// Facilities that operate and are silent.
    pub silent_facilities: u32,
    /// How many of these have never notified a stay.
    pub never_notified: u32,
}

/// A facility today.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacilityToday {
    /// The id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The code of its kind in the list `facility_kinds`.
    pub kind: String,
    /// Street and number.
    pub address: String,
    /// The registered telephone, to call.
    pub phone: String,
    /// Stays notified today.
    pub notified: u64,
    /// How many of these stays were late.
    pub late: u64,
    /// Guests who are present.
    pub present: u64,
    /// When it notified last.
    pub last_notified_at: Option<Timestamp>,
    /// Its last notified stay, to ask about it.
    pub last_stay_id: Option<Uuid>,
    /// Days since its last notification, or since it was added to the system.
    pub silent_days: u32,
    /// Whether it is silent; only for a facility that operates.
    pub silent: bool,
    /// Whether it operates, according to its announcements.
    pub operating: bool,
}
