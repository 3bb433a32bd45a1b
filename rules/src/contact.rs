//! Who can see the contact people of the agencies.

use serde::{Deserialize, Serialize};

use crate::account_tier::Role;

/// KH-14.2, KH-15.2, KH-16.2; S-18.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactTerms {
    /// The sectors whose contacts facilities see; administrator and agencies see all.
    pub shown_to_facilities: Vec<Role>,
}
