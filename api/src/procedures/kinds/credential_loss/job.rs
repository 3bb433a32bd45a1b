//! Finds the account of a report after the answer was sent: neither the answer nor its duration discloses whether the
//! account exists.

use super::store;
use crate::App;
use crate::accounts;
use crate::audit::{Actor, Event};
use crate::crypto;
use crate::error::{Error, Result};
use crate::jobs::{Failures, Rows};
use crate::outbox::{self, Mail};
use crate::procedures::kinds::form::stored;
use crate::procedures::service;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use dto::administration::AccountStatus;
use dto::filing::{CredentialLossIn, LossKind};
use dto::jobs::RowKind;
use dto::{ErrorCode, Timestamp, say};
use uuid::Uuid;

/// The largest number of reports in one round.
const ROUND: u64 = 50;
/// The largest number of links to one account in 24 hours, so that repeated reports cannot flood a mailbox.
const MAILS_A_DAY: u64 = 3;
const DAY: i64 = 86_400;
/// The validity of the link, in seconds.
pub const LINK: i64 = DAY;

/// The reports whose account was not looked up yet.
pub static NOT_LOOKED_UP: Rows = Rows {
    kind: RowKind::LossReport,
    table: "credential_loss",
    id: "dossier_id",
    waits: store::is_waiting,
};

/// Looks up the accounts of new reports. Several instances may do so at the same time, because each report is locked.
pub async fn look_up_waiting(app: &App, now: Timestamp) -> Result<()> {
    let mut failures = Failures::default();
    for dossier_id in store::among(app.db.read(), NOT_LOOKED_UP.open(now), ROUND).await? {
        match look_up(app, dossier_id, now).await {
            // Another instance was first.
            Err(error) if error.code() == ErrorCode::NotFound => {}
            other => NOT_LOOKED_UP.settle(app, dossier_id, other, &mut failures).await?,
        }
    }
    failures.first()
}

/// Looks up the account of one report. Returns "not found" if another instance has already done so.
pub(super) async fn look_up(app: &App, dossier_id: Uuid, now: Timestamp) -> Result<()> {
    let actor = Actor::system("lookUpLosses");
    app.db
        .write(&actor, now, async |tx| {
            let dossier = service::hold_by_id(tx, dossier_id)
                .await?
                .ok_or_else(Error::not_found)?;
            let mut loss = store::hold(tx, dossier_id).await?;
            if loss.looked_up_at.is_some() {
                return Err(Error::not_found());
            }
            loss.looked_up_at = Some(now.get());
            let report = stored::<CredentialLossIn>(app, &dossier)?;
            let known = accounts::service::by_login(tx, &report.login)
                .await?
                .filter(|account| account.status != AccountStatus::Closed);
            let mut event = Event::new("loss_looked_up", "dossier")
                .on(dossier_id)
                .with("found", known.is_some());
            if let Some(account) = known {
                // The account is locked, so that two reports on one account count each other's mail.
                accounts::service::hold(tx, account.id).await?;
                loss.account_id = Some(account.id);
                service::name_account(tx, dossier_id, account.id, account.tier).await?;
                let sent = store::mails_since(tx, account.id, now.plus_seconds(-DAY)).await?;
                let may_write = sent < MAILS_A_DAY && !account.email.is_empty() && !dossier.state.is_decided();
                if may_write {
                    let token = URL_SAFE_NO_PAD.encode(crypto::random::<32>());
                    loss.link_hash = Some(crypto::hash(token.as_bytes()));
                    loss.link_until = Some(now.plus_seconds(LINK).get());
                    loss.mailed_at = Some(now.get());
                    let (lang, number, login) = (dossier.lang, &dossier.number, &account.login);
                    let link = format!("{}/lost/confirm#{token}", app.config.public_url);
                    let letter = match report.kind {
                        LossKind::Stolen => {
                            say!(lang, mail.loss_confirm, number = number, login = login, link = link)
                        }
                        LossKind::Forgotten => {
                            say!(
                                lang,
                                mail.forgotten_confirm,
                                number = number,
                                login = login,
                                link = link
                            )
                        }
                    };
                    outbox::send_mail(tx, app, Mail::new(&account.email, letter), now).await?;
                }
                event = event.with("account", account.id.to_string()).with("mailed", may_write);
            }
            store::update(tx, loss).await?;
            Ok(((), event.into()))
        })
        .await
}
