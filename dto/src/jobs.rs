//! The background jobs, for the people who monitor the installation.

use crate::Timestamp;
use crate::mail::MailQueueOut;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

rules::codes! {
    /// The state of a job.
    JobState {
        /// No run has finished yet.
        NotYet = "not_yet",
        /// The last run succeeded.
        Fine = "fine",
        /// The last run failed. The job tries again.
        Failing = "failing",
        /// No run has finished for longer than it should take: no instance runs, or a run hangs.
        Late = "late",
    }
}

rules::codes! {
    /// What a job processes item by item.
    RowKind {
        /// A report of a lost credential, for which the account has to be found.
        LossReport = "loss_report",
        /// An announced change of a facility, which takes effect on its effective day.
        FacilityChange = "facility_change",
        /// A confirmed guest list, which is stored part by part.
        Import = "import",
        /// Something to deliver, such as a mail.
        Delivery = "delivery",
    }
}

/// A background job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobOut {
    /// Its name, as in the log and the metrics.
    #[cfg_attr(feature = "openapi", schema(example = "outbox"))]
    pub name: String,
    /// How often it runs, in seconds.
    pub every_seconds: i64,
    /// Its state.
    pub state: JobState,
    /// When the last finished run started. A job that looks for work every few seconds records this once a minute.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub began_at: Option<Timestamp>,
    /// When that run finished, successfully or not.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub ended_at: Option<Timestamp>,
    /// Consecutive failures, on any instance.
    pub failures: i32,
    /// The code of the last failure, at any time in the past.
    #[cfg_attr(feature = "openapi", schema(required = true, example = "internal"))]
    pub last_error: Option<String>,
    /// When the last failure happened.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub failed_at: Option<Timestamp>,
    /// How many rows wait for it, including those that wait for a retry; null where it does not process single rows.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub rows_waiting: Option<i64>,
    /// How many rows it has given up.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub rows_given_up: Option<i64>,
}

/// A row that is no longer retried automatically. It contains no personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GivenUpRow {
    /// Its id: that of the dossier, the change, the import or the delivery.
    pub id: Uuid,
    /// Its kind.
    pub kind: RowKind,
    /// Number of attempts.
    pub attempts: i32,
    /// The code of the last failure.
    #[cfg_attr(feature = "openapi", schema(required = true, example = "internal"))]
    pub last_error: Option<String>,
    /// Since when it is no longer retried.
    pub given_up_at: Timestamp,
}

/// The jobs, the rows that they have given up, and the mail queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobsOut {
    /// All jobs.
    pub jobs: Vec<JobOut>,
    /// The rows that wait for `retryGivenUp`: the latest 100 of each kind.
    pub given_up: Vec<GivenUpRow>,
    /// The mail queue.
    pub mail_queue: MailQueueOut,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_has_one_name_on_the_wire_and_in_the_log() {
        for kind in [
            RowKind::LossReport,
            RowKind::FacilityChange,
            RowKind::Import,
            RowKind::Delivery,
        ] {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
