//! What the pages have to know of the regulation profile.

use serde::{Deserialize, Serialize};

/// A telephone to call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HelpLine {
    /// Whose it is.
    #[cfg_attr(feature = "openapi", schema(example = "Công an tỉnh Khánh Hòa"))]
    pub unit_name: String,
    /// The number.
    #[cfg_attr(feature = "openapi", schema(example = "0258 3 822 104"))]
    pub phone: String,
}

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
    /// Whom everybody may call: the hotline, else the office telephone of the lead agency's contact; absent where neither is
    /// known.
    #[serde(default)]
    pub help: Option<HelpLine>,
    /// The server's clock, to show time left truthfully on a device whose own clock is wrong.
    pub now: crate::Timestamp,
    /// The version of the running software.
    pub software_version: String,
}
