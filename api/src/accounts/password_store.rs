//! Queries on earlier passwords, and on those that run out.

use super::entity::{account, password_history};
use crate::db::{Coded, Tx};
use crate::error::Result;
use dto::administration::AccountStatus;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use time::OffsetDateTime;
use uuid::Uuid;

/// The latest earlier passwords of an account.
pub async fn earlier(db: &impl ConnectionTrait, account_id: Uuid, limit: u64) -> Result<Vec<password_history::Model>> {
    Ok(password_history::Entity::find()
        .filter(password_history::Column::AccountId.eq(account_id))
        .order_by_desc(password_history::Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Puts a password among the earlier ones, of which `kept` stay.
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

/// The active accounts whose own password was chosen between these moments, and whose holder was not told that it runs out.
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
