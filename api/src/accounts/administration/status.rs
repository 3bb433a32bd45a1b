//! Changes the status and the holder of an account, in the transaction of the decision.

use super::store;
use crate::App;
use crate::accounts::delegation;
use crate::accounts::entity::delegation::DelegationEnd;
use crate::accounts::entity::session::SessionEnd;
use crate::accounts::entity::{account, account_holder};
use crate::accounts::store::{by_id, hold};
use crate::audit::Event;
use crate::db::{Coded, Tx};
use crate::directory;
use crate::error::{Error, Result};
use crate::http::versions;
use crate::outbox::{self, Mail};
use dto::account::Role;
use dto::administration::{AccountReason, AccountStatus, Holder, Why};
use dto::problem::ErrorCode;
use dto::{Lang, Timestamp, say};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// Locks an account: its sessions and those of its operators end at once. Call it in the transaction of the decision.
pub async fn lock(tx: &Tx, id: Uuid, why: &Why, by: Option<Uuid>, now: Timestamp) -> Result<()> {
    set_status(tx, id, AccountStatus::Locked, why, by, now).await
}

/// Notifies the facility by mail that a report has locked an account: its holder, and for an operator also the holder
/// of the unit's account.
pub async fn tell_locked(tx: &Tx, app: &App, id: Uuid, number: &str, now: Timestamp) -> Result<()> {
    let locked = hold(tx, id).await?.ok_or_else(Error::not_found)?;
    let unit = match locked.operator_of {
        Some(unit) => by_id(tx, unit).await?,
        None => None,
    };
    let call = match directory::help_line::help_line(tx, app).await? {
        Some(help) => format!("{}, {}", help.unit_name, help.phone),
        None => say!(Lang::Vi, account.office).to_owned(),
    };
    let mut told: Vec<&str> = std::iter::once(&locked)
        .chain(&unit)
        .map(|account| account.email.as_str())
        .collect();
    told.dedup();
    for to in told.into_iter().filter(|to| !to.is_empty()) {
        let letter = say!(
            Lang::Vi,
            mail.stolen_locked,
            number = number,
            login = locked.login,
            call = call
        );
        outbox::send_mail(tx, app, Mail::new(to, letter), now).await?;
    }
    Ok(())
}

/// Removes a lock.
pub async fn unlock(tx: &Tx, id: Uuid, why: &Why, by: Option<Uuid>, now: Timestamp) -> Result<()> {
    set_status(tx, id, AccountStatus::Active, why, by, now).await
}

/// Closes an account permanently; its name, its data and its history are kept (KH-12.1b, S-09).
pub async fn close(tx: &Tx, id: Uuid, why: &Why, by: Option<Uuid>, now: Timestamp) -> Result<()> {
    set_status(tx, id, AccountStatus::Closed, why, by, now).await
}

/// Closes the accounts of a facility that has ended or changed (KH-12.1b); returns the audit event of each.
pub async fn close_of_facility(tx: &Tx, facility_id: Uuid, now: Timestamp) -> Result<Vec<Event>> {
    let why = Why {
        reason: Some(AccountReason::UnitEnded),
        ..Why::default()
    };
    let open = store::open_of_facility(tx, facility_id).await?;
    for id in &open {
        close(tx, *id, &why, None, now).await?;
    }
    let closed = open.into_iter().map(|id| {
        let reason = AccountReason::UnitEnded.as_str().to_owned();
        Event::new("account_closed", "account")
            .on(id)
            .for_purpose(Some(reason), None)
    });
    Ok(closed.collect())
}

/// Changes the status of an account, if the step is allowed.
pub async fn set_status(
    tx: &Tx,
    id: Uuid,
    to: AccountStatus,
    why: &Why,
    by: Option<Uuid>,
    now: Timestamp,
) -> Result<()> {
    let is_end = to != AccountStatus::Active;
    let known = by_id(tx, id).await?.ok_or_else(Error::not_found)?;
    if is_end && *known.role == Role::Administrator && known.operator_of.is_none() {
        let administrators = store::hold_administrators(tx).await?;
        if administrators == [id] {
            return Err(Error::new(ErrorCode::LastAdministrator));
        }
    }
    let held = hold(tx, id).await?.ok_or_else(Error::not_found)?;
    versions::keep(held.version, why.version)?;
    let is_step = matches!(
        (*held.status, to),
        (AccountStatus::Active, AccountStatus::Locked | AccountStatus::Closed)
            | (AccountStatus::Locked, AccountStatus::Active | AccountStatus::Closed)
    );
    if !is_step {
        return Err(Error::new(ErrorCode::AccountStatusConflict));
    }
    let row = account::ActiveModel {
        id: Set(id),
        status: Set(Coded(to)),
        status_since: Set(Some(now.get())),
        status_reason: Set(why.reason.filter(|_| is_end).map(Coded)),
        status_by: Set(by),
        version: Set(held.version + 1),
        updated_at: Set(Some(now.get())),
        ..Default::default()
    };
    store::update(tx, row).await?;
    if is_end {
        let (loan, session) = if to == AccountStatus::Locked {
            (DelegationEnd::AccountLocked, SessionEnd::AccountLocked)
        } else {
            (DelegationEnd::AccountClosed, SessionEnd::AccountClosed)
        };
        delegation::end_all(tx, id, loan, by, now).await?;
        store::end_sessions(tx, id, session, now).await?;
    }
    Ok(())
}

/// Sets a new holder; the previous holder remains recorded (LC-6.3-2, KH-8d). Call it in the transaction of the
/// decision. The caller replaces the password of the previous holder.
pub async fn give_to(
    tx: &Tx,
    account_id: Uuid,
    holder: &Holder,
    why: &Why,
    dossier_id: Option<Uuid>,
    by: Option<Uuid>,
    now: Timestamp,
) -> Result<()> {
    let held = hold(tx, account_id).await?.ok_or_else(Error::not_found)?;
    let row = account_holder::ActiveModel {
        id: Set(Uuid::now_v7()),
        account_id: Set(account_id),
        name: Set(holder.name.clone()),
        position: Set(holder.position.clone()),
        email: Set(holder.email.clone()),
        phone: Set(holder.phone.clone()),
        since: Set(now.get()),
        reason: Set(why.reason.map(Coded)),
        reference: Set(why.reference.clone()),
        dossier_id: Set(dossier_id),
        recorded_by: Set(by),
    };
    store::add_holder(tx, row).await?;
    // A delegation is between two persons, so it ends with the holder.
    delegation::end_all(tx, account_id, DelegationEnd::HolderChanged, by, now).await?;
    let row = account::ActiveModel {
        id: Set(account_id),
        holder_name: Set(holder.name.clone()),
        holder_search: Set(rules::name::fold(&holder.name)),
        holder_order: Set(rules::name_order::key(&holder.name)),
        holder_position: Set(holder.position.clone()),
        email: Set(holder.email.clone()),
        phone: Set(holder.phone.clone()),
        version: Set(held.version + 1),
        updated_at: Set(Some(now.get())),
        ..Default::default()
    };
    store::update(tx, row).await?;
    Ok(())
}
