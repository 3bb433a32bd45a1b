//! The lifetime of a session.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::account_tier::Role;

/// LC-7.3, KH-9c.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionTerms {
    /// Minutes without activity after which a session ends.
    pub idle_minutes: u16,
    /// Minutes before that end at which the user gets a notice.
    pub idle_notice_minutes: u16,
    /// Hours after which a session ends in any case.
    pub absolute_hours: u16,
    /// Maximum number of sessions of an account at once: one more ends the oldest. None: no limit.
    pub max_concurrent: Option<u16>,
    /// Maximum lifetime in days of an access token that a holder creates for a program.
    pub token_days: u16,
    /// Maximum number of access tokens of an account at once.
    pub max_tokens: u16,
    /// Other time limits for some roles, by the role's name.
    #[serde(default)]
    pub roles: BTreeMap<String, SessionLimits>,
}

/// The lifetime of a session of one role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionLimits {
    /// Minutes without activity after which a session ends.
    pub idle_minutes: u16,
    /// Hours after which a session ends in any case.
    pub absolute_hours: u16,
}

impl SessionTerms {
    /// The lifetime of a session of an account of `role`.
    pub fn of(&self, role: Role) -> SessionLimits {
        self.roles.get(role.as_str()).copied().unwrap_or(SessionLimits {
            idle_minutes: self.idle_minutes,
            absolute_hours: self.absolute_hours,
        })
    }
}
