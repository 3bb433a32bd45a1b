//! The link in a mail that confirms a filing.

use crate::App;
use crate::accounts::throttle::PublicAttempt;
use crate::audit::{Actor, Event};
use crate::error::{Error, Result};
use crate::procedures::Dossier;
use crate::procedures::service;
use dto::Timestamp;
use dto::check::spoken_instant;
use dto::problem::ErrorCode;

/// A followed link: its token, its procedure, and the client's address.
pub struct Followed<'a> {
    /// The token from the link.
    pub token: &'a str,
    /// The address of the client.
    pub address: &'a str,
    /// The procedure of the link.
    pub procedure: &'static str,
    /// The name of its audit event.
    pub event: &'static str,
}

/// Confirms the filing: from now on the dossier is received and its term runs. A link confirms once; following it again
/// reports when it did.
pub async fn confirm(app: &App, actor: &Actor, link: Followed<'_>, now: Timestamp) -> Result<Dossier> {
    let attempt = PublicAttempt::code(app, link.address);
    attempt.count(app, now).await?;
    let dossier = app
        .db
        .write(actor, now, async |tx| {
            let (dossier, is_first) = service::confirm(tx, app, link.token, now).await.map_err(invalid_link)?;
            if dossier.procedure != link.procedure {
                return Err(Error::new(ErrorCode::LinkInvalid));
            }
            if !is_first {
                return Err(confirmed_at(dossier.filed_at));
            }
            let event = Event::new(link.event, "dossier")
                .on(dossier.id)
                .in_area(&dossier.area_code);
            Ok((dossier, event.into()))
        })
        .await?;
    attempt.forgive(app).await?;
    Ok(dossier)
}

/// Returns the error for a link that was already followed.
pub fn confirmed_at(at: Option<Timestamp>) -> Error {
    Error::new(ErrorCode::AlreadyConfirmed).with("at", at.map(spoken_instant).unwrap_or_default())
}

/// Returns one error for unknown and expired links.
pub fn invalid_link(error: Error) -> Error {
    match error.code() {
        ErrorCode::NotFound => Error::new(ErrorCode::LinkInvalid),
        _ => error,
    }
}
