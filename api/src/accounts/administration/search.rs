//! Finds an account, and checks whether the caller may act on it.

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

/// Returns an account within reach, or "not found": an account out of reach does not exist for the caller.
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

/// Returns an account on which the caller may act: never the own account or one of the same position.
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
        // Administrators have no superior: an act of one on another requires a reason.
        return Err(Error::field("/reason", FieldCode::Required));
    }
    Ok(account)
}

/// Checks the rule S-06: the administrator states a reason where another tier is responsible.
pub(super) fn demand_reason(app: &App, own: AccountTier, target: AccountTier, why: &Why) -> Result<()> {
    if why.reason.is_none() && tiers::needs_reason(own, target, &app.profile) {
        return Err(Error::field("/reason", FieldCode::Required));
    }
    Ok(())
}

/// Returns one account.
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

/// Returns a page of accounts.
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

/// Returns the holders of the account with their periods (LC-6.3-2, KH-8d), and the acts on it.
pub async fn holders(caller: &ScopedCaller<Accounts>, id: Uuid, wanted: Wanted<Moment>) -> Result<HoldersOut> {
    let app = &caller.app;
    let account = visible(app, caller, app.db.read(), id).await?;
    let is_own = account.id == caller.account()?.account_id;
    let mut found = store::holders_page(app.db.read(), account.id, wanted).await?;
    let next_cursor = wanted.cut(&mut found, |row| {
        let at = row.since.into();
        Moment { at, id: row.id }.write()
    });
    // The list is ordered by time, latest first: the last holder of the previous page followed the first one of this
    // page.
    let mut until = wanted.after.map(|place| place.at);
    let items = found
        .into_iter()
        .map(|row| {
            let until = until.replace(row.since.into());
            // The contact data of a former holder are visible only to those who manage the account.
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

/// The names of acts on an account in the audit log, with their kinds.
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

/// The largest number of acts in an answer.
const MOST_ACTS: u64 = 100;

/// Returns the acts on an account, with author and reason. Only the audit log has them: the account itself has its
/// current status alone. The account's own holder sees the unit of the author, and not the login name of an officer.
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
        // A report of a forgotten password, or of an account that was already locked, locks nothing.
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
