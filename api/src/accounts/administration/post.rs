//! The post of an account.

use crate::accounts::entity::account;
use crate::error::{Error, Result};
use dto::account::{Post, Role};

/// The post of an account.
pub(in crate::accounts) fn post_of(account: &account::Model) -> Result<Post> {
    let role = Role::from_name(&account.role)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("account {} has an unknown role", account.id)))?;
    Ok(Post {
        role,
        level: account.level.and_then(|level| u8::try_from(level).ok()),
    })
}
