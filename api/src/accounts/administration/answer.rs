//! The answers about accounts.

use super::account_tier::tier_of;
use super::query::updated_at;
use super::store;
use crate::App;
use crate::accounts::entity::account;
use crate::accounts::second_factor;
use crate::audit;
use crate::authz::Caller;
use crate::directory;
use crate::error::{Error, Result};
use crate::references::References;
use dto::account::AccountTier;
use dto::administration::{AccountStatus, AccountSummary, ManagedAccountOut, OperatorOut};
use dto::{Operations, Timestamp};
use rules::tiers;
use sea_orm::ConnectionTrait;
use std::sync::Arc;
use uuid::Uuid;

/// The largest number of operators in the answer about an account; `listOperators` lists all of the caller's own.
const MOST_OPERATORS: u64 = 1_000;

/// The largest number of refused sign-ins that are counted.
const REFUSED: u64 = 100;

/// The context of an answer: the caller and the reference lists.
pub(super) struct Telling<'a> {
    app: &'a App,
    caller: &'a Caller,
    references: Arc<References>,
}

impl<'a> Telling<'a> {
    /// Returns the context of an answer to the caller.
    pub async fn to(app: &'a App, caller: &'a Caller) -> Result<Self> {
        Ok(Self {
            app,
            caller,
            references: app.references(caller.now).await?,
        })
    }

    /// Returns whether the caller manages an account of that tier.
    fn manages(&self, id: Uuid, tier: AccountTier) -> bool {
        let Ok(own) = self.caller.account() else {
            return false;
        };
        own.account_id != id && tiers::may_manage(own.tier(), tier, &self.app.profile)
    }

    /// Returns the operations of the caller on an account now.
    fn can(&self, id: Uuid, tier: AccountTier, status: AccountStatus) -> Operations {
        let manages = self.manages(id, tier);
        let profile = &self.app.profile;
        self.caller.principal().can(profile, |operation| match operation {
            "updateAccount" | "resetPassword" | "changeHolder" | "closeAccount" => {
                manages && status != AccountStatus::Closed
            }
            "lockAccount" => manages && status == AccountStatus::Active,
            "unlockAccount" => manages && status == AccountStatus::Locked,
            _ => false,
        })
    }
}

fn status_since(account: &account::Model) -> Timestamp {
    account.status_since.unwrap_or(account.created_at).into()
}

/// Returns accounts as lines of a list, with the names of their units and facilities.
pub(super) async fn summaries(
    db: &impl ConnectionTrait,
    telling: &Telling<'_>,
    accounts: Vec<account::Model>,
) -> Result<Vec<AccountSummary>> {
    let units = directory::units::names(db, accounts.iter().filter_map(|account| account.unit_id).collect()).await?;
    let facilities = accounts.iter().filter_map(|account| account.facility_id).collect();
    let facilities = directory::service::names(db, facilities).await?;
    accounts
        .into_iter()
        .map(|account| {
            let tier = tier_of(&account);
            let status = *account.status;
            let of_unit = account.unit_id.and_then(|id| units.get(&id));
            let of_facility = account.facility_id.and_then(|id| facilities.get(&id));
            Ok(AccountSummary {
                updated_at: updated_at(&account),
                id: account.id,
                status,
                can: telling.can(account.id, tier, status),
                login: account.login,
                role: tier.role,
                level: tier.level_in(&telling.app.profile),
                unit_id: account.unit_id,
                facility_id: account.facility_id,
                unit_name: of_unit.or(of_facility).cloned().unwrap_or_default(),
                area: telling.references.area_ref(&account.area_code),
                area_path: account.area_path.split('.').map(str::to_owned).collect(),
                holder_name: account.holder_name,
            })
        })
        .collect()
}

/// Returns one account, with its operators.
pub(super) async fn managed(
    db: &impl ConnectionTrait,
    telling: &Telling<'_>,
    account: account::Model,
) -> Result<ManagedAccountOut> {
    let operators = store::operators(db, account.id, None, MOST_OPERATORS).await?;
    let holder_since = store::holder_since(db, account.id).await?;
    let last_signed_in_at = audit::last(db, "account", account.id, "signed_in").await?;
    let refused = audit::count_after(db, "account", account.id, "sign_in_refused", last_signed_in_at, REFUSED).await?;
    let second_factor_since = second_factor::since(db, account.id).await?;
    let tier = tier_of(&account);
    let manages = telling.manages(account.id, tier);
    let summary = summaries(db, telling, vec![account.clone()])
        .await?
        .pop()
        .ok_or_else(Error::not_found)?;
    Ok(ManagedAccountOut {
        summary,
        status_changed_at: status_since(&account),
        status_reason: account.status_reason.map(|reason| reason.0),
        holder_position: account.holder_position,
        email: account.email,
        phone: account.phone,
        created_at: account.created_at.into(),
        password_is_initial: account.password_is_initial,
        last_signed_in_at,
        refused_sign_ins: u8::try_from(refused).unwrap_or(u8::MAX),
        second_factor_enabled_at: second_factor_since,
        operators: operators
            .into_iter()
            .map(|one| operator(telling.app, telling.caller, one, holder_since, manages))
            .collect::<Result<_>>()?,
        needs_reason: tiers::needs_reason(telling.caller.account()?.tier(), tier, &telling.app.profile),
        version: account.version,
    })
}

/// Returns one operator; `manages` is whether the caller manages the account of the unit.
pub(super) fn operator(
    app: &App,
    caller: &Caller,
    account: account::Model,
    holder_since: Timestamp,
    manages: bool,
) -> Result<OperatorOut> {
    let own = caller.account()?;
    let status = *account.status;
    let is_own = account.operator_of == Some(own.account_id);
    let can = own.can(&app.profile, |operation| match operation {
        "confirmOperator" => is_own && status == AccountStatus::Locked,
        "resetOperatorPassword" => is_own && status == AccountStatus::Active,
        "disableOperator" => is_own && status != AccountStatus::Closed,
        "endOperator" => manages && status != AccountStatus::Closed,
        _ => false,
    });
    Ok(OperatorOut {
        can,
        version: account.version,
        made_before_holder: Timestamp::from(account.created_at) < holder_since,
        id: account.id,
        status,
        status_changed_at: status_since(&account),
        login: account.login,
        holder_name: account.holder_name,
        holder_position: account.holder_position,
        created_at: account.created_at.into(),
        password_is_initial: account.password_is_initial,
    })
}
