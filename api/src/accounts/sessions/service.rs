//! Lists and ends the caller's own sessions.

use super::store;
use crate::accounts::entity::session::{self, SessionEnd};
use crate::accounts::store::hold;
use crate::audit::Event;
use crate::authz::Caller;
use crate::error::{Error, Result};
use crate::http::paging::{Moment, Wanted};
use dto::Timestamp;
use dto::credential::{OpenSessionOut, OpenSessionsOut, SessionsEnded};
use uuid::Uuid;

/// Returns the sessions that can still be used, the newest first.
pub async fn list(caller: &Caller, wanted: Wanted<Moment>) -> Result<OpenSessionsOut> {
    let (app, own) = (&caller.app, caller.account()?);
    let idle = i64::from(app.profile.session.of(own.role).idle_minutes) * 60;
    let now = caller.now;
    let mut open = store::open_sessions(app.db.read(), own.credential_id, now, idle, wanted).await?;
    let next_cursor = wanted.cut(&mut open, place);
    let items = open.into_iter().map(|session| OpenSessionOut {
        id: session.id,
        is_current: Some(session.id) == own.credential.session_id(),
        device: session.device,
        signed_in_at: Timestamp::from(session.created_at),
        last_used_at: Timestamp::from(session.last_used_at),
        expires_at: Timestamp::from(session.expires_at),
    });
    Ok(OpenSessionsOut {
        items: items.collect(),
        next_cursor,
    })
}

/// Returns the position of a session in the list.
pub(in crate::accounts) fn place(row: &session::Model) -> String {
    let at = Timestamp::from(row.created_at);
    Moment { at, id: row.id }.write()
}

/// Ends a session, which may be the one of the request. An ended session does not change.
pub async fn end(caller: &Caller, session_id: Uuid) -> Result<()> {
    let app = &caller.app;
    let owner = store::session_owner(app.db.read(), session_id).await?;
    if owner != Some(caller.account()?.credential_id) {
        return Err(Error::not_found());
    }
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            store::end_session(tx, session_id, SessionEnd::EndedByHolder, caller.now).await?;
            Ok(((), Event::new("session_ended", "session").on(session_id).into()))
        })
        .await
}

/// Ends all sessions except the one of the request.
pub async fn end_others(caller: &Caller) -> Result<SessionsEnded> {
    let app = &caller.app;
    let own = caller.account()?;
    let (id, keep) = (own.credential_id, own.session_id()?);
    let ended = app
        .db
        .write(&caller.actor, caller.now, async |tx| {
            hold(tx, id).await?;
            let ended = store::end_other_browsers(tx, id, keep, SessionEnd::EndedByHolder, caller.now).await?;
            let event = Event::new("other_sessions_ended", "account")
                .on(id)
                .with("sessions_ended", ended);
            Ok((ended, event.into()))
        })
        .await?;
    Ok(SessionsEnded { ended })
}
