//! How password guessing at sign-in is slowed down, and who needs a second factor.

use serde::{Deserialize, Serialize};

use crate::account_tier::AccountTier;

/// KH-5.1: failed attempts are counted, by account and by address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignInTerms {
    /// Failures with one login name from one network, in one known browser, or in one session, after which sign-in is
    /// blocked there for a time.
    pub account_failures: u16,
    /// Length of that time in minutes.
    pub wait_minutes: u16,
    /// Failures from one network, with any login names, from which on sign-ins from there are slowed down.
    pub address_failures: u16,
    /// Failures from one network after which unknown browsers there are blocked for a time.
    pub address_stop: u16,
    /// Failures with one login name, from any network, from which on sign-ins with it are slowed down in unknown
    /// browsers.
    pub name_failures: u16,
    /// By how many seconds a sign-in is slowed down.
    pub slow_seconds: u16,
    /// Failures with one login name after which its holder gets a mail.
    pub mail_after: u16,
}

/// Who must not work with a password alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SecondFactorTerms {
    /// Account tiers that must have a second factor: `administrator`, `police_1`, …
    pub required: Vec<String>,
    /// Wrong codes of the app after which the app is not accepted any more until the password is changed.
    pub wrong_codes: u16,
    /// The wrong code at which the holder gets a mail.
    pub tell_after: u16,
}

impl SecondFactorTerms {
    /// Whether an account of this tier must have a second factor.
    pub fn is_required(&self, tier: AccountTier) -> bool {
        self.required
            .iter()
            .any(|named| AccountTier::from_name(named) == Some(tier))
    }
}
