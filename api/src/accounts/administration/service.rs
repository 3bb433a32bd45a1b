//! The acts on an account: lock, unlock, close, change, transfer, issue a new password.

use super::account_tier::tier_of;
use super::answer::{self, Telling};
use super::lifecycle::{self, Issue, Reset, Successor};
use super::search::managed;
use super::status::set_status;
use super::store;
use crate::App;
use crate::accounts::entity::account;
use crate::accounts::handover::Recipient;
use crate::accounts::service::name_of;
use crate::accounts::store::hold;
use crate::audit::Event;
use crate::authz::{Accounts, ScopedCaller};
use crate::db::Tx;
use crate::directory;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::http::versions;
use crate::notice::Notice;
use crate::outbox;
use dto::administration::{
    AccountChange, AccountStatus, Delivery, Holder, IssuedAccountOut, ManagedAccountOut, NewHolder, PasswordReset, Why,
};
use dto::problem::{ErrorCode, FieldCode};
use dto::{Lang, Timestamp};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Locks, unlocks or closes an account below the caller's own.
pub(super) async fn change_status(
    app: &App,
    caller: &ScopedCaller<Accounts>,
    id: Uuid,
    to: AccountStatus,
    why: &Why,
    once: Once,
) -> Result<Answer> {
    let own = caller.account()?;
    let (act, notice) = match to {
        AccountStatus::Locked => ("account_locked", Notice::Locked),
        AccountStatus::Active => ("account_unlocked", Notice::Unlocked),
        AccountStatus::Closed => ("account_closed", Notice::Closed),
    };
    let telling = Telling::to(app, caller).await?;
    once.write(caller, Effect::Changed, async |tx| {
        if id == own.account_id && store::hold_administrators(tx).await? == [id] {
            // Every administrator can be locked by another one, except the last.
            return Err(Error::new(ErrorCode::LastAdministrator));
        }
        managed(app, caller, tx, id, why).await?;
        set_status(tx, id, to, why, Some(own.account_id), caller.now).await?;
        let after = hold(tx, id).await?.ok_or_else(Error::not_found)?;
        tell(tx, app, &after.login, &after.email, notice, caller.now).await?;
        let event = event(act, &after, why);
        Ok((answer::managed(tx, &telling, after).await?, event.into()))
    })
    .await
}

/// Notifies a holder by mail of acts of others on the account.
async fn tell(tx: &Tx, app: &App, login: &str, to: &str, notice: Notice, now: Timestamp) -> Result<()> {
    if to.is_empty() {
        return Ok(());
    }
    outbox::send_mail(tx, app, notice.to(Lang::Vi, login, to), now).await
}

fn event(act: &'static str, account: &account::Model, why: &Why) -> Event {
    Event::new(act, "account")
        .on(account.id)
        .in_area(&account.area_code)
        .for_purpose(
            why.reason.map(|reason| reason.as_str().to_owned()),
            why.reference.clone(),
        )
}

/// Changes the stored data of an account.
pub async fn update(caller: &ScopedCaller<Accounts>, id: Uuid, change: AccountChange) -> Result<ManagedAccountOut> {
    let app = &caller.app;
    let telling = Telling::to(app, caller).await?;
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            managed(app, caller, tx, id, &change.why).await?;
            let held = hold(tx, id).await?.ok_or_else(Error::not_found)?;
            versions::keep(held.version, change.version)?;
            if *held.status == AccountStatus::Closed {
                return Err(Error::new(ErrorCode::AccountStatusConflict));
            }
            let mut fields = Vec::new();
            let mut row = account::ActiveModel {
                id: Set(id),
                version: Set(held.version + 1),
                updated_at: Set(Some(caller.now.get())),
                ..Default::default()
            };
            if let Some(position) = change.holder_position {
                fields.push("holder_position");
                row.holder_position = Set(position);
            }
            if let Some(email) = change.email {
                fields.push("email");
                row.email = Set(email);
            }
            if let Some(phone) = change.phone {
                fields.push("phone");
                row.phone = Set(phone);
            }
            if let Some(name) = &change.unit_name {
                let unit = held
                    .unit_id
                    .ok_or_else(|| Error::field("/unit_name", FieldCode::Locked))?;
                fields.push("unit_name");
                directory::units::rename(tx, unit, name).await?;
            }
            let after = store::update(tx, row).await?;
            if after.email != held.email || after.phone != held.phone {
                tell(
                    tx,
                    app,
                    &after.login,
                    &held.email,
                    Notice::ContactDataChanged,
                    caller.now,
                )
                .await?;
                if after.email != held.email {
                    tell(
                        tx,
                        app,
                        &after.login,
                        &after.email,
                        Notice::ContactDataChanged,
                        caller.now,
                    )
                    .await?;
                }
            }
            let event = event("account_changed", &after, &change.why).with("fields", fields);
            Ok((answer::managed(tx, &telling, after).await?, event.into()))
        })
        .await
}

/// Issues a new initial password and ends every session.
pub async fn reset_password(
    caller: &ScopedCaller<Accounts>,
    id: Uuid,
    reset: PasswordReset,
    once: Once,
) -> Result<Answer> {
    reissue(
        &caller.app,
        caller,
        id,
        Reissue {
            act: "password_reset",
            why: reset.why,
            delivery: reset.delivery,
            forget_second_factor: reset.forget_second_factor,
            holder: None,
        },
        once,
    )
    .await
}

/// Transfers the account to another person (LC-6.3-2, KH-8d).
pub async fn change_holder(caller: &ScopedCaller<Accounts>, id: Uuid, new: NewHolder, once: Once) -> Result<Answer> {
    reissue(
        &caller.app,
        caller,
        id,
        Reissue {
            act: "holder_changed",
            why: new.why,
            delivery: new.delivery,
            forget_second_factor: true,
            holder: Some(new.holder),
        },
        once,
    )
    .await
}

struct Reissue {
    act: &'static str,
    why: Why,
    delivery: Delivery,
    forget_second_factor: bool,
    holder: Option<Holder>,
}

async fn reissue(app: &App, caller: &ScopedCaller<Accounts>, id: Uuid, what: Reissue, once: Once) -> Result<Answer> {
    let telling = Telling::to(app, caller).await?;
    // Hashing is slow: a caller without the right is refused before it.
    let known = managed(app, caller, app.db.read(), id, &what.why).await?;
    let name = name_of(app, known.id).await?;
    let recipient = Recipient {
        tier: tier_of(&known),
        name: &name,
        holder: what.holder.as_ref().map_or(&known.holder_name, |holder| &holder.name),
        login: &known.login,
    };
    let issue = Issue::prepare(app, caller, what.delivery, &recipient).await?;
    once.write(caller, Effect::Changed, async |tx| {
        managed(app, caller, tx, id, &what.why).await?;
        versions::keep(
            hold(tx, id).await?.ok_or_else(Error::not_found)?.version,
            what.why.version,
        )?;
        let done = match &what.holder {
            Some(holder) => {
                let to = Successor {
                    holder,
                    why: &what.why,
                    dossier_id: None,
                    by: Some(caller.account()?.account_id),
                };
                lifecycle::hand_over(tx, app, id, &to, &issue, Lang::Vi, caller.now).await?
            }
            None => {
                let reset = Reset {
                    is_forgotten: false,
                    forget_second_factor: what.forget_second_factor,
                };
                lifecycle::reissue(tx, app, id, reset, &issue, Lang::Vi, caller.now).await?
            }
        };
        let (known, after) = (done.before, done.row);
        // The old holder may not have asked for it and has to be notified, even if the password was handed over in
        // person.
        if what.holder.is_some() {
            tell(tx, app, &known.login, &known.email, Notice::HolderReplaced, caller.now).await?;
        } else if what.delivery == Delivery::Handover {
            tell(
                tx,
                app,
                &after.login,
                &after.email,
                Notice::PasswordHandedOver,
                caller.now,
            )
            .await?;
        }
        if what.forget_second_factor && what.holder.is_none() {
            tell(
                tx,
                app,
                &after.login,
                &after.email,
                Notice::SecondFactorForgotten,
                caller.now,
            )
            .await?;
        }
        let event = event(what.act, &after, &what.why)
            .with("sessions_ended", done.sessions_ended)
            .with("delivery", what.delivery.as_str());
        let password_expires_at = done.told.expires_at;
        let (initial_password, sheet_pdf_base64) = done.told.shown();
        let out = IssuedAccountOut {
            account: answer::managed(tx, &telling, after).await?,
            initial_password,
            sheet_pdf_base64,
            password_expires_at,
        };
        Ok((out, event.into()))
    })
    .await
}
