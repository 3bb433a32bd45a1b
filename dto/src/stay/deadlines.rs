//! The clock that people see: what has to be done by when.

use crate::timestamp::Timestamp;
use serde::{Deserialize, Serialize};

/// What a facility has to do by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnDeadlinesOut {
    /// The server's clock.
    pub now: Timestamp,
    /// The deadlines, the most pressing first; what is over stands before what is ahead.
    pub items: Vec<OwnDeadline>,
}

/// A deadline with what hangs on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OwnDeadline {
    /// What has to be done.
    pub kind: DeadlineKind,
    /// Until when.
    pub due_at: Timestamp,
    /// For how many guests.
    pub count: u32,
    /// Whether it is over.
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
    /// Correct what was notified today (KH-11.2d-1): until then it can be.
    Correction,
}
