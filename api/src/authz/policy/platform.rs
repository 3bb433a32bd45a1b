//! Rights to the monitoring of the installation.

use super::access::ADMINISTRATOR;
use super::{Access, Reach, policy};
use crate::authz::scope::Installation;

/// The administrators of the installation.
const ADMINISTRATORS: Access = Access::Roles(&[(ADMINISTRATOR, Reach::Everything)]);

policy! {
    GetJobs = "getJobs" GET "/jobs" in Installation ADMINISTRATORS, Tagged;
    RetryGivenUp = "retryGivenUp" POST "/jobs/given-up/{row_id}/retry" in Installation ADMINISTRATORS;
}
