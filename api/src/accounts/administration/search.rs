//! Finding the account that is meant, and whether the caller may act on it.

use super::account_tier::tier_of;
use super::answer::Telling;
use super::query::Filter;
use super::{answer, store};
use crate::App;
use crate::accounts::entity::account;
use crate::audit::{self, Event};
use crate::authz::{Accounts, ScopedCaller};
use crate::error::{Error, Result};
use crate::http::order::{Order, Place};
use crate::http::paging::{Moment, Wanted};
use dto::account::{AccountTier, Role};
use dto::administration::{
    AccountEventKind, AccountEventOut, AccountPage, AccountReason, HolderOut, HoldersOut, ManagedAccountOut, Why,
};
use dto::problem::{ErrorCode, FieldCode};
use rules::tiers;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// An account within reach, or "not found": what lies outside of it does not exist for the caller.
async fn visible(
    app: &App,
    caller: &ScopedCaller<Accounts>,
    db: &impl ConnectionTrait,
    id: Uuid,
) -> Result<account::Model> {
    store::account(db, &caller.scope, &app.profile, id)
        .await?
        .ok_or_else(Error::not_found)
}

/// An account that the caller may act on. Nobody acts on his own, or on a sibling's.
pub(super) async fn managed(
    app: &App,
    caller: &ScopedCaller<Accounts>,
    db: &impl ConnectionTrait,
    id: Uuid,
    why: &Why,
) -> Result<account::Model> {
    let account = visible(app, caller, db, id).await?;
    let (own, tier) = (caller.account()?.tier(), tier_of(&account));
    if account.id == caller.account()?.account_id || !tiers::may_manage(own, tier, &app.profile) {
        return Err(Error::new(ErrorCode::TierForbidden));
    }
    demand_reason(app, own, tier, why)?;
    if tier.role == Role::Administrator && why.reason.is_none() {
        // Nobody stands above two administrators: what one does to the other is at least accounted for.
        return Err(Error::field("/reason", FieldCode::Required));
    }
    Ok(account)
}

/// S-06: the administrator says why where another tier regularly acts.
pub(super) fn demand_reason(app: &App, own: AccountTier, target: AccountTier, why: &Why) -> Result<()> {
    if why.reason.is_none() && tiers::needs_reason(own, target, &app.profile) {
        return Err(Error::field("/reason", FieldCode::Required));
    }
    Ok(())
}

/// One account.
pub async fn get(caller: &ScopedCaller<Accounts>, id: Uuid) -> Result<ManagedAccountOut> {
    let app = &caller.app;
    let account = visible(app, caller, app.db.read(), id).await?;
    let out = answer::managed(app.db.read(), &Telling::to(app, caller).await?, account).await?;
    let event = Event::new("account_read", "account")
        .on(id)
        .in_area(&out.summary.area.code);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(out)
}

/// A page of accounts.
pub async fn list(
    caller: &ScopedCaller<Accounts>,
    filter: Filter,
    order: &Order<account::Model>,
    wanted: &Wanted<Place>,
) -> Result<AccountPage> {
    let (app, db) = (&caller.app, caller.app.db.read());
    let mut found = store::accounts(db, &caller.scope, &app.profile, filter, (order, wanted)).await?;
    let next_cursor = order.cut(app, wanted, &mut found)?;
    let read: Vec<String> = found.iter().map(|account| account.id.to_string()).collect();
    let items = answer::summaries(app.db.read(), &Telling::to(app, caller).await?, found).await?;
    let event = Event::new("accounts_listed", "account").with("accounts", read);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(AccountPage { items, next_cursor })
}

/// Who held the account, and from when to when (LC-6.3-2, KH-8d), and what was done to it.
pub async fn holders(caller: &ScopedCaller<Accounts>, id: Uuid, wanted: Wanted<Moment>) -> Result<HoldersOut> {
    let app = &caller.app;
    let account = visible(app, caller, app.db.read(), id).await?;
    let is_own = account.id == caller.account()?.account_id;
    let mut found = store::holders_page(app.db.read(), account.id, wanted).await?;
    let next_cursor = wanted.cut(&mut found, |row| {
        let at = row.since.into();
        Moment { at, id: row.id }.write()
    });
    // Whoever stands last on the page before came after whoever stands first on this one.
    let mut until = wanted.after.map(|place| place.at);
    let items = found
        .into_iter()
        .map(|row| {
            let until = until.replace(row.since.into());
            // Where somebody who left can be reached is for those who look after the account.
            let is_hidden = is_own && until.is_some();
            (row, until, is_hidden)
        })
        .map(|(row, until, is_hidden)| HolderOut {
            ended_at: until,
            name: row.name,
            position: row.position,
            email: if is_hidden { String::new() } else { row.email },
            phone: if is_hidden { String::new() } else { row.phone },
            started_at: row.since.into(),
            handover_reason: row.reason.map(|reason| reason.0),
            reference: row.reference,
            dossier_id: row.dossier_id,
        })
        .collect();
    let acts = acts(app, account.id, is_own).await?;
    let event = Event::new("holders_read", "account").on(id).in_area(&account.area_code);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(HoldersOut {
        items,
        next_cursor,
        acts,
    })
}

/// What the log calls an act on an account, and what it was.
const ACTS: [(&str, AccountEventKind); 8] = [
    ("account_created", AccountEventKind::Created),
    ("account_changed", AccountEventKind::Changed),
    ("account_locked", AccountEventKind::Locked),
    ("reported_account_locked", AccountEventKind::Locked),
    ("loss_proven_by_call", AccountEventKind::Locked),
    ("account_unlocked", AccountEventKind::Unlocked),
    ("account_closed", AccountEventKind::Closed),
    ("password_reset", AccountEventKind::PasswordReset),
];

/// Most acts that are told.
const MOST_ACTS: u64 = 100;

/// What was done to an account, by whom and why. The log is the only place that keeps it: the account itself has its
/// present status alone. Whose account it is learns the unit, and not the login name of an officer.
async fn acts(app: &App, id: Uuid, is_own: bool) -> Result<Vec<AccountEventOut>> {
    let db = app.db.read();
    let names: Vec<&str> = ACTS.iter().map(|(name, _)| *name).collect();
    let events = audit::history(db, "account", id, &names, MOST_ACTS).await?;
    let doers: Vec<Uuid> = events
        .iter()
        .flat_map(|event| [event.account_id, event.operator_id])
        .flatten()
        .collect();
    let logins = store::logins(db, doers.clone()).await?;
    let units = crate::accounts::service::names_of(db, doers).await?;
    let told = events.into_iter().filter_map(|event| {
        let (_, kind) = ACTS.iter().find(|(name, _)| *name == event.act)?;
        // A report of a forgotten password, or of an account that was locked before, locks nothing.
        if event.details.get("locked").and_then(serde_json::Value::as_bool) == Some(false) {
            return None;
        }
        let doer = event.operator_id.or(event.account_id);
        Some(AccountEventOut {
            at: event.at,
            kind: *kind,
            by_login: doer.filter(|_| !is_own).and_then(|id| logins.get(&id).cloned()),
            by_unit: event.account_id.and_then(|id| units.get(&id).cloned()),
            act_reason: event.purpose.as_deref().and_then(AccountReason::from_name),
            reference: event.reference,
        })
    });
    Ok(told.collect())
}
