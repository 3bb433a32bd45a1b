//! Rights to the monitoring of the installation.

use super::access::ADMINISTRATOR;
use super::{Access, Reach, policy};
use crate::authz::scope::Installation;

/// The administrators of the installation.
const ADMINISTRATORS: Access = Access::Roles(&[(ADMINISTRATOR, Reach::Everything)]);

policy! { platform:
    GetJobs in Installation ADMINISTRATORS, Tagged;
    RetryGivenUp in Installation ADMINISTRATORS;
}
