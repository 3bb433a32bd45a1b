//! Whether whoever decides manages the account that it is about.

use crate::App;
use crate::accounts::entity::account;
use crate::authz::Caller;
use crate::error::{Error, Result};
use dto::account::{Post, Role};
use dto::problem::ErrorCode;
use rules::tiers;

/// The post of an account.
pub fn post_of(account: &account::Model) -> Result<Post> {
    let role = Role::from_name(&account.role)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("account {} has an unknown role", account.id)))?;
    Ok(Post {
        role,
        level: account.level.and_then(|level| u8::try_from(level).ok()),
    })
}

/// Table 8.1 holds for dossiers too: nobody gets at an account of the own tier or above by way of one, nor at the own.
/// The dossier itself is the reason that S-06 asks the administrator for.
pub fn demand(app: &App, caller: &Caller, account: &account::Model) -> Result<()> {
    let own = caller.account()?;
    let is_own = [Some(account.id), account.operator_of].contains(&Some(own.account_id));
    if is_own || !tiers::may_manage(own.post(), post_of(account)?, &app.profile) {
        return Err(Error::new(ErrorCode::TierForbidden));
    }
    Ok(())
}
