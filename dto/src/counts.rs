//! What waits for an account, in numbers: nobody is named, so that every page can request it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What waits for the caller's account, by section. A section is absent where the account has no right to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CountsOut {
    /// The tasks of the caller's own facility.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tasks: Option<TaskCounts>,
    /// Today's notifications in the caller's area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notifications: Option<NotificationCounts>,
    /// The dossiers that the caller handles or was consulted about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dossiers: Option<WaitingCounts>,
}

/// The open tasks of a facility.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TaskCounts {
    /// Rooms with guests who have moved in and are not notified yet.
    pub rooms_not_notified: Vec<Uuid>,
    /// Stays past their planned departure without a declared departure.
    pub overdue_count: u32,
    /// Questions from the police that are not answered.
    pub asked_count: u32,
}

/// The notifications of a local day, as `listStays` counts them with that day as its period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NotificationCounts {
    /// All of them, cancelled ones included.
    pub total: u64,
    /// Those that no officer has seen.
    pub unseen: u64,
}

/// Dossiers that wait for a decision or an opinion of the caller's office, as in the counts of `listDossiers`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WaitingCounts {
    /// Those that wait: for a consulted unit, those that it still has to answer.
    pub waiting: u64,
    /// Of these, the overdue ones, except those that another role decides.
    pub overdue: u64,
}
