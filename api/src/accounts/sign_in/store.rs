//! Queries on refresh tokens.

use crate::accounts::entity::refresh_token;
use crate::db::Tx;
use crate::error::Result;
use dto::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

/// Adds a refresh token to a session.
pub async fn add_refresh_token(tx: &Tx, session_id: Uuid, token_hash: Vec<u8>, now: Timestamp) -> Result<()> {
    let row = refresh_token::ActiveModel {
        token_hash: Set(token_hash),
        session_id: Set(session_id),
        issued_at: Set(now.get()),
        used_at: Set(None),
    };
    refresh_token::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Returns the refresh token with that hash.
pub async fn refresh_token(db: &impl ConnectionTrait, token_hash: Vec<u8>) -> Result<Option<refresh_token::Model>> {
    Ok(refresh_token::Entity::find_by_id(token_hash).one(db).await?)
}

/// Marks a refresh token as used; `false` if another request has already used it.
pub async fn use_refresh_token(tx: &Tx, token_hash: Vec<u8>, now: Timestamp) -> Result<bool> {
    let done = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::UsedAt, Expr::value(now.get()))
        .filter(refresh_token::Column::TokenHash.eq(token_hash))
        .filter(refresh_token::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
