//! How long a session lasts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::post::Role;

/// LC-7.3, KH-9c.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionTerms {
    /// Minutes without work after which a session ends.
    pub idle_minutes: u16,
    /// Minutes before that end at which the user is told.
    pub idle_notice_minutes: u16,
    /// Hours after which a session ends in any case.
    pub absolute_hours: u16,
    /// How many sessions an account may have at once: one more ends the oldest. None: any number.
    pub max_concurrent: Option<u16>,
    /// How many days an access token that a holder makes for a program may last.
    pub token_days: u16,
    /// How many of them an account may have at once.
    pub max_tokens: u16,
    /// Other time-outs for some roles, by the role's name.
    #[serde(default)]
    pub roles: BTreeMap<String, SessionLimits>,
}

/// How long a session of one role lasts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionLimits {
    /// Minutes without work after which a session ends.
    pub idle_minutes: u16,
    /// Hours after which a session ends in any case.
    pub absolute_hours: u16,
}

impl SessionTerms {
    /// How long a session of an account of `role` lasts.
    pub fn of(&self, role: Role) -> SessionLimits {
        self.roles.get(role.as_str()).copied().unwrap_or(SessionLimits {
            idle_minutes: self.idle_minutes,
            absolute_hours: self.absolute_hours,
        })
    }
}
