//! Background jobs.

use super::operations;
use crate::jobs::JobsOut;
use uuid::Uuid;

operations! {
    GetJobs = "getJobs" GET "/jobs" () => JobsOut;
    RetryGivenUp = "retryGivenUp" POST "/jobs/given-up/{row_id}/retry" (row_id: Uuid) => ();
}
