//! Earlier passwords, which cannot be used again.

use super::store;
use crate::App;
use crate::accounts::entity::{account, password_history};
use crate::db::Tx;
use crate::error::Result;
use dto::Timestamp;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Returns whether the password is one of the earlier ones that the profile excludes.
pub(super) async fn was_used_before(app: &App, account_id: Uuid, password: &str) -> Result<bool> {
    let history = u64::from(app.profile.password.history);
    let earlier = store::earlier(app.db.read(), account_id, history).await?;
    for known in earlier {
        if app.passwords.verify(password, Some(&known.password_hash)).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Stores the current password as an earlier one, and deletes those that are no longer compared.
pub(super) async fn remember(tx: &Tx, app: &App, account: &account::Model, now: Timestamp) -> Result<()> {
    let row = password_history::ActiveModel {
        id: Set(Uuid::now_v7()),
        account_id: Set(account.id),
        password_hash: Set(account.password_hash.clone()),
        replaced_at: Set(now.get()),
    };
    store::remember(tx, row, account.id, u64::from(app.profile.password.history)).await
}
