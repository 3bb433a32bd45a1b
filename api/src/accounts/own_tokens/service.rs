//! Access tokens that holders make for programs and for trying the API: each has a name and a validity in days, and can
//! be ended at any time.
//!
//! Each is a session without refresh tokens: whatever ends a session ends it too (a lock, a new password), and its acts
//! are audited under it. Only the hash of its text is stored.

use super::store;
use crate::App;
use crate::accounts::entity::session::{self, SessionEnd};
use crate::accounts::notice::notice;
use crate::accounts::proof::{self, Asked, Code};
use crate::accounts::{second_factor, sessions};
use crate::audit::Event;
use crate::authz::Caller;
use crate::crypto;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::http::paging::{Moment, Wanted};
use crate::notice::Notice;
use crate::outbox;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dto::Timestamp;
use dto::credential::{AccessTokenIn, AccessTokenMadeOut, AccessTokenOut, AccessTokensOut};
use dto::problem::ErrorCode;
use uuid::Uuid;

/// The prefix of every such token, so that a leaked token can be recognised.
const BEGINNING: &str = "luutru_";
/// The precision, in seconds, of the time of last use, so that not every request writes.
const USED_SECONDS: i64 = 600;

/// Returns the account and session of `token`, if it is of this kind.
pub async fn own_token(app: &App, token: &str, now: Timestamp) -> Result<Option<(Uuid, Uuid)>> {
    if !token.starts_with(BEGINNING) {
        return Ok(None);
    }
    let known = store::own_token(app.db.read(), crypto::hash(token.as_bytes()))
        .await?
        .ok_or_else(|| Error::new(ErrorCode::TokenInvalid))?;
    if Timestamp::from(known.last_used_at).plus_seconds(USED_SECONDS) <= now && known.ended_at.is_none() {
        app.db
            .write_unaudited(async |tx| sessions::store::touch_session(tx, known.id, now).await)
            .await?;
    }
    Ok(Some((known.account_id, known.id)))
}

/// Returns the tokens that are valid.
pub(super) async fn list(caller: &Caller, wanted: Wanted<Moment>) -> Result<AccessTokensOut> {
    let app = &caller.app;
    let mut known = store::own_tokens(app.db.read(), caller.account()?.credential_id, caller.now, wanted).await?;
    let next_cursor = wanted.cut(&mut known, sessions::place);
    Ok(AccessTokensOut {
        items: known.into_iter().map(out).collect(),
        next_cursor,
    })
}

/// Creates a token for a caller who proves to be the holder. Its text is returned only this once.
pub(super) async fn create(caller: &Caller, once: Once, body: &AccessTokenIn) -> Result<Answer> {
    let app = &caller.app;
    let secret = format!("{BEGINNING}{}", URL_SAFE_NO_PAD.encode(crypto::random::<32>()));
    let asked = Asked {
        pointer: "/password",
        refusal: "access_token_refused",
    };
    let code = second_factor::typed(body.code.as_deref())?;
    let proof = proof::by_password(app, caller, &body.password, asked).await?;
    proof
        .write_once(
            Code::Asked(code.as_ref()),
            &once,
            Effect::Created,
            async |tx, account| {
                let most = app.profile.session.max_tokens;
                if store::count_own_tokens(tx, account.id, caller.now).await? >= u64::from(most) {
                    return Err(Error::new(ErrorCode::AccessTokenLimit).with("max", most));
                }
                let expires_at = caller.now.plus_seconds(i64::from(body.days) * 86_400);
                let hash = crypto::hash(secret.as_bytes());
                let name = body.name.trim().to_owned();
                let made = store::add_own_token(tx, account.id, name, hash, caller.now, expires_at).await?;
                outbox::send_mail(
                    tx,
                    app,
                    notice(Notice::AccessTokenMade, account, caller.lang),
                    caller.now,
                )
                .await?;
                let event = Event::new("access_token_made", "session")
                    .on(made.id)
                    .with("days", body.days);
                let out = AccessTokenMadeOut {
                    token: out(made),
                    secret,
                };
                Ok((out, event.into()))
            },
        )
        .await
}

/// Ends a token, with effect from the next request.
pub(super) async fn end(caller: &Caller, id: Uuid, once: Once) -> Result<Answer> {
    let app = &caller.app;
    store::usable_token(app.db.read(), caller.account()?.credential_id, id, caller.now)
        .await?
        .ok_or_else(Error::not_found)?;
    once.write(caller, Effect::Empty, async |tx| {
        sessions::store::end_session(tx, id, SessionEnd::EndedByHolder, caller.now).await?;
        Ok(((), Event::new("access_token_ended", "session").on(id).into()))
    })
    .await
}

fn out(token: session::Model) -> AccessTokenOut {
    AccessTokenOut {
        id: token.id,
        name: token.name.unwrap_or_default(),
        created_at: token.created_at.into(),
        last_used_at: token.last_used_at.into(),
        expires_at: token.expires_at.into(),
    }
}
