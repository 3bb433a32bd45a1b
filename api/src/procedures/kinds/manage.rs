//! The check that the deciding officer manages the account that a dossier concerns.

use crate::App;
use crate::accounts::Account;
use crate::authz::Caller;
use crate::error::{Error, Result};
use dto::problem::ErrorCode;
use rules::tiers;

/// Applies table 8.1 to dossiers: an officer cannot use one to change an account of the same or a higher tier, or the
/// own account. The dossier itself is the reason that S-06 requires from the administrator.
pub fn demand(app: &App, caller: &Caller, account: &Account) -> Result<()> {
    let own = caller.account()?;
    let is_own = [Some(account.id), account.operator_of].contains(&Some(own.account_id));
    if is_own || !tiers::may_manage(own.tier(), account.tier, &app.profile) {
        return Err(Error::new(ErrorCode::TierForbidden));
    }
    Ok(())
}
