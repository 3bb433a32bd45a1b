//! Finding the account that is meant, and whether the caller may act on it.

use super::out::Telling;
use super::query::{AccountPlace, AccountSort, Filter};
use super::{out, store};
use crate::App;
use crate::accounts::entity::account;
use crate::audit::Event;
use crate::authz::{Caller, Grant, policy};
use crate::error::{Error, Result};
use crate::paging::{Moment, Wanted};
use dto::account::{Post, Role};
use dto::administration::{AccountPage, HolderOut, HoldersOut, ManagedAccountOut, Why};
use dto::problem::{ErrorCode, FieldCode};
use rules::tiers;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// The post of an account.
pub(in crate::accounts) fn post_of(account: &account::Model) -> Result<Post> {
    let role = Role::from_name(&account.role)
        .ok_or_else(|| Error::internal(anyhow::anyhow!("account {} has an unknown role", account.id)))?;
    Ok(Post {
        role,
        level: account.level.and_then(|level| u8::try_from(level).ok()),
    })
}

/// An account within reach, or "not found": what lies outside of it does not exist for the caller.
async fn visible(app: &App, caller: &Caller, db: &impl ConnectionTrait, id: Uuid) -> Result<account::Model> {
    store::account(db, &caller.scope, &app.profile, id)
        .await?
        .ok_or_else(Error::not_found)
}

/// An account that the caller may act on. Nobody acts on his own, or on a sibling's.
pub(super) async fn managed(
    app: &App,
    caller: &Caller,
    db: &impl ConnectionTrait,
    id: Uuid,
    why: &Why,
) -> Result<account::Model> {
    let account = visible(app, caller, db, id).await?;
    let (own, post) = (caller.principal.post(), post_of(&account)?);
    if account.id == caller.principal.account_id || !tiers::may_manage(own, post, &app.profile) {
        return Err(Error::new(ErrorCode::TierForbidden));
    }
    demand_reason(app, own, post, why)?;
    if post.role == Role::Administrator && why.reason.is_none() {
        // Nobody stands above two administrators: what one does to the other is at least accounted for.
        return Err(Error::field("/reason", FieldCode::Required));
    }
    Ok(account)
}

/// S-06: the administrator says why where another tier regularly acts.
pub(super) fn demand_reason(app: &App, own: Post, target: Post, why: &Why) -> Result<()> {
    if why.reason.is_none() && tiers::needs_reason(own, target, &app.profile) {
        return Err(Error::field("/reason", FieldCode::Required));
    }
    Ok(())
}

/// One account.
pub async fn get(grant: &Grant<policy::GetAccount>, id: Uuid) -> Result<ManagedAccountOut> {
    let (app, caller) = (&grant.app, &grant.caller);
    let account = visible(app, caller, app.db.read(), id).await?;
    let out = out::managed(app.db.read(), &Telling::to(app, caller).await?, account).await?;
    let event = Event::new("account_read", "account")
        .on(id)
        .in_area(&out.summary.area.code);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(out)
}

/// A page of accounts; where it ended, if there is more.
pub async fn list(
    app: &App,
    caller: &Caller,
    filter: Filter,
    limit: usize,
) -> Result<(AccountPage, Option<AccountPlace>)> {
    let sort = filter.sort;
    let mut found = store::accounts(app.db.read(), &caller.scope, &app.profile, filter, limit as u64 + 1).await?;
    let more = found.len() > limit;
    found.truncate(limit);
    let last = found.last().filter(|_| more).map(|account| match sort {
        AccountSort::Area => AccountPlace::Area(account.area_path.clone(), account.login.clone()),
        AccountSort::Updated => AccountPlace::Updated(Moment {
            at: out::updated_at(account),
            id: account.id,
        }),
    });
    let read: Vec<String> = found.iter().map(|account| account.id.to_string()).collect();
    let items = out::summaries(app.db.read(), &Telling::to(app, caller).await?, found).await?;
    let event = Event::new("accounts_listed", "account").with("accounts", read);
    app.db.record(&caller.actor, caller.now, event).await?;
    let page = AccountPage {
        items,
        next_cursor: None,
    };
    Ok((page, last))
}

/// Who held the account, and from when to when (LC-6.3-2, KH-8d).
pub async fn holders(grant: &Grant<policy::ListHolders>, id: Uuid, wanted: Wanted<Moment>) -> Result<HoldersOut> {
    let (app, caller) = (&grant.app, &grant.caller);
    let account = visible(app, caller, app.db.read(), id).await?;
    let is_own = account.id == caller.principal.account_id;
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
            handover_reason: row
                .reason
                .as_deref()
                .and_then(dto::administration::AccountReason::from_name),
            reference: row.reference,
            dossier_id: row.dossier_id,
        })
        .collect();
    let event = Event::new("holders_read", "account").on(id).in_area(&account.area_code);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(HoldersOut { items, next_cursor })
}
