//! The history of a stay: its versions, and automatic events.

use super::output::StayOut;
use crate::change::FieldChange;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

rules::codes! {
    /// The operation that made a version.
    StayAct {
        /// First notification.
        Notified = "notified",
        /// Corrected.
        Corrected = "corrected",
        /// Extended or shortened.
        Extended = "extended",
        /// Moved to another room.
        Moved = "moved",
        /// Departure declared.
        Departed = "departed",
        /// Declared departure corrected or undone.
        DepartureCorrected = "departure_corrected",
        /// Cancelled: the guest did not stay.
        Cancelled = "cancelled",
    }
}

/// The history of a stay, newest first. It is never deleted (KH-11.2d-2).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayVersionsOut {
    /// The versions.
    pub versions: Vec<StayVersionOut>,
    /// Events that no person caused.
    pub events: Vec<StayEvent>,
}

/// One version.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayVersionOut {
    /// Its number, starting with 1.
    pub version: i32,
    /// The operation.
    pub act: StayAct,
    /// When it was done.
    pub at: Timestamp,
    /// The person: the holder of the account at that time.
    pub by_name: String,
    /// The unit or facility of that person.
    pub by_unit: String,
    /// The reason.
    pub change_reason: Option<String>,
    /// The changed fields; empty for the first version.
    pub changes: Vec<FieldChange>,
    /// The stay in this version.
    pub stay: StayOut,
}

/// An event that no person caused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayEvent {
    /// Its kind.
    pub kind: StayEventKind,
    /// When it happened.
    pub at: Timestamp,
}

/// The kinds of these events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StayEventKind {
    /// A night was added because no departure had been declared before the cut-off (KH-11.2e-2).
    GrewByOneNight,
    /// Such a night was undone by a departure declared on the same day.
    GrowthUndone,
}
