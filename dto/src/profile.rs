//! The part of the regulation profile that the pages need.

use serde::{Deserialize, Serialize};

/// A telephone to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HelpLine {
    /// The unit that answers it.
    #[cfg_attr(feature = "openapi", schema(example = "Công an tỉnh Khánh Hòa"))]
    pub unit_name: String,
    /// The number.
    #[cfg_attr(feature = "openapi", schema(example = "0258 3 822 104"))]
    pub phone: String,
}

/// The rules in force here, for pages and integrators: times, limits and help line.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProfileOut {
    /// The profile with every value, as configured.
    #[cfg_attr(feature = "openapi", schema(value_type = Object))]
    pub profile: rules::profile::Profile,
    /// The name of the province.
    #[cfg_attr(feature = "openapi", schema(example = "Khánh Hòa"))]
    pub province_name: String,
    /// The help number (KH-7.1e, LC-10.2-3), where one is published.
    pub hotline: Option<String>,
    /// The number that everybody may call: the hotline, else the office telephone of the lead agency's contact; absent
    /// where neither is known.
    #[serde(default)]
    pub help: Option<HelpLine>,
    /// The current time of the server, so that a device with a wrong clock shows the correct remaining time.
    pub now: crate::Timestamp,
    /// The version of the running software.
    pub software_version: String,
}
