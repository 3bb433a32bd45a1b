//! The background jobs, for whoever watches over the installation.

use crate::Timestamp;
use crate::mail::MailQueueOut;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// How a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// No run has ended yet.
    NotYet,
    /// The last run ended well.
    Fine,
    /// The last run failed. It is tried again.
    Failing,
    /// No run has ended for longer than it should take: no instance runs, or a run hangs.
    Late,
}

rules::codes! {
    /// What a job works through one by one.
    RowKind {
        /// A report of a lost credential, whose account is looked for.
        LossReport = "loss_report",
        /// An announced change of a facility, which takes effect on its day.
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
    /// Its name, as in the log and in the figures.
    #[cfg_attr(feature = "openapi", schema(example = "outbox"))]
    pub name: String,
    /// How often it runs, in seconds.
    pub every_seconds: i64,
    /// How it stands.
    pub state: JobState,
    /// When the last run that ended began. What looks for work every few seconds is noted once a minute.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub began_at: Option<Timestamp>,
    /// When it ended, well or not.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub ended_at: Option<Timestamp>,
    /// Failures in a row, on whichever instance.
    pub failures: i32,
    /// The code of the last failure, however long ago.
    #[cfg_attr(feature = "openapi", schema(required = true, example = "internal"))]
    pub last_error: Option<String>,
    /// When that was.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub failed_at: Option<Timestamp>,
    /// How many rows wait for it, those in a pause after a failure included; null where it works on no single rows.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub rows_waiting: Option<i64>,
    /// How many rows it has given up.
    #[cfg_attr(feature = "openapi", schema(required = true))]
    pub rows_given_up: Option<i64>,
}

/// A row that is no longer tried by itself. It names nobody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GivenUpRow {
    /// Its id: of the dossier, the change, the import or the delivery.
    pub id: Uuid,
    /// What it is.
    pub kind: RowKind,
    /// How often it was tried.
    pub attempts: i32,
    /// The code of the last failure.
    #[cfg_attr(feature = "openapi", schema(required = true, example = "internal"))]
    pub last_error: Option<String>,
    /// Since when it is no longer tried.
    pub given_up_at: Timestamp,
}

/// The jobs, what they have given up, and the mail that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JobsOut {
    /// Every job.
    pub jobs: Vec<JobOut>,
    /// What waits for `retryGivenUp`: of each kind the latest 100.
    pub given_up: Vec<GivenUpRow>,
    /// The mail that waits.
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
