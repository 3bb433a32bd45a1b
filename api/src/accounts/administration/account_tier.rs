//! The tier of an account.

use crate::accounts::entity::account;
use crate::error::{Error, Result};
use dto::account::{AccountTier, Role};

/// The tier of an account.
pub(in crate::accounts) fn tier_of(account: &account::Model) -> Result<AccountTier> {
    let role = Role::from_name(&account.role)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("account {} has an unknown role", account.id)))?;
    Ok(AccountTier {
        role,
        level: account.level.and_then(|level| u8::try_from(level).ok()),
    })
}
