//! Queries on accounts and sessions.

use super::entity::{account, refresh_token, session};
use crate::db::{Tx, engine};
use crate::error::Result;
use dto::Timestamp;
use sea_orm::sea_query::Expr;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter,
    Statement,
};
use uuid::Uuid;

/// The account of that login name.
pub async fn by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::Login.eq(login))
        .one(db)
        .await?)
}

/// The account with that id.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id).one(db).await?)
}

/// What a request has to know of who sends it, in one query.
#[derive(Debug, FromQueryResult)]
pub struct SignedIn {
    pub role: String,
    pub level: Option<i16>,
    pub unit_id: Option<Uuid>,
    pub facility_id: Option<Uuid>,
    pub area_code: String,
    pub area_path: String,
    pub holder_name: String,
    pub status: String,
    pub password_is_initial: bool,
    pub password_changed_at: time::OffsetDateTime,
    pub expires_at: time::OffsetDateTime,
    pub ended_at: Option<time::OffsetDateTime>,
    pub unit_name: Option<String>,
}

/// A session with its account and the name of the unit or facility that it belongs to.
pub async fn signed_in(db: &impl ConnectionTrait, session_id: Uuid, account_id: Uuid) -> Result<Option<SignedIn>> {
    let sql = "SELECT a.role, a.level, a.unit_id, a.facility_id, a.area_code, a.area_path, a.holder_name, a.status, a.password_is_initial, \
               a.password_changed_at, s.expires_at, s.ended_at, COALESCE(f.name, u.name) AS unit_name \
               FROM session s JOIN account a ON a.id = s.account_id \
               LEFT JOIN facility f ON f.id = a.facility_id LEFT JOIN unit u ON u.id = a.unit_id \
               WHERE s.id = ? AND a.id = ?";
    let values = [session_id.into(), account_id.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), engine::placeholders(db, sql), values);
    Ok(SignedIn::find_by_statement(statement).one(db).await?)
}

/// Opens a session with its first refresh token.
pub async fn open_session(
    tx: &Tx,
    account_id: Uuid,
    token_hash: Vec<u8>,
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
    };
    session::Entity::insert(row).exec_without_returning(tx).await?;
    add_refresh_token(tx, id, token_hash, now).await?;
    Ok(id)
}

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

/// The refresh token of that hash.
pub async fn refresh_token(db: &impl ConnectionTrait, token_hash: Vec<u8>) -> Result<Option<refresh_token::Model>> {
    Ok(refresh_token::Entity::find_by_id(token_hash).one(db).await?)
}

/// Marks a refresh token as used; `false` when it was used already, by whoever was faster.
pub async fn use_refresh_token(tx: &Tx, token_hash: Vec<u8>, now: Timestamp) -> Result<bool> {
    let done = refresh_token::Entity::update_many()
        .col_expr(refresh_token::Column::UsedAt, Expr::value(now.get()))
        .filter(refresh_token::Column::TokenHash.eq(token_hash))
        .filter(refresh_token::Column::UsedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes that a session is in use.
pub async fn touch_session(tx: &Tx, id: Uuid, now: Timestamp) -> Result<()> {
    session::Entity::update_many()
        .col_expr(session::Column::LastUsedAt, Expr::value(now.get()))
        .filter(session::Column::Id.eq(id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Ends one session; `false` when it was ended before.
pub async fn end_session(tx: &Tx, id: Uuid, reason: &str, now: Timestamp) -> Result<bool> {
    let done = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(now.get()))
        .col_expr(session::Column::EndReason, Expr::value(reason))
        .filter(session::Column::Id.eq(id))
        .filter(session::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Ends every session of an account but one; how many there were.
pub async fn end_other_sessions(tx: &Tx, account_id: Uuid, keep: Uuid, reason: &str, now: Timestamp) -> Result<u64> {
    let done = session::Entity::update_many()
        .col_expr(session::Column::EndedAt, Expr::value(now.get()))
        .col_expr(session::Column::EndReason, Expr::value(reason))
        .filter(session::Column::AccountId.eq(account_id))
        .filter(session::Column::Id.ne(keep))
        .filter(session::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected)
}

/// Stores a new password of the holder's own choice.
pub async fn set_password(tx: &Tx, account_id: Uuid, hash: String, now: Timestamp) -> Result<()> {
    let row = account::ActiveModel {
        id: Set(account_id),
        password_hash: Set(hash),
        password_is_initial: Set(false),
        password_changed_at: Set(now.get()),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}

/// Adds an account.
pub async fn insert(tx: &Tx, row: account::ActiveModel) -> Result<()> {
    account::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
