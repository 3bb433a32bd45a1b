//! Queries on the access tokens of programs, which are sessions with the hash of a text.

use crate::accounts::entity::session;
use crate::db::Tx;
use crate::error::Result;
use crate::http::paging::{Moment, Wanted};
use dto::Timestamp;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Select,
};
use uuid::Uuid;

/// Stores an access token: a session without refresh tokens.
pub async fn add_own_token(
    tx: &Tx,
    account_id: Uuid,
    name: String,
    token_hash: Vec<u8>,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<session::Model> {
    let row = session::ActiveModel {
        id: Set(Uuid::now_v7()),
        account_id: Set(account_id),
        created_at: Set(now.get()),
        last_used_at: Set(now.get()),
        expires_at: Set(expires_at.get()),
        ended_at: Set(None),
        end_reason: Set(None),
        device: Set(None),
        name: Set(Some(name)),
        token_hash: Set(Some(token_hash)),
    };
    Ok(row.insert(tx).await?)
}

/// Returns the access token with that hash.
pub async fn own_token(db: &impl ConnectionTrait, token_hash: Vec<u8>) -> Result<Option<session::Model>> {
    Ok(session::Entity::find()
        .filter(session::Column::TokenHash.eq(token_hash))
        .one(db)
        .await?)
}

/// Returns the valid access tokens of an account, the newest first.
pub async fn own_tokens(
    db: &impl ConnectionTrait,
    account_id: Uuid,
    now: Timestamp,
    wanted: Wanted<Moment>,
) -> Result<Vec<session::Model>> {
    let tokens = usable_tokens(account_id, now);
    Ok(wanted
        .latest_first(tokens, session::Column::CreatedAt, session::Column::Id)
        .all(db)
        .await?)
}

/// Counts the valid access tokens of an account.
pub async fn count_own_tokens(db: &impl ConnectionTrait, account_id: Uuid, now: Timestamp) -> Result<u64> {
    Ok(usable_tokens(account_id, now).count(db).await?)
}

/// Returns an access token of an account, if it is valid.
pub async fn usable_token(
    db: &impl ConnectionTrait,
    account_id: Uuid,
    id: Uuid,
    now: Timestamp,
) -> Result<Option<session::Model>> {
    let tokens = usable_tokens(account_id, now);
    Ok(tokens.filter(session::Column::Id.eq(id)).one(db).await?)
}

fn usable_tokens(account_id: Uuid, now: Timestamp) -> Select<session::Entity> {
    use session::Column;
    session::Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::TokenHash.is_not_null())
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now.get()))
}
