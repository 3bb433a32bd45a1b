//! The deadlines of a facility.

use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// The deadlines of a facility.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnDeadlinesOut {
    /// The current time of the server.
    pub now: Timestamp,
    /// The deadlines, the most urgent first; overdue ones come before future ones.
    pub items: Vec<OwnDeadline>,
}

/// A deadline, and the number of guests that it concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnDeadline {
    /// What has to be done.
    pub kind: DeadlineKind,
    /// The deadline.
    pub due_at: Timestamp,
    /// Number of guests.
    pub count: u32,
    /// Whether it is overdue.
    pub overdue: bool,
}

/// What has to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum DeadlineKind {
    /// Notify guests who have moved in (Residence Law, Article 30), by the marks on the room board.
    Notify,
    /// Declare departures (KH-11.2e-1).
    Departure,
    /// Correct what was notified today (KH-11.2d-1): corrections are possible until then.
    Correction,
}
