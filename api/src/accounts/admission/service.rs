//! Makes the [`Grant`] of an operation from a token, or from an account for which the service itself acts.

use crate::App;
use crate::accounts::service;
use crate::audit::Actor;
use crate::authz::{Account, Caller, Grant, Operation, Scope, ScopedCaller};
use crate::error::{Error, Result};
use dto::problem::ErrorCode;
use dto::{Lang, Timestamp};
use std::sync::Arc;
use uuid::Uuid;

/// Returns the reach of an operation with the rights of `account`.
pub(super) async fn scope<O: Operation>(app: &App, account: &Account) -> Result<O::Scope> {
    let reach = account.reach(O::ROW).ok_or_else(|| Error::new(ErrorCode::Forbidden))?;
    let is_leaf = app.references(app.clock.now()).await?.is_leaf(&account.area_code);
    O::Scope::of(reach, account, is_leaf)
}

/// Returns the grant of an account without a request: the demo lets invented persons act at a past moment, with their
/// rights by the policy table.
///
/// # Errors
/// Returns `forbidden` if the account has no right to the operation.
pub(crate) async fn without_request<O: Operation>(app: &Arc<App>, account_id: Uuid, at: Timestamp) -> Result<Grant<O>> {
    let account = service::account_at_work(app, account_id).await?;
    let scope = scope::<O>(app, &account).await?;
    let actor = Actor {
        account_id: Some(account_id),
        ..Actor::system(O::ROW.operation)
    };
    let caller = Caller::admitted(Arc::clone(app), account, actor, Lang::Vi, at);
    Ok(Grant::given(ScopedCaller::new(caller, scope)))
}
