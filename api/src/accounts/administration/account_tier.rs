//! The tier of an account.

use crate::accounts::entity::account;
use dto::account::AccountTier;

/// Returns the tier of an account.
pub(in crate::accounts) fn tier_of(account: &account::Model) -> AccountTier {
    AccountTier {
        role: *account.role,
        level: account.level.and_then(|level| u8::try_from(level).ok()),
    }
}
