//! Signs in, renews a session, and signs out.

use super::store::{add_refresh_token, refresh_token, use_refresh_token};
use crate::App;
use crate::accounts::entity::account;
use crate::accounts::entity::session::SessionEnd;
use crate::accounts::throttle::Attempt;
use crate::accounts::{draft_key, passwords, second_factor, service, sessions, store};
use crate::audit::Event;
use crate::crypto;
use crate::crypto::token;
use crate::db::Tx;
use crate::directory;
use crate::error::{Error, Result};
use crate::http::Visitor;
use crate::http::refusals;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dto::account::SignedInOut;
use dto::administration::AccountStatus;
use dto::check::spoken_instant;
use dto::problem::ErrorCode;
use dto::{Lang, Timestamp, say};
use uuid::Uuid;

/// A session just opened or renewed: the body of the answer, and the token for the cookie.
pub struct Opened {
    /// The body.
    pub session: SignedInOut,
    /// The refresh token.
    pub refresh_token: String,
}

/// The credentials of a sign-in, and its origin.
pub struct Claim<'a> {
    /// The login name.
    pub login: &'a str,
    /// The password.
    pub password: &'a str,
    /// The code of the second factor, if sent.
    pub code: Option<&'a str>,
    /// The network of the client.
    pub network: String,
    /// The mark of this browser, if the name has signed in here before.
    pub device_mark: Option<&'a str>,
    /// The host of the request.
    pub host: String,
    /// Browser and system.
    pub device: Option<String>,
}

/// The result of a sign-in with the right password.
enum Outcome {
    In(Uuid),
    CodeMissing,
    Refused,
}

/// Signs in and opens a session with a refresh token.
pub async fn login(visitor: &Visitor, claim: &Claim<'_>) -> Result<Opened> {
    let refresh_token = new_refresh_token();
    let (account_id, session_id) = admit(visitor, claim, &refresh_token).await?;
    opened(&visitor.app, account_id, session_id, refresh_token, visitor.now).await
}

/// Opens a session if the credentials are right. A wrong name, a wrong password and a wrong code give the same answer,
/// in text and in duration (KH-5.1).
async fn admit(visitor: &Visitor, claim: &Claim<'_>, refresh_token: &str) -> Result<(Uuid, Uuid)> {
    let (app, now) = (&visitor.app, visitor.now);
    let code = second_factor::typed(claim.code)?;
    let attempt = Attempt::sign_in(app, claim.login, &claim.network, claim.device_mark);
    attempt.begin(app, now).await?;
    let known = store::by_login(app.db.read(), &claim.login.trim().to_lowercase()).await?;
    let is_right = app
        .passwords
        .verify(claim.password, known.as_ref().map(|known| known.password_hash.as_str()))
        .await?;
    let mut admitted = known
        .as_ref()
        .filter(|account| is_right && may_sign_in(app, account, now));
    if let Some(account) = admitted
        && !store::is_active(app.db.read(), account).await?
    {
        // The unit of an operator is locked or closed.
        admitted = None;
    }
    if let (true, Some(account)) = (is_right, &known)
        && let Some(since) = locked_since(app, account).await?
    {
        // Only a caller with the right password gets the reason; to others the account does not exist.
        let event = Event::new("sign_in_while_locked", "account")
            .on(account.id)
            .with("network", refusals::mark(app, &claim.network, now));
        app.db
            .write(&visitor.actor, now, async |tx| {
                attempt.uncount(tx, now).await?;
                Ok(((), event.into()))
            })
            .await?;
        return Err(locked(app, visitor.lang, since).await?);
    }
    let Some(account) = admitted else {
        let event = Event::new("sign_in_refused", "account").with("network", refusals::mark(app, &claim.network, now));
        let event = if let Some(known) = &known {
            event.on(known.id)
        } else {
            event
        };
        app.db
            .write(&visitor.actor, now, async |tx| {
                attempt.fail(tx, app, known.as_ref(), now).await?;
                Ok(((), event.into()))
            })
            .await?;
        return Err(refused(app));
    };
    let role = *account.role;
    if let Err(elsewhere) = app.config.hosts.admit(role, &claim.host, &app.config.public_url) {
        let event = Event::new("sign_in_at_wrong_host", "account")
            .on(account.id)
            .with("network", refusals::mark(app, &claim.network, now));
        app.db
            .write(&visitor.actor, now, async |tx| {
                attempt.uncount(tx, now).await?;
                Ok(((), event.into()))
            })
            .await?;
        return Err(elsewhere);
    }
    let limits = app.profile.session.of(role);
    let expires_at = now.plus_seconds(i64::from(limits.absolute_hours) * 3600);
    let outcome = app
        .db
        .write(&visitor.actor, now, async |tx| {
            let network = refusals::mark(app, &claim.network, now);
            let event = |act| {
                Event::new(act, "account")
                    .on(account.id)
                    .with("network", network.clone())
            };
            // Checked again while the row is locked: of two sign-ins with a password for one sign-in, the second finds
            // it used.
            let held = store::hold(tx, account.id)
                .await?
                .filter(|held| held.password_hash == account.password_hash && may_sign_in(app, held, now));
            let Some(held) = held else {
                attempt.fail(tx, app, known.as_ref(), now).await?;
                return Ok((Outcome::Refused, event("sign_in_refused").into()));
            };
            let takes_code = second_factor::is_active(tx, held.id).await?;
            if takes_code {
                let Some(code) = &code else {
                    attempt.uncount(tx, now).await?;
                    return Ok((Outcome::CodeMissing, event("second_factor_asked").into()));
                };
                if !second_factor::verify(tx, app, &held, code, now).await? {
                    attempt.fail(tx, app, Some(&held), now).await?;
                    let event = event("sign_in_refused").with("second_factor", true);
                    return Ok((Outcome::Refused, event.into()));
                }
            }
            attempt.forgive(tx, now).await?;
            if held.password_once {
                passwords::store::spend_password(tx, held.id).await?;
            }
            let id = sessions::store::open_session(tx, held.id, claim.device.clone(), now, expires_at).await?;
            add_refresh_token(tx, id, fingerprint(refresh_token), now).await?;
            let mut event = event("signed_in")
                .with("session", id.to_string())
                .with("second_factor", takes_code);
            if let Some(most) = app.profile.session.max_concurrent {
                let ended = sessions::store::end_oldest_sessions(tx, held.id, most, now).await?;
                if ended > 0 {
                    event = event.with("sessions_ended", ended);
                }
            }
            Ok((Outcome::In(id), event.into()))
        })
        .await?;
    match outcome {
        Outcome::In(session_id) => Ok((account.id, session_id)),
        Outcome::CodeMissing => Err(Error::new(ErrorCode::SecondFactorRequired)),
        Outcome::Refused => Err(refused(app)),
    }
}

fn refused(app: &App) -> Error {
    let terms = &app.profile.sign_in;
    Error::new(ErrorCode::CredentialsRefused)
        .with("attempts", terms.account_failures)
        .with("minutes", terms.wait_minutes)
}

/// Returns since when an account, or the unit of an operator, is locked; none if it is not.
async fn locked_since(app: &App, account: &account::Model) -> Result<Option<Timestamp>> {
    let is_locked = |account: &account::Model| *account.status == AccountStatus::Locked;
    let since = |account: &account::Model| account.status_since.unwrap_or(account.created_at).into();
    if is_locked(account) {
        return Ok(Some(since(account)));
    }
    let Some(unit) = account.operator_of else {
        return Ok(None);
    };
    Ok(store::by_id(app.db.read(), unit)
        .await?
        .filter(is_locked)
        .map(|unit| since(&unit)))
}

async fn locked(app: &App, lang: Lang, since: Timestamp) -> Result<Error> {
    let call = match directory::help_line::help_line(app.db.read(), app).await? {
        Some(help) => format!("{}, {}", help.unit_name, help.phone),
        None => say!(lang, account.office).to_owned(),
    };
    Ok(Error::new(ErrorCode::AccountLocked)
        .with("since", spoken_instant(since))
        .with("call", call))
}

/// Returns whether an account may sign in. A locked or closed account, and an initial password that has expired or was
/// used, are refused like a wrong password.
fn may_sign_in(app: &App, account: &account::Model, now: Timestamp) -> bool {
    let initial_is_over = account.password_is_initial
        && now.get()
            >= rules::password::initial_expires_at(
                account.password_changed_at,
                app.profile.password.initial_valid_hours,
            );
    *account.status == AccountStatus::Active && !initial_is_over && !account.password_spent
}

/// The time, in seconds, for which a used refresh token returns its successor: for two tabs that renew at the same
/// time, and for a browser that did not receive the answer.
const REPEAT_SECONDS: i64 = 20;

/// Exchanges a refresh token for a new one. If a token is used again much later, it was copied: its whole family ends
/// (RFC 9700, section 4.14.2).
pub async fn refresh(visitor: &Visitor, token: &str) -> Result<Opened> {
    let (app, now) = (&visitor.app, visitor.now);
    let refused = || Error::new(ErrorCode::RefreshRefused);
    let Some(known) = refresh_token(app.db.read(), fingerprint(token)).await? else {
        return Err(refused());
    };
    let session_id = known.session_id;
    let refresh_token = successor(app, token);
    let account_id = app
        .db
        .write(&visitor.actor, now, async |tx| {
            let is_first_use = use_refresh_token(tx, fingerprint(token), now).await?;
            let is_repeat = !is_first_use && was_just_used(tx, token, now).await?;
            let usable = if is_first_use || is_repeat {
                live_session(tx, app, session_id, now).await?
            } else {
                None
            };
            let Some(account) = usable else {
                let reason = if is_first_use || is_repeat {
                    SessionEnd::Expired
                } else {
                    SessionEnd::RefreshTokenReplayed
                };
                sessions::store::end_session(tx, session_id, reason, now).await?;
                // The end of the family has to be committed although the request fails, so the error is returned
                // outside.
                return Ok((None, Event::new(reason.as_str(), "session").on(session_id).into()));
            };
            let mut event = Event::new("session_renewed", "session").on(session_id);
            if is_first_use {
                add_refresh_token(tx, session_id, fingerprint(&refresh_token), now).await?;
            } else {
                event = event.with("repeated", true);
            }
            sessions::store::touch_session(tx, session_id, now).await?;
            Ok((Some(account), event.into()))
        })
        .await?
        .ok_or_else(refused)?;
    opened(app, account_id, session_id, refresh_token, now).await
}

/// Returns the account of a session that may continue: neither ended nor expired nor idle too long (LC-7.3).
async fn live_session(tx: &Tx, app: &App, session_id: Uuid, now: Timestamp) -> Result<Option<Uuid>> {
    let Some(session) = sessions::store::session(tx, session_id).await? else {
        return Ok(None);
    };
    let Some(account) = store::by_id(tx, session.account_id).await? else {
        return Ok(None);
    };
    if !store::is_active(tx, &account).await? {
        return Ok(None);
    }
    let limits = app.profile.session.of(*account.role);
    let is_live = session.ended_at.is_none()
        && Timestamp::from(session.expires_at) > now
        && Timestamp::from(session.last_used_at).plus_seconds(i64::from(limits.idle_minutes) * 60) > now;
    Ok(is_live.then_some(account.id))
}

/// Returns whether a used token was used just before. It is read in the transaction that failed to use it, so that the
/// faster one has committed.
async fn was_just_used(tx: &Tx, token: &str, now: Timestamp) -> Result<bool> {
    let spent = refresh_token(tx, fingerprint(token)).await?;
    let used_at = spent.and_then(|spent| spent.used_at).map(Timestamp::from);
    Ok(used_at.is_some_and(|at| at.plus_seconds(REPEAT_SECONDS) > now))
}

/// Returns the refresh token after `token`: always the same one, and impossible to compute without the keys.
fn successor(app: &App, token: &str) -> String {
    let half = |column| app.sealer.index(column, token);
    URL_SAFE_NO_PAD.encode([half("refresh_token.successor.1"), half("refresh_token.successor.2")].concat())
}

/// Ends the session of the refresh token; an unknown token ends nothing.
pub async fn logout(visitor: &Visitor, token: &str) -> Result<()> {
    let (app, now) = (&visitor.app, visitor.now);
    let Some(known) = refresh_token(app.db.read(), fingerprint(token)).await? else {
        return Ok(());
    };
    app.db
        .write(&visitor.actor, now, async |tx| {
            sessions::store::end_session(tx, known.session_id, SessionEnd::SignedOut, now).await?;
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
    let own = service::signed_in(app, account_id, session_id, now).await?;
    let account = service::account_out(app, &own).await?;
    let access_token = app.tokens.issue(account_id, session_id, now)?;
    let session = SignedInOut {
        access_token,
        token_type: "Bearer".to_owned(),
        expires_in: token::LIFETIME,
        draft_key: draft_key::of(app, account_id, session_id, now).await?,
        account,
    };
    Ok(Opened { session, refresh_token })
}

/// Makes a token of 256 random bits; only its hash is stored.
fn new_refresh_token() -> String {
    URL_SAFE_NO_PAD.encode(crypto::random::<32>())
}

fn fingerprint(token: &str) -> Vec<u8> {
    crypto::hash(token.as_bytes())
}
