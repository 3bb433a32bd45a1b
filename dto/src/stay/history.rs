//! The history of a stay: its versions, and what happened without a change by a person.

use super::output::StayOut;
use crate::change::FieldChange;
use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

rules::codes! {
    /// What happened in a version.
    StayAct {
        /// Notified for the first time.
        Notified = "notified",
        /// Corrected.
        Corrected = "corrected",
        /// Extended or shortened.
        Extended = "extended",
        /// Moved to another room.
        Moved = "moved",
        /// Departure declared.
        Departed = "departed",
        /// Declared departure corrected or taken back.
        DepartureCorrected = "departure_corrected",
        /// Taken back: the guest did not stay.
        Cancelled = "cancelled",
    }
}

/// The history of a stay, newest first. Nothing of it is ever deleted (KH-11.2d-2).
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayVersionsOut {
    /// The versions.
    pub versions: Vec<StayVersionOut>,
    /// What happened without a change by a person.
    pub events: Vec<StayEvent>,
}

/// One version.
#[derive(Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayVersionOut {
    /// Its number, from 1.
    pub version: i32,
    /// What happened.
    pub act: StayAct,
    /// When.
    pub at: Timestamp,
    /// Who: the holder of the account at that time.
    pub by_name: String,
    /// For which unit or facility.
    pub by_unit: String,
    /// Why.
    pub change_reason: Option<String>,
    /// The fields that changed; empty for the first version.
    pub changes: Vec<FieldChange>,
    /// The stay as this version has it.
    pub stay: StayOut,
}

/// Something that happened without a change by a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StayEvent {
    /// What.
    pub kind: StayEventKind,
    /// When.
    pub at: Timestamp,
}

/// The kinds of such events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StayEventKind {
    /// A night was added because no departure had been declared by the cut-off (KH-11.2e-2).
    GrewByOneNight,
    /// Such a night was undone by a departure declared the same day.
    GrowthUndone,
}
