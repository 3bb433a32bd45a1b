//! The day of an officer: the facilities of a commune, those that need attention first.

use crate::account::AreaRef;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

/// The facilities of a commune as they stand now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CommuneDayOut {
    /// The server's clock.
    pub now: Timestamp,
    /// The local day.
    #[serde(with = "crate::date")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = Date))]
    pub date: Date,
    /// The commune.
    pub area: AreaRef,
    /// From how many days without a notification on a facility counts as silent.
    pub silent_after: u32,
    /// The commune as a whole, whatever is filtered.
    pub counts: CommuneCounts,
    /// The facilities of this page: late ones first, then silent ones, then the rest by name; last, those that have
    /// announced that they do not operate.
    pub items: Vec<FacilityToday>,
    /// Whether the commune has more facilities than are looked at.
    pub truncated: bool,
    /// Ask again with this as `cursor` for the next page; null on the last one.
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
    /// Those of them that were late.
    pub late: u64,
    /// Guests who are there.
    pub present: u64,
    /// Facilities that notified late today.
    pub late_facilities: u32,
    /// Facilities that operate and have been silent.
    pub silent_facilities: u32,
    /// Those of them that have never notified anything.
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
    /// Those of them that were late.
    pub late: u64,
    /// Guests who are there.
    pub present: u64,
    /// When it notified last.
    pub last_notified_at: Option<Timestamp>,
    /// What it notified last, to ask about.
    pub last_stay_id: Option<Uuid>,
    /// Days since it notified last, or since it came into the system.
    pub silent_days: u32,
    /// Whether that is long, for a facility that operates.
    pub silent: bool,
    /// Whether it operates, by what it has announced.
    pub operating: bool,
}
