//! Queries on passwords: the current one, earlier ones, and expiring ones.

use crate::accounts::entity::{account, password_history};
use crate::db::{Coded, Tx};
use crate::error::Result;
use dto::Timestamp;
use dto::administration::AccountStatus;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
};
use time::OffsetDateTime;
use uuid::Uuid;

/// Returns the latest earlier passwords of an account.
pub async fn earlier(db: &impl ConnectionTrait, account_id: Uuid, limit: u64) -> Result<Vec<password_history::Model>> {
    Ok(password_history::Entity::find()
        .filter(password_history::Column::AccountId.eq(account_id))
        .order_by_desc(password_history::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Stores a password as an earlier one, and keeps only the latest `kept`.
pub async fn remember(tx: &Tx, row: password_history::ActiveModel, account_id: Uuid, kept: u64) -> Result<()> {
    use password_history::Column;
    password_history::Entity::insert(row).exec_without_returning(tx).await?;
    let over: Vec<Uuid> = password_history::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::AccountId.eq(account_id))
        .order_by_desc(Column::Id)
        .offset(kept)
        .limit(1_000)
        .into_tuple()
        .all(tx)
        .await?;
    if !over.is_empty() {
        password_history::Entity::delete_many()
            .filter(Column::Id.is_in(over))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Returns the active accounts whose holder chose the password between these moments and has no reminder yet.
pub async fn not_reminded(
    db: &impl ConnectionTrait,
    from: OffsetDateTime,
    until: OffsetDateTime,
) -> Result<Vec<account::Model>> {
    use account::Column;
    Ok(account::Entity::find()
        .filter(Column::Status.eq(Coded(AccountStatus::Active)))
        .filter(Column::PasswordIsInitial.eq(false))
        .filter(Column::PasswordRemindedAt.is_null())
        .filter(Column::PasswordChangedAt.lte(until))
        .filter(Column::PasswordChangedAt.gte(from))
        .all(db)
        .await?)
}

/// A password to be stored.
pub struct Password {
    hash: String,
    issued: bool,
}

impl Password {
    /// Returns a password chosen by the holder.
    pub fn chosen(hash: String) -> Self {
        Self { hash, issued: false }
    }

    /// Returns an issued password: it has to be changed at the first sign-in, and is valid only for that one.
    pub fn issued(hash: String) -> Self {
        Self { hash, issued: true }
    }
}

/// Stores a new password.
pub async fn set_password(tx: &Tx, held: &account::Model, password: Password, now: Timestamp) -> Result<()> {
    let row = account::ActiveModel {
        id: Set(held.id),
        // Acts of others on an account make a new version; the holder's own password change does not.
        version: Set(held.version + i32::from(password.issued)),
        password_hash: Set(password.hash),
        password_is_initial: Set(password.issued),
        password_once: Set(password.issued),
        password_spent: Set(false),
        password_reminded_at: Set(None),
        password_changed_at: Set(now.get()),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// Records that a password valid for one sign-in was used.
pub async fn spend_password(tx: &Tx, account_id: Uuid) -> Result<()> {
    account::Entity::update_many()
        .col_expr(account::Column::PasswordSpent, Expr::value(true))
        .filter(account::Column::Id.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Records the reminder that the password of `changed_at` expires; `false` if it is already recorded or the password
/// has changed.
pub async fn mark_reminded(tx: &Tx, account_id: Uuid, changed_at: OffsetDateTime, now: Timestamp) -> Result<bool> {
    let done = account::Entity::update_many()
        .col_expr(account::Column::PasswordRemindedAt, Expr::value(now.get()))
        .filter(account::Column::Id.eq(account_id))
        .filter(account::Column::PasswordChangedAt.eq(changed_at))
        .filter(account::Column::PasswordRemindedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
