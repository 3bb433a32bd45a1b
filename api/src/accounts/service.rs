//! The caller's own account.

use super::entity::{account, account_holder};
use super::{administration, draft_key, passwords, second_factor, sessions, store};
use crate::App;
use crate::authz::{Account, Credential};
use crate::db::{Coded, Tx};
use crate::directory;
use crate::error::{Error, Result, is_duplicate};
use dto::Timestamp;
use dto::account::{AccountOut, AccountTier, ActingFor, Role, UnitAccount};
use dto::administration::AccountStatus;
use dto::problem::{ErrorCode, FieldCode};
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use uuid::Uuid;

/// Returns the account of a token, in its current state: `credential_id` is the row that signed in. Fails if the
/// session has ended or the account was locked or closed in the meantime.
pub async fn signed_in(app: &App, credential_id: Uuid, session_id: Uuid, now: Timestamp) -> Result<Account> {
    let ended = || Error::new(ErrorCode::SessionEnded);
    let known = store::signed_in(app.db.read(), session_id, credential_id)
        .await?
        .ok_or_else(ended)?;
    if known.ended_at.is_some() || Timestamp::from(known.expires_at) <= now || *known.status != AccountStatus::Active {
        return Err(ended());
    }
    let role = *known.role;
    let rotation = passwords::due_at(app, known.password_changed_at);
    let level = known.level.and_then(|level| u8::try_from(level).ok());
    let tier = AccountTier { role, level };
    let needs_second_factor = !known.second_factor_waived && app.profile.second_factor.is_required(tier);
    Ok(Account {
        account_id: known.account_id,
        credential_id,
        operator_id: (known.account_id != credential_id).then_some(credential_id),
        credential: if known.by_token {
            Credential::AccessToken(session_id)
        } else {
            Credential::Session(session_id)
        },
        role,
        level,
        unit_id: known.unit_id,
        facility_id: known.facility_id,
        area_code: known.area_code,
        area_path: known.area_path,
        holder_name: known.holder_name,
        unit_name: known.unit_name.unwrap_or_default(),
        handles_dossiers: app.references(now).await?.handles_dossiers(tier),
        must_change_password: known.password_is_initial || rotation.is_some_and(|due| due <= now),
        needs_second_factor,
        must_set_second_factor: needs_second_factor && known.second_factor_at.is_none(),
        acting: None,
    })
}

/// Returns an account for which the service itself acts, in its current state.
pub(super) async fn account_at_work(app: &App, id: Uuid) -> Result<Account> {
    let known = store::by_id(app.db.read(), id).await?.ok_or_else(Error::not_found)?;
    let unit_name = name_of(app, known.id).await?;
    let (role, level) = (*known.role, known.level.and_then(|level| u8::try_from(level).ok()));
    let references = app.references(app.clock.now()).await?;
    Ok(Account {
        account_id: id,
        credential_id: id,
        operator_id: None,
        credential: Credential::Process,
        role,
        level,
        unit_id: known.unit_id,
        facility_id: known.facility_id,
        area_code: known.area_code,
        area_path: known.area_path,
        holder_name: known.holder_name,
        unit_name,
        handles_dossiers: references.handles_dossiers(AccountTier { role, level }),
        must_change_password: false,
        needs_second_factor: false,
        must_set_second_factor: false,
        acting: None,
    })
}

/// Returns the caller's own account, for its holder.
pub async fn account_out(app: &App, own: &Account) -> Result<AccountOut> {
    let account = store::by_id(app.db.read(), own.credential_id)
        .await?
        .ok_or_else(Error::not_found)?;
    let second_factor = second_factor::state(app.db.read(), account.id, own.needs_second_factor).await?;
    let references = app.references(app.clock.now()).await?;
    let facility = match own.facility_id {
        Some(id) => Some(directory::service::own_facility(app, id).await?),
        None => None,
    };
    let password_due_at = passwords::due_at(app, account.password_changed_at);
    let unit_account = match (own.operator_id, &own.acting) {
        (Some(_), None) => store::by_id(app.db.read(), own.account_id)
            .await?
            .map(|unit| UnitAccount {
                id: unit.id,
                login: unit.login,
                holder_name: unit.holder_name,
            }),
        _ => None,
    };
    let acting_for = own.acting.as_ref().map(|acting| ActingFor {
        account_id: own.account_id,
        login: acting.login.clone(),
        holder_name: acting.holder_name.clone(),
        ends_at: acting.ends_at,
    });
    let tier = AccountTier {
        role: own.role,
        level: account.level.and_then(|level| u8::try_from(level).ok()),
    };
    Ok(AccountOut {
        id: account.id,
        login: account.login,
        holder_name: account.holder_name,
        holder_position: account.holder_position,
        role: own.role,
        level: tier.level_in(&app.profile),
        unit_name: own.unit_name.clone(),
        area: references.area_ref(&own.area_code),
        facility,
        must_change_password: own.must_change_password,
        password_due_at,
        must_set_second_factor: own.must_set_second_factor,
        second_factor,
        unit_account,
        acting_for,
        operations: own.operations(&app.profile),
    })
}

/// Returns the account with that id, for a caller with a right to it by a dossier.
pub async fn account(db: &impl ConnectionTrait, id: Uuid) -> Result<super::Account> {
    let row = store::by_id(db, id).await?.ok_or_else(Error::not_found)?;
    Ok(super::Account::of(&row))
}

/// Returns the names of the facility or unit of each of these accounts; without either, the name of the holder.
pub async fn names_of(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = store::by_ids(db, ids).await?;
    let units = directory::units::names(db, found.iter().filter_map(|account| account.unit_id).collect()).await?;
    let facilities = found.iter().filter_map(|account| account.facility_id).collect();
    let facilities = directory::service::names(db, facilities).await?;
    Ok(found
        .into_iter()
        .map(|account| {
            let of_facility = account.facility_id.and_then(|id| facilities.get(&id));
            let of_unit = account.unit_id.and_then(|id| units.get(&id));
            let name = of_facility.or(of_unit).cloned().unwrap_or(account.holder_name);
            (account.id, name)
        })
        .collect())
}

/// Returns one account of each of these facilities that has one, preferably an open one.
pub async fn accounts_of_facilities(db: &impl ConnectionTrait, facilities: Vec<Uuid>) -> Result<HashMap<Uuid, Uuid>> {
    if facilities.is_empty() {
        return Ok(HashMap::new());
    }
    let found = store::of_facilities(db, facilities).await?;
    // The last account of each facility remains in the map.
    Ok(found.into_iter().collect())
}

/// Returns the name of the facility or unit of an account.
pub async fn name_of(app: &App, id: Uuid) -> Result<String> {
    let mut names = names_of(app.db.read(), vec![id]).await?;
    Ok(names.remove(&id).unwrap_or_default())
}

/// Returns the account with a login name.
pub async fn by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<super::Account>> {
    let row = store::by_login(db, login).await?;
    Ok(row.as_ref().map(super::Account::of))
}

/// The state of the accounts of an installation.
pub enum FirstAccount {
    /// No account exists.
    Missing,
    /// One account exists, and nobody has signed in with it.
    Unused {
        /// Its id.
        id: Uuid,
        /// Its login name.
        login: String,
    },
    /// Accounts are in use.
    Used,
}

/// Returns the state of the accounts of the installation.
pub async fn first_account(db: &impl ConnectionTrait) -> Result<FirstAccount> {
    let known = store::first_two(db).await?;
    Ok(match known.as_slice() {
        [] => FirstAccount::Missing,
        [only] if only.password_is_initial => FirstAccount::Unused {
            id: only.id,
            login: only.login.clone(),
        },
        _ => FirstAccount::Used,
    })
}

/// Locks the row of an account until the transaction ends.
pub async fn hold(tx: &Tx, id: Uuid) -> Result<()> {
    store::hold(tx, id).await?.ok_or_else(Error::not_found)?;
    Ok(())
}

/// Returns whether a facility has or had an account.
pub async fn facility_has_account(db: &impl ConnectionTrait, facility: Uuid) -> Result<bool> {
    super::store::any_of_facility(db, facility).await
}

/// Adds an account with its first holder; the caller sets everything except id, status, version and times. A login name
/// that is or was in use is a field error.
pub(super) async fn create_account(tx: &Tx, mut row: account::ActiveModel, now: Timestamp) -> Result<Uuid> {
    use sea_orm::ActiveValue::Set;
    let id = Uuid::now_v7();
    row.id = Set(id);
    // The name is stored in small letters: sign-in ignores the case.
    if let Set(login) = &row.login {
        row.login = Set(login.to_lowercase());
    }
    row.status = Set(Coded(AccountStatus::Active));
    row.password_changed_at = Set(now.get());
    row.created_at = Set(now.get());
    row.version = Set(1);
    let text = |value: &sea_orm::ActiveValue<String>| value.try_as_ref().cloned().unwrap_or_default();
    row.holder_search = Set(rules::name::fold(&text(&row.holder_name)));
    row.holder_order = Set(rules::name_order::key(&text(&row.holder_name)));
    let holder = account_holder::ActiveModel {
        id: Set(id),
        account_id: Set(id),
        name: Set(text(&row.holder_name)),
        position: Set(text(&row.holder_position)),
        email: Set(text(&row.email)),
        phone: Set(text(&row.phone)),
        since: Set(now.get()),
        reason: Set(None),
        reference: Set(None),
        dossier_id: Set(None),
        recorded_by: Set(None),
    };
    store::insert(tx, row).await.map_err(|error| {
        if is_duplicate(&error, "account_login_key", "account.login") {
            return Error::field("/login", FieldCode::LoginTaken);
        }
        error.into()
    })?;
    administration::add_holder(tx, holder).await?;
    Ok(id)
}

/// Returns the mail addresses of the accounts of units.
pub async fn addresses_of_units(tx: &Tx, units: Vec<Uuid>) -> Result<Vec<String>> {
    store::addresses_of_units(tx, units).await
}

/// Returns the mail addresses of those who decide on a dossier of an area: the administrators, and the tier that
/// handles it, if it decides.
pub async fn addresses_of_deciders(tx: &Tx, area_path: &str, handler: Option<AccountTier>) -> Result<Vec<String>> {
    store::addresses_of_deciders(tx, area_path, handler).await
}

/// Returns the mail addresses of the units of these roles whose area is `area_path` or above it, without duplicates.
pub async fn addresses_over(db: &impl ConnectionTrait, roles: &[Role], area_path: &str) -> Result<Vec<String>> {
    store::addresses_over(db, roles, area_path).await
}

/// Deletes expired sessions and keys of drafts.
pub(crate) async fn expire(tx: &Tx, now: Timestamp) -> Result<()> {
    sessions::store::expire(tx, now).await?;
    draft_key::expire(tx, now).await
}
