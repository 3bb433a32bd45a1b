//! Queries on the sessions of an account: those of persons and, where both end together, the access tokens of programs.

use crate::accounts::entity::session::SessionEnd;
use crate::accounts::entity::{refresh_token, session};
use crate::db::hold;
use crate::db::{Coded, Tx};
use crate::error::Result;
use crate::http::paging::{Moment, Wanted};
use dto::Timestamp;
use sea_orm::sea_query::{Condition, Expr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};
use uuid::Uuid;

/// The time for which an ended session is kept, in seconds.
const ENDED_KEPT: i64 = 30 * 86_400;

/// Ends the open ones of these sessions; returns their number. They are locked by id, because the holder's other
/// browsers end sessions too.
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

/// Returns the sessions that can still be used, the newest first.
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

/// Opens a session.
pub async fn open_session(
    tx: &Tx,
    account_id: Uuid,
    device: Option<String>,
    now: Timestamp,
    expires_at: Timestamp,
) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let row = session::ActiveModel {
        id: Set(id),
        account_id: Set(account_id),
        created_at: Set(now.get()),
        last_used_at: Set(now.get()),
        expires_at: Set(expires_at.get()),
        ended_at: Set(None),
        end_reason: Set(None),
        device: Set(device),
        name: Set(None),
        token_hash: Set(None),
    };
    session::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(id)
}

/// Returns the account of a session.
pub async fn session_owner(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Uuid>> {
    Ok(session::Entity::find_by_id(id)
        .one(db)
        .await?
        .map(|session| session.account_id))
}

/// Returns whether a session is open.
pub async fn is_open(tx: &Tx, id: Uuid) -> Result<bool> {
    let known = session::Entity::find_by_id(id).one(tx).await?;
    Ok(known.is_some_and(|session| session.ended_at.is_none()))
}

/// Ends the oldest sessions of an account, so that `most` remain; returns their number. The account is locked, so that
/// concurrent sign-ins count each other.
pub async fn end_oldest_sessions(tx: &Tx, account_id: Uuid, most: u16, now: Timestamp) -> Result<u64> {
    use session::Column;
    let too_many: Vec<Uuid> = session::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::TokenHash.is_null())
        .filter(Column::EndedAt.is_null())
        .filter(Column::ExpiresAt.gt(now.get()))
        .order_by_desc(Column::CreatedAt)
        .order_by_desc(Column::Id)
        .offset(u64::from(most))
        .limit(1_000)
        .into_tuple()
        .all(tx)
        .await?;
    if too_many.is_empty() {
        return Ok(0);
    }
    let those = Condition::all().add(Column::Id.is_in(too_many));
    end_all(tx, those, SessionEnd::TooManySessions, now).await
}

/// Records that a session is in use.
pub async fn touch_session(tx: &Tx, id: Uuid, now: Timestamp) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::LastUsedAt, Expr::value(now.get()))
        .filter(session::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends one session; `false` if it has already ended.
pub async fn end_session(tx: &Tx, id: Uuid, reason: SessionEnd, now: Timestamp) -> Result<bool> {
    let done = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(now.get()))
        .col_expr(session::Column::EndReason, Expr::value(Coded(reason)))
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends every browser session of an account except the one to keep; returns their number.
pub async fn end_other_browsers(
    tx: &Tx,
    account_id: Uuid,
    keep: Uuid,
    reason: SessionEnd,
    now: Timestamp,
) -> Result<u64> {
    let others = Condition::all()
        .add(session::Column::AccountId.eq(account_id))
        .add(session::Column::TokenHash.is_null())
        .add(session::Column::Id.ne(keep));
    end_all(tx, others, reason, now).await
}

/// Ends every session and access token of an account except the session to keep; returns their number.
pub async fn end_other_sessions(
    tx: &Tx,
    account_id: Uuid,
    keep: Option<Uuid>,
    reason: SessionEnd,
    now: Timestamp,
) -> Result<u64> {
    let others = Condition::all()
        .add(session::Column::AccountId.eq(account_id))
        .add_option(keep.map(|keep| session::Column::Id.ne(keep)));
    end_all(tx, others, reason, now).await
}

/// Returns a session.
pub async fn session(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<session::Model>> {
    Ok(session::Entity::find_by_id(id).one(db).await?)
}

/// Deletes sessions that ended long ago, with their tokens. They are kept until then for the investigation of a
/// replayed token.
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
