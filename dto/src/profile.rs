//! What the pages have to know of the regulation profile.

use serde::{Deserialize, Serialize};

/// The rules in force here, for pages and integrators: hours, limits and whom to call.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileOut {
    /// The profile with every value, as configured.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub profile: rules::profile::Profile,
    /// The name of the province.
    #[cfg_attr(feature = "openapi", schema(example = "Khánh Hòa"))]
    pub province_name: String,
    /// The number to call for help (KH-7.1e, LC-10.2-3), where one is published.
    pub hotline: Option<String>,
    /// The server's clock, to show time left truthfully on a device whose own clock is wrong.
    pub now: crate::Timestamp,
    /// The version of the running software.
    pub version: String,
}
