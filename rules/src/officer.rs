//! How many guests officers may read, and what they enter for others.

use serde::{Deserialize, Serialize};

/// What the police enter for others (LC-10.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OnBehalfTerms {
    /// How many days ago the police may have received it.
    pub days_back: u16,
}

/// How many guests an officer or administrator may read in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingTerms {
    /// The maximum.
    pub guests_an_hour: u32,
    /// The number from which the administrators get a mail.
    pub alarm_at: u32,
}
