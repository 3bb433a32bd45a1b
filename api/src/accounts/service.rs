//! One's own account.

use super::entity::account;
use super::store;
use super::throttle::Attempt;
use crate::App;
use crate::audit::Event;
use crate::authz::{Grant, Principal, policy};
use crate::db::Tx;
use crate::directory;
use crate::error::{Error, Result};
use crate::jobs::outbox;
use dto::account::{AccountOut, PasswordChangeIn, Role, new_password_errors};
use dto::problem::{ErrorCode, FieldCode};
use dto::{Lang, Timestamp};
use uuid::Uuid;

/// Who is behind a token, as of now. Fails when the session has ended or the account was locked or closed meanwhile.
pub async fn principal(app: &App, account_id: Uuid, session_id: Uuid, now: Timestamp) -> Result<Principal> {
    let ended = || Error::new(ErrorCode::SessionEnded);
    let known = store::signed_in(app.db.read(), session_id, account_id)
        .await?
        .ok_or_else(ended)?;
    if known.ended_at.is_some() || Timestamp::from(known.expires_at) <= now || known.status != "active" {
        return Err(ended());
    }
    let role = Role::from_name(&known.role)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("account {account_id} has an unknown role")))?;
    let rotation = password_due_at(app, known.password_changed_at);
    Ok(Principal {
        account_id,
        session_id,
        role,
        level: known.level.and_then(|level| u8::try_from(level).ok()),
        unit_id: known.unit_id,
        facility_id: known.facility_id,
        area_code: known.area_code,
        area_path: known.area_path,
        holder_name: known.holder_name,
        unit_name: known.unit_name.unwrap_or_default(),
        must_change_password: known.password_is_initial || rotation.is_some_and(|due| due <= now),
    })
}

/// When the password has to be changed, where the profile rotates (KH-9a-2).
fn password_due_at(app: &App, changed_at: time::OffsetDateTime) -> Option<Timestamp> {
    let months = app.profile.password.rotation_months?;
    Some(rules::password::rotation_due(changed_at, months).into())
}

/// The account behind a session that may go on, if it may: neither ended nor expired nor idle too long (LC-7.3).
pub(super) async fn live_session(tx: &Tx, app: &App, session_id: Uuid, now: Timestamp) -> Result<Option<Uuid>> {
    use super::entity::session;
    use sea_orm::EntityTrait;
    let Some(session) = session::Entity::find_by_id(session_id).one(tx).await? else {
        return Ok(None);
    };
    let idle = i64::from(app.profile.session.idle_minutes) * 60;
    let is_live = session.ended_at.is_none()
        && Timestamp::from(session.expires_at) > now
        && Timestamp::from(session.last_used_at).plus_seconds(idle) > now;
    if !is_live {
        return Ok(None);
    }
    Ok(store::by_id(tx, session.account_id)
        .await?
        .filter(|account| account.status == "active")
        .map(|account| account.id))
}

/// One's own account, for its holder.
pub async fn account_out(app: &App, principal: &Principal) -> Result<AccountOut> {
    let account = store::by_id(app.db.read(), principal.account_id)
        .await?
        .ok_or_else(Error::not_found)?;
    let references = app.references(app.clock.now()).await?;
    let facility = match principal.facility_id {
        Some(id) => Some(directory::service::own_facility(app, id).await?),
        None => None,
    };
    let password_due_at = password_due_at(app, account.password_changed_at);
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
        operations: principal.operations(),
    })
}

/// Changes one's own password (LC-7.1a-1, KH-9a-1). Every other session of the account ends.
pub async fn change_password(
    grant: &Grant<policy::ChangePassword>,
    body: &PasswordChangeIn,
    address: &str,
) -> Result<()> {
    let (app, caller) = (&grant.app, &grant.caller);
    let account = store::by_id(app.db.read(), caller.principal.account_id)
        .await?
        .ok_or_else(Error::not_found)?;
    let errors = new_password_errors(&body.new_password, &account.login, grant.check_context());
    if !errors.is_empty() {
        return Err(Error::fields(errors));
    }
    // A stolen token must not be a way to guess the password.
    let attempt = Attempt::new(app, &account.login, address);
    attempt.count(app, caller.now).await?;
    if !app
        .passwords
        .verify(&body.current_password, Some(&account.password_hash))
        .await?
    {
        let event = Event::new("password_change_refused", "account").on(account.id);
        app.db.record(&caller.actor, caller.now, event).await?;
        return Err(Error::field("/current_password", FieldCode::PasswordWrong));
    }
    let hash = app.passwords.hash(&body.new_password).await?;
    let keep = caller.principal.session_id;
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            attempt.forgive(tx).await?;
            store::set_password(tx, account.id, hash, caller.now).await?;
            let ended = store::end_other_sessions(tx, account.id, keep, "password_changed", caller.now).await?;
            outbox::send_mail(tx, app, password_changed_mail(&account, caller.lang), caller.now).await?;
            let event = Event::new("password_changed", "account")
                .on(account.id)
                .with("sessions_ended", ended);
            Ok(((), event.into()))
        })
        .await
}

/// Whoever did not change the password has to learn of it.
fn password_changed_mail(account: &account::Model, lang: Lang) -> outbox::Mail {
    let params = [("login".to_owned(), account.login.clone())].into();
    outbox::Mail {
        to: account.email.clone(),
        subject: dto::text::text(lang, "mail.password_changed.subject", &params),
        text: dto::text::text(lang, "mail.password_changed.text", &params),
    }
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
