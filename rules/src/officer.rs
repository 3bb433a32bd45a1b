//! What officers read of guests, and what they enter for others.

use serde::{Deserialize, Serialize};

/// What the police enter for others (LC-10.9).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OnBehalfTerms {
    /// How many days back they may say that they were told.
    pub days_back: u16,
}

/// How many guests an officer or administrator may read in an hour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadingTerms {
    /// So many, and no more.
    pub guests_an_hour: u32,
    /// From so many on the administrators are written to.
    pub alarm_at: u32,
}
