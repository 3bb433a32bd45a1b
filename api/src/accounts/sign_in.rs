//! Signing in, staying signed in, signing out.

use super::entity::account;
use super::{service, store, throttle::Attempt};
use crate::App;
use crate::audit::Event;
use crate::authz::{Principal, Visitor};
use crate::authz::{policy, token};
use crate::crypto;
use crate::error::{Error, Result};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dto::Timestamp;
use dto::account::{LoginIn, SessionOut};
use dto::problem::ErrorCode;
use uuid::Uuid;

/// A session just opened or renewed: what the body says, and the token for the cookie.
pub struct Opened {
    /// The body.
    pub session: SessionOut,
    /// The refresh token.
    pub refresh_token: String,
}

/// Signs in. A wrong name and a wrong password cannot be told apart, in text or in time (KH-5.1).
pub async fn login(visitor: &Visitor<policy::Login>, body: &LoginIn, address: &str) -> Result<Opened> {
    let (app, now) = (&visitor.app, visitor.now);
    let attempt = Attempt::new(app, &body.login, address);
    attempt.count(app, now).await?;
    let account = store::by_login(app.db.read(), &body.login.trim().to_lowercase()).await?;
    let is_right = app
        .passwords
        .verify(
            &body.password,
            account.as_ref().map(|known| known.password_hash.as_str()),
        )
        .await?;
    let admitted = account
        .as_ref()
        .filter(|account| is_right && may_sign_in(app, account, now));
    let Some(account) = admitted else {
        let event = Event::new("sign_in_refused", "account");
        let event = if let Some(known) = &account {
            event.on(known.id)
        } else {
            event
        };
        app.db.record(&visitor.actor, now, event).await?;
        let terms = &app.profile.sign_in;
        return Err(Error::new(ErrorCode::CredentialsRefused)
            .with("attempts", terms.account_failures)
            .with("minutes", terms.wait_minutes));
    };
    let refresh_token = new_refresh_token();
    let expires_at = now.plus_seconds(i64::from(app.profile.session.absolute_hours) * 3600);
    let session_id = app
        .db
        .write(&visitor.actor, now, async |tx| {
            attempt.forgive(tx).await?;
            let id = store::open_session(tx, account.id, fingerprint(&refresh_token), now, expires_at).await?;
            Ok((
                id,
                Event::new("signed_in", "account")
                    .on(account.id)
                    .with("session", id.to_string())
                    .into(),
            ))
        })
        .await?;
    opened(app, account.id, session_id, refresh_token, now).await
}

/// A locked or closed account, and an initial password past its time, are refused like a wrong password.
fn may_sign_in(app: &App, account: &account::Model, now: Timestamp) -> bool {
    let initial_is_over = account.password_is_initial
        && now.get()
            >= rules::password::initial_expires_at(
                account.password_changed_at,
                app.profile.password.initial_valid_hours,
            );
    account.status == "active" && !initial_is_over
}

/// Exchanges a refresh token for a new one. A token that comes back after its use was copied by somebody: its whole
/// family ends (RFC 9700, section 4.14.2).
pub async fn refresh(visitor: &Visitor<policy::RefreshToken>, token: &str) -> Result<Opened> {
    let (app, now) = (&visitor.app, visitor.now);
    let refused = || Error::new(ErrorCode::RefreshRefused);
    let known = store::refresh_token(app.db.read(), fingerprint(token))
        .await?
        .ok_or_else(refused)?;
    let session_id = known.session_id;
    let refresh_token = new_refresh_token();
    let account_id = app
        .db
        .write(&visitor.actor, now, async |tx| {
            let is_first_use = store::use_refresh_token(tx, fingerprint(token), now).await?;
            let usable = if is_first_use {
                service::live_session(tx, app, session_id, now).await?
            } else {
                None
            };
            let Some(account) = usable else {
                let reason = if is_first_use {
                    "expired"
                } else {
                    "refresh_token_replayed"
                };
                store::end_session(tx, session_id, reason, now).await?;
                // The end of the family must be kept although the request fails: answer outside.
                return Ok((None, Event::new(reason, "session").on(session_id).into()));
            };
            store::add_refresh_token(tx, session_id, fingerprint(&refresh_token), now).await?;
            store::touch_session(tx, session_id, now).await?;
            Ok((
                Some(account),
                Event::new("session_renewed", "session").on(session_id).into(),
            ))
        })
        .await?
        .ok_or_else(refused)?;
    opened(app, account_id, session_id, refresh_token, now).await
}

/// Ends the session that the refresh token belongs to; an unknown token ends nothing.
pub async fn logout(visitor: &Visitor<policy::Logout>, token: &str) -> Result<()> {
    let (app, now) = (&visitor.app, visitor.now);
    let Some(known) = store::refresh_token(app.db.read(), fingerprint(token)).await? else {
        return Ok(());
    };
    app.db
        .write(&visitor.actor, now, async |tx| {
            store::end_session(tx, known.session_id, "signed_out", now).await?;
            Ok(((), Event::new("signed_out", "session").on(known.session_id).into()))
        })
        .await
}

async fn opened(
    app: &App,
    account_id: Uuid,
    session_id: Uuid,
    refresh_token: String,
    now: Timestamp,
) -> Result<Opened> {
    let principal: Principal = service::principal(app, account_id, session_id, now).await?;
    let account = service::account_out(app, &principal).await?;
    let access_token = app.tokens.issue(account_id, session_id, now)?;
    let session = SessionOut {
        access_token,
        token_type: "Bearer".to_owned(),
        expires_in: token::LIFETIME,
        account,
    };
    Ok(Opened { session, refresh_token })
}

/// 256 random bits; only their hash is stored.
fn new_refresh_token() -> String {
    URL_SAFE_NO_PAD.encode(crypto::random::<32>())
}

fn fingerprint(token: &str) -> Vec<u8> {
    crypto::hash(token.as_bytes())
}
