//! How guessing at sign-in is slowed, and who needs a second factor.

use serde::{Deserialize, Serialize};

use crate::post::Post;

/// KH-5.1: failed attempts are counted, by account and by address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInTerms {
    /// Failures under one name from one network, in one browser that is known, or in one session, after which there it has
    /// to wait.
    pub account_failures: u16,
    /// Minutes to wait.
    pub wait_minutes: u16,
    /// Failures from one network, under whatever names, from which on sign-ins from there are slowed.
    pub address_failures: u16,
    /// Failures from one network after which unknown browsers there have to wait.
    pub address_stop: u16,
    /// Failures under one name, from wherever, from which on sign-ins under it are slowed in browsers that are not known.
    pub name_failures: u16,
    /// By how many seconds a sign-in is slowed.
    pub slow_seconds: u16,
    /// Failures under one name at which its holder is told by mail.
    pub mail_after: u16,
}

/// Who cannot work with a password alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorTerms {
    /// Posts that must have one: `administrator`, `police_1`, …
    pub required: Vec<String>,
    /// Wrong codes of the app after which none of it is taken until the password is changed.
    pub wrong_codes: u16,
    /// The wrong code at which the holder is told by mail.
    pub tell_after: u16,
}

impl SecondFactorTerms {
    /// Must an account of this post have a second factor?
    pub fn is_required(&self, post: Post) -> bool {
        self.required.iter().any(|named| Post::from_name(named) == Some(post))
    }
}
