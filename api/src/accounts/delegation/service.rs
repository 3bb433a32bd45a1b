//! Requests, approves and ends a delegation, and acts by it.

use super::store;
use crate::App;
use crate::accounts::administration::tier_of;
use crate::accounts::entity::delegation::DelegationEnd;
use crate::accounts::entity::{account, delegation};
use crate::accounts::notice::notice;
use crate::accounts::store as accounts;
use crate::audit::Event;
use crate::authz::{Account, Accounts, Acting, Caller, ScopedCaller};
use crate::db::Coded;
use crate::error::{Error, Result};
use crate::http::once::{Answer, Effect, Once};
use crate::http::paging::{Moment, Wanted};
use crate::http::versions;
use crate::notice::Notice;
use crate::outbox;
use dto::account::AccountTier;
use dto::administration::AccountStatus;
use dto::delegation::{DelegationOut, DelegationParty, DelegationState, DelegationsOut, NewDelegation};
use dto::problem::{ErrorCode, FieldCode};
use dto::{Lang, Timestamp};
use rules::tiers;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use uuid::Uuid;

/// Returns the state of a delegation at a moment.
fn state(row: &delegation::Model, now: Timestamp) -> DelegationState {
    if row.ended_at.is_some() || Timestamp::from(row.until) <= now {
        return DelegationState::Ended;
    }
    match row.approved_at {
        None => DelegationState::Requested,
        Some(_) if Timestamp::from(row.since) > now => DelegationState::Approved,
        Some(_) => DelegationState::Active,
    }
}

/// Returns whether the caller has to approve: the caller manages the lent account, and is neither of the two accounts.
fn may_approve(app: &App, caller: &Caller, from: &account::Model, to: Uuid) -> Result<bool> {
    let (own, path) = (caller.account()?, &caller.account()?.area_path);
    let is_within = from.area_path == *path || from.area_path.starts_with(&format!("{path}."));
    Ok(is_within
        && own.account_id != from.id
        && own.account_id != to
        && tiers::creators(tier_of(from), &app.profile).contains(&own.tier()))
}

/// Returns delegations as the caller sees them.
async fn out(
    app: &App,
    caller: &Caller,
    db: &impl ConnectionTrait,
    rows: Vec<delegation::Model>,
) -> Result<Vec<DelegationOut>> {
    let ids = rows
        .iter()
        .flat_map(|row| [Some(row.from_account), Some(row.to_account), row.approved_by])
        .flatten()
        .collect();
    let known = store::accounts(db, ids).await?;
    rows.into_iter().map(|row| one(app, caller, &known, &row)).collect()
}

fn one(
    app: &App,
    caller: &Caller,
    known: &HashMap<Uuid, account::Model>,
    row: &delegation::Model,
) -> Result<DelegationOut> {
    let account = |id: Uuid| known.get(&id).ok_or_else(Error::not_found);
    let (from, to) = (account(row.from_account)?, account(row.to_account)?);
    let party = |account: &account::Model| DelegationParty {
        account_id: account.id,
        login: account.login.clone(),
        holder_name: account.holder_name.clone(),
    };
    let (state, own) = (state(row, caller.now), caller.account()?);
    let approves = may_approve(app, caller, from, to.id)?;
    let is_party = own.account_id == from.id || own.account_id == to.id;
    let approver = row.approved_by.map(account).transpose()?;
    Ok(DelegationOut {
        id: row.id,
        lender: party(from),
        borrower: party(to),
        starts_at: row.since.into(),
        ends_at: row.until.into(),
        state,
        requested_at: row.requested_at.into(),
        approved_at: row.approved_at.map(Into::into),
        approved_by: approver.map(|approver| approver.holder_name.clone()),
        ended_at: row.ended_at.map(Into::into),
        version: row.version,
        can: own.can(&app.profile, |operation| match operation {
            "approveDelegation" => state == DelegationState::Requested && approves,
            "endDelegation" => state != DelegationState::Ended && (approves || is_party),
            _ => false,
        }),
    })
}

async fn shown(app: &App, caller: &Caller, db: &impl ConnectionTrait, row: delegation::Model) -> Result<DelegationOut> {
    let mut shown = out(app, caller, db, vec![row]).await?;
    shown.pop().ok_or_else(Error::not_found)
}

/// Returns the delegations that the caller lends or borrows, and those of accounts that the caller manages.
pub async fn list(caller: &ScopedCaller<Accounts>, wanted: Wanted<Moment>) -> Result<DelegationsOut> {
    let app = &caller.app;
    let mut rows = store::delegations(app.db.read(), &caller.scope, &app.profile, wanted).await?;
    let next_cursor = wanted.cut(&mut rows, |row| {
        let at = row.requested_at.into();
        Moment { at, id: row.id }.write()
    });
    let items = out(app, caller, app.db.read(), rows).await?;
    let event = Event::new("delegations_listed", "delegation").with("delegations", items.len());
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(DelegationsOut { items, next_cursor })
}

/// Requests to lend the caller's own account to another account of the same tier.
pub async fn request(caller: &Caller, once: Once, new: NewDelegation) -> Result<Answer> {
    let app = &caller.app;
    let own = caller.account()?.account_id;
    once.write(caller, Effect::Created, async |tx| {
        // An unknown name, another tier and an inactive account give the same error.
        let unsuitable = || Error::field("/borrower_login", FieldCode::AccountUnsuitable);
        let to = accounts::by_login(tx, &new.borrower_login)
            .await?
            .ok_or_else(unsuitable)?
            .id;
        let held = store::hold_both(tx, own, to).await?;
        let tier = caller.account()?.tier();
        let to = held
            .get(&to)
            .filter(|to| is_suitable(to, own, tier))
            .ok_or_else(unsuitable)?;
        if store::overlaps(tx, own, to.id, new.starts_at, new.ends_at).await? {
            return Err(Error::new(ErrorCode::DelegationStateConflict));
        }
        let row = delegation::Model {
            id: Uuid::now_v7(),
            from_account: own,
            to_account: to.id,
            since: new.starts_at.get(),
            until: new.ends_at.get(),
            requested_at: caller.now.get(),
            approved_at: None,
            approved_by: None,
            ended_at: None,
            ended_by: None,
            end_reason: None,
            version: 1,
        };
        store::insert(tx, row.clone()).await?;
        let event = event("delegation_requested", &row);
        Ok((shown(app, caller, tx, row).await?, event.into()))
    })
    .await
}

/// Returns whether an account can borrow. It has the same tier, so that it gets no rights of another kind; and it is a
/// unit account, whose holder is known, not one of its operators.
fn is_suitable(to: &account::Model, own: Uuid, tier: AccountTier) -> bool {
    to.id != own && to.operator_of.is_none() && *to.status == AccountStatus::Active && tier_of(to) == tier
}

fn event(act: &'static str, row: &delegation::Model) -> Event {
    Event::new(act, "delegation")
        .on(row.id)
        .with("from_account", row.from_account.to_string())
        .with("to_account", row.to_account.to_string())
        .with("since", Timestamp::from(row.since).to_string())
        .with("until", Timestamp::from(row.until).to_string())
}

/// Approves a delegation, by an account that manages the lent one.
pub async fn approve(caller: &ScopedCaller<Accounts>, id: Uuid, version: i32, once: Once) -> Result<Answer> {
    let app = &caller.app;
    once.write(caller, Effect::Changed, async |tx| {
        let known = store::delegation(tx, &caller.scope, &app.profile, id)
            .await?
            .ok_or_else(Error::not_found)?;
        // The accounts are locked first, as in the lock of an account, so that the two cannot deadlock.
        let held = store::hold_both(tx, known.from_account, known.to_account).await?;
        let from = held.get(&known.from_account).ok_or_else(Error::not_found)?;
        if !may_approve(app, caller, from, known.to_account)? {
            return Err(Error::new(ErrorCode::TierForbidden));
        }
        let row = store::hold(tx, id).await?.ok_or_else(Error::not_found)?;
        versions::keep(row.version, version)?;
        if state(&row, caller.now) != DelegationState::Requested {
            return Err(Error::new(ErrorCode::DelegationStateConflict));
        }
        if held.values().any(|account| *account.status != AccountStatus::Active) {
            return Err(Error::new(ErrorCode::AccountStatusConflict));
        }
        let after = delegation::ActiveModel {
            id: Set(id),
            approved_at: Set(Some(caller.now.get())),
            approved_by: Set(Some(caller.account()?.account_id)),
            version: Set(row.version + 1),
            ..Default::default()
        };
        let after = store::update(tx, after).await?;
        if !from.email.is_empty() {
            let mail = notice(Notice::DelegationApproved, from, Lang::Vi);
            outbox::send_mail(tx, app, mail, caller.now).await?;
        }
        let event = event("delegation_approved", &after);
        Ok((shown(app, caller, tx, after).await?, event.into()))
    })
    .await
}

/// Ends a delegation at once, requested or active: either party may end it, and the accounts that manage the lent one.
pub async fn end(caller: &ScopedCaller<Accounts>, id: Uuid, version: Option<i32>, once: Once) -> Result<Answer> {
    let app = &caller.app;
    once.write(caller, Effect::Changed, async |tx| {
        // Every account that sees a delegation may end it.
        store::delegation(tx, &caller.scope, &app.profile, id)
            .await?
            .ok_or_else(Error::not_found)?;
        let row = store::hold(tx, id).await?.ok_or_else(Error::not_found)?;
        versions::keep(row.version, version)?;
        if state(&row, caller.now) == DelegationState::Ended {
            return Err(Error::new(ErrorCode::DelegationStateConflict));
        }
        let after = delegation::ActiveModel {
            id: Set(id),
            ended_at: Set(Some(caller.now.get())),
            ended_by: Set(Some(caller.account()?.account_id)),
            end_reason: Set(Some(Coded(DelegationEnd::Ended))),
            version: Set(row.version + 1),
            ..Default::default()
        };
        let after = store::update(tx, after).await?;
        let event = event("delegation_ended", &after);
        Ok((shown(app, caller, tx, after).await?, event.into()))
    })
    .await
}

/// Returns the person of `own` with the rights of the lent account. It is looked up on every request, so that an end
/// takes effect at once. Every failure has the same error, so that it does not disclose whether the account exists.
pub async fn act_for(app: &App, own: Account, from: Uuid, now: Timestamp) -> Result<Account> {
    let absent = || Error::new(ErrorCode::DelegationAbsent);
    // The approval was for the holder of the borrowing account, not for its operators.
    if own.operator_id.is_some() {
        return Err(absent());
    }
    let lent = store::in_effect(app.db.read(), from, own.account_id, now)
        .await?
        .ok_or_else(absent)?;
    let lender = store::lender(app.db.read(), from)
        .await?
        .filter(|lender| *lender.status == AccountStatus::Active)
        .ok_or_else(absent)?;
    Ok(Account {
        account_id: from,
        operator_id: Some(own.credential_id),
        unit_id: lender.unit_id,
        facility_id: lender.facility_id,
        area_code: lender.area_code,
        area_path: lender.area_path,
        unit_name: lender.unit_name.unwrap_or_default(),
        acting: Some(Acting {
            delegation_id: lent.id,
            ends_at: lent.until.into(),
            login: lender.login,
            holder_name: lender.holder_name,
        }),
        ..own
    })
}
