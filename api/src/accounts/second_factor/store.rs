//! Queries on second factors and recovery codes.

use crate::accounts::entity::{recovery_code, second_factor};
use crate::db::Tx;
use crate::db::hold::Hold;
use crate::error::Result;
use dto::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};
use uuid::Uuid;

/// Returns the second factor of an account.
pub async fn of(db: &impl ConnectionTrait, account_id: Uuid) -> Result<Option<second_factor::Model>> {
    Ok(second_factor::Entity::find_by_id(account_id).one(db).await?)
}

/// Returns the second factor of an account, locked until the transaction ends.
pub async fn hold(tx: &Tx, account_id: Uuid) -> Result<Option<second_factor::Model>> {
    Ok(second_factor::Entity::find_by_id(account_id).held().one(tx).await?)
}

/// Stores a secret of the second factor until its confirmation, in place of an earlier unconfirmed one.
pub async fn set_pending(tx: &Tx, account_id: Uuid, sealed: Vec<u8>) -> Result<()> {
    let row = second_factor::ActiveModel {
        account_id: Set(account_id),
        secret_sealed: Set(None),
        confirmed_at: Set(None),
        last_step: Set(None),
        pending_sealed: Set(Some(sealed)),
        wrong_codes: Set(0),
    };
    second_factor::Entity::insert(row)
        .on_conflict(
            OnConflict::column(second_factor::Column::AccountId)
                .update_column(second_factor::Column::PendingSealed)
                .to_owned(),
        )
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Stores changes of a second factor.
pub async fn update(tx: &Tx, row: second_factor::ActiveModel) -> Result<()> {
    second_factor::Entity::update(row).exec(tx).await?;
    Ok(())
}

/// Stores the half minute of the last accepted code.
pub async fn set_last_step(tx: &Tx, account_id: Uuid, step: i64) -> Result<()> {
    second_factor::Entity::update_many()
        .col_expr(second_factor::Column::LastStep, Expr::value(step))
        .filter(second_factor::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Stores the number of wrong codes.
pub async fn set_wrong_codes(tx: &Tx, account_id: Uuid, wrong: i32) -> Result<()> {
    second_factor::Entity::update_many()
        .col_expr(second_factor::Column::WrongCodes, Expr::value(wrong))
        .filter(second_factor::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Deletes the second factor of an account; its recovery codes are already deleted.
pub async fn delete(tx: &Tx, account_id: Uuid) -> Result<()> {
    second_factor::Entity::delete_by_id(account_id).exec(tx).await?;
    Ok(())
}

/// Counts the remaining recovery codes of an account.
pub async fn recovery_codes_left(db: &impl ConnectionTrait, account_id: Uuid) -> Result<u64> {
    Ok(recovery_code::Entity::find()
        .filter(recovery_code::Column::AccountId.eq(account_id))
        .filter(recovery_code::Column::UsedAt.is_null())
        .count(db)
        .await?)
}

/// Adds recovery codes.
pub async fn add_recovery_codes(tx: &Tx, rows: Vec<recovery_code::ActiveModel>) -> Result<()> {
    recovery_code::Entity::insert_many(rows)
        .exec_without_returning(tx)
        .await?;
    Ok(())
}

/// Uses a recovery code with one of these hashes; `false` if no unused one exists.
pub async fn use_recovery_code(tx: &Tx, account_id: Uuid, hashes: Vec<Vec<u8>>, now: Timestamp) -> Result<bool> {
    use recovery_code::Column;
    let done = recovery_code::Entity::update_many()
        .col_expr(Column::UsedAt, Expr::value(now.get()))
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::CodeHash.is_in(hashes))
        .filter(Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Deletes the recovery codes of an account.
pub async fn delete_recovery_codes(tx: &Tx, account_id: Uuid) -> Result<()> {
    recovery_code::Entity::delete_many()
        .filter(recovery_code::Column::AccountId.eq(account_id))
        .exec(tx)
        .await?;
    Ok(())
}
