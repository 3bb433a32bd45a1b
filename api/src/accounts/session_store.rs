//! Queries on the sessions of an account that are open: those of people and the access tokens of programs.

use super::entity::session::SessionEnd;
use super::entity::{refresh_token, session};
use crate::db::hold;
use crate::db::{Coded, Tx};
use crate::error::Result;
use crate::http::paging::{Moment, Wanted};
use dto::Timestamp;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter,
    QuerySelect, QueryTrait, Select,
};
use uuid::Uuid;

/// How long an ended session stays, in seconds.
const ENDED_KEPT: i64 = 30 * 86_400;

/// Ends those of the sessions that are open; how many there were. They are held by id: the holder's browsers end others too.
pub async fn end_all(tx: &Tx, which: Condition, reason: SessionEnd, now: Timestamp) -> Result<u64> {
    use session::Column;
    let open = session::Entity::find().filter(which).filter(Column::EndedAt.is_null());
    let open = hold::ids(tx, open, Column::Id).await?;
    if open.is_empty() {
        return Ok(0);
    }
    let done = session::Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.get()))
        .col_expr(Column::EndReason, Expr::value(Coded(reason)))
        .filter(Column::Id.is_in(open))
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

/// Keeps an access token that a holder made: a session without refresh tokens.
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

/// The access token of that hash.
pub async fn own_token(db: &impl ConnectionTrait, token_hash: Vec<u8>) -> Result<Option<session::Model>> {
    Ok(session::Entity::find()
        .filter(session::Column::TokenHash.eq(token_hash))
        .one(db)
        .await?)
}

/// The access tokens of an account that may be used, the newest first.
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

/// How many access tokens of an account may be used.
pub async fn count_own_tokens(db: &impl ConnectionTrait, account_id: Uuid, now: Timestamp) -> Result<u64> {
    Ok(usable_tokens(account_id, now).count(db).await?)
}

/// An access token of an account, if it may be used.
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

/// The sessions that could still be gone on with, the newest first.
pub async fn open_sessions(
    db: &impl ConnectionTrait,
    account_id: Uuid,
    now: Timestamp,
    idle_seconds: i64,
    wanted: Wanted<Moment>,
) -> Result<Vec<session::Model>> {
    use session::Column;
    let open = session::Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::TokenHash.is_null())
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now.get()))
        .filter(Column::LastUsedAt.gt(now.plus_seconds(-idle_seconds).get()));
    Ok(wanted.latest_first(open, Column::CreatedAt, Column::Id).all(db).await?)
}

/// Deletes sessions that ended long ago, with their tokens. They stay so long for whoever looks into a replayed token.
pub async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    let before = now.plus_seconds(-ENDED_KEPT).get();
    let gone = Condition::any()
        .add(session::Column::ExpiresAt.lt(before))
        .add(session::Column::EndedAt.lt(before));
    let gone_ids = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(gone.clone())
        .into_query();
    refresh_token::Entity::delete_many()
        .filter(refresh_token::Column::SessionId.in_subquery(gone_ids))
        .exec(tx)
        .await?;
    session::Entity::delete_many().filter(gone).exec(tx).await?;
    Ok(())
}
