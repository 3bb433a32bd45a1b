//! Whether whoever decides manages the account that it is about.

use crate::App;
use crate::accounts::Account;
use crate::authz::Caller;
use crate::error::{Error, Result};
use dto::problem::ErrorCode;
use rules::tiers;

/// Table 8.1 holds for dossiers too: nobody gets at an account of the own tier or above by way of one, nor at the own.
/// The dossier itself is the reason that S-06 asks the administrator for.
pub fn demand(app: &App, caller: &Caller, account: &Account) -> Result<()> {
    let own = caller.account()?;
    let is_own = [Some(account.id), account.operator_of].contains(&Some(own.account_id));
    if is_own || !tiers::may_manage(own.tier(), account.tier, &app.profile) {
        return Err(Error::new(ErrorCode::TierForbidden));
    }
    Ok(())
}
