//! One's own account.

use super::entity::account;
use super::{passwords, second_factor, store};
use crate::App;
use crate::authz::Principal;
use crate::db::Tx;
use crate::directory;
use crate::error::{Error, Result};
use dto::Timestamp;
use dto::account::{AccountOut, Post, Role};
use dto::problem::ErrorCode;
use uuid::Uuid;

/// Who is behind a token, as of now: `credential_id` is the row that signed in. Fails when the session has ended or the
/// account was locked or closed meanwhile.
pub async fn principal(app: &App, credential_id: Uuid, session_id: Uuid, now: Timestamp) -> Result<Principal> {
    let ended = || Error::new(ErrorCode::SessionEnded);
    let known = store::signed_in(app.db.read(), session_id, credential_id)
        .await?
        .ok_or_else(ended)?;
    if known.ended_at.is_some() || Timestamp::from(known.expires_at) <= now || known.status != "active" {
        return Err(ended());
    }
    let role = Role::from_name(&known.role)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("account {credential_id} has an unknown role")))?;
    let rotation = passwords::due_at(app, known.password_changed_at);
    let level = known.level.and_then(|level| u8::try_from(level).ok());
    let needs_second_factor =
        !known.second_factor_waived && app.profile.second_factor.is_required(Post { role, level });
    Ok(Principal {
        account_id: credential_id,
        credential_id,
        session_id,
        role,
        level,
        unit_id: known.unit_id,
        facility_id: known.facility_id,
        area_code: known.area_code,
        area_path: known.area_path,
        holder_name: known.holder_name,
        unit_name: known.unit_name.unwrap_or_default(),
        must_change_password: known.password_is_initial || rotation.is_some_and(|due| due <= now),
        needs_second_factor,
        must_set_second_factor: needs_second_factor && known.second_factor_at.is_none(),
    })
}

/// The account behind a session that may go on, if it may: neither ended nor expired nor idle too long (LC-7.3).
pub(super) async fn live_session(tx: &Tx, app: &App, session_id: Uuid, now: Timestamp) -> Result<Option<Uuid>> {
    use super::entity::session;
    use sea_orm::EntityTrait;
    let Some(session) = session::Entity::find_by_id(session_id).one(tx).await? else {
        return Ok(None);
    };
    let account = store::by_id(tx, session.account_id)
        .await?
        .filter(|account| account.status == "active");
    let Some(account) = account else { return Ok(None) };
    let limits = app.profile.session.of(role_of(&account)?);
    let is_live = session.ended_at.is_none()
        && Timestamp::from(session.expires_at) > now
        && Timestamp::from(session.last_used_at).plus_seconds(i64::from(limits.idle_minutes) * 60) > now;
    Ok(is_live.then_some(account.id))
}

/// The kind of an account.
pub(super) fn role_of(account: &account::Model) -> Result<Role> {
    Role::from_name(&account.role)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("account {} has an unknown role", account.id)))
}

/// One's own account, for its holder.
pub async fn account_out(app: &App, principal: &Principal) -> Result<AccountOut> {
    let account = store::by_id(app.db.read(), principal.credential_id)
        .await?
        .ok_or_else(Error::not_found)?;
    let second_factor = second_factor::state(app.db.read(), account.id, principal.needs_second_factor).await?;
    let references = app.references(app.clock.now()).await?;
    let facility = match principal.facility_id {
        Some(id) => Some(directory::service::own_facility(app, id).await?),
        None => None,
    };
    let password_due_at = passwords::due_at(app, account.password_changed_at);
    Ok(AccountOut {
        id: account.id,
        login: account.login,
        holder_name: account.holder_name,
        holder_position: account.holder_position,
        role: principal.role,
        level: account.level.and_then(|level| u8::try_from(level).ok()),
        unit_name: principal.unit_name.clone(),
        area: references.area_ref(&account.area_code),
        facility,
        must_change_password: principal.must_change_password,
        password_due_at,
        must_set_second_factor: principal.must_set_second_factor,
        second_factor,
        operations: principal.operations(),
    })
}

/// Adds an account; the caller sets everything but id, status and times.
pub async fn create_account(tx: &Tx, mut row: account::ActiveModel, now: Timestamp) -> Result<Uuid> {
    use sea_orm::ActiveValue::Set;
    let id = Uuid::now_v7();
    row.id = Set(id);
    // One name, however its letters are typed at sign-in.
    if let Set(login) = &row.login {
        row.login = Set(login.to_lowercase());
    }
    row.status = Set("active".to_owned());
    row.password_changed_at = Set(now.get());
    row.created_at = Set(now.get());
    store::insert(tx, row).await?;
    Ok(id)
}
