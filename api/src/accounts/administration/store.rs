//! Queries on the accounts that a caller may see.

use super::query::{Filter, UPDATED};
use crate::accounts::entity::session::SessionEnd;
use crate::accounts::entity::{account, account_holder, session};
use crate::accounts::{Held, sessions};
use crate::authz::{Accounts, at_or_below};
use crate::db::hold::Hold;
use crate::db::{Coded, Tx, engine};
use crate::directory;
use crate::error::Result;
use crate::http::order::{Order, Place};
use crate::http::paging::{Moment, Wanted};
use dto::Timestamp;
use dto::account::{AccountTier, Role};
use dto::administration::AccountStatus;
use rules::account_tier::ACCOUNT_TIERS;
use rules::profile::Profile;
use rules::tiers;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Select,
};
use std::collections::HashMap;
use uuid::Uuid;

/// The condition for accounts of any of these tiers.
pub(in crate::accounts) fn of_tiers(tiers: impl IntoIterator<Item = AccountTier>) -> Condition {
    use account::Column;
    // An empty "any" would match all rows.
    tiers
        .into_iter()
        .fold(Condition::any().add(Expr::val(false)), |any, tier| {
            let level = tier.level.map(i16::from);
            any.add(
                Condition::all()
                    .add(Column::Role.eq(Coded(tier.role)))
                    .add(level.map_or_else(|| Column::Level.is_null(), |level| Column::Level.eq(level))),
            )
        })
}

/// Selects the unit accounts within reach: operators belong to theirs.
fn visible(scope: &Accounts, profile: &Profile) -> Select<account::Entity> {
    use account::Column;
    let reach = match scope {
        Accounts::Everything => Condition::all(),
        Accounts::Tier {
            tier,
            account_id,
            area_path,
        } => {
            let tiers = ACCOUNT_TIERS.iter().map(|row| row.tier);
            let below = of_tiers(tiers.filter(|other| tiers::may_see(*tier, *other, profile)));
            Condition::any().add(Column::Id.eq(*account_id)).add(
                Condition::all()
                    .add(at_or_below(Column::AreaPath, area_path))
                    .add(below),
            )
        }
    };
    account::Entity::find()
        .filter(Column::OperatorOf.is_null())
        .filter(reach)
}

/// Returns an account within reach.
pub async fn account(
    db: &impl ConnectionTrait,
    scope: &Accounts,
    profile: &Profile,
    id: Uuid,
) -> Result<Option<account::Model>> {
    Ok(visible(scope, profile)
        .filter(account::Column::Id.eq(id))
        .one(db)
        .await?)
}

/// Returns accounts within reach, in that order.
pub async fn accounts(
    db: &impl ConnectionTrait,
    scope: &Accounts,
    profile: &Profile,
    filter: Filter,
    (order, wanted): (&Order<account::Model>, &Wanted<Place>),
) -> Result<Vec<account::Model>> {
    use account::Column;
    let mut query = visible(scope, profile);
    let Some(words) = &filter.words else {
        return Ok(Vec::new());
    };
    if let Some(digits) = &filter.phone {
        let of_operator = account::Entity::find()
            .select_only()
            .column(Column::OperatorOf)
            .filter(Column::OperatorOf.is_not_null())
            .filter(engine::phone_has_digits(db, digits));
        query = query.filter(
            Condition::any()
                .add(engine::phone_has_digits(db, digits))
                .add(Column::Id.in_subquery(of_operator.into_query())),
        );
    }
    for word in words.iter().filter(|_| filter.phone.is_none()) {
        query = query.filter(
            Condition::any()
                .add(Column::Login.contains(word))
                .add(Column::HolderSearch.contains(word))
                .add(Column::UnitId.in_subquery(directory::units::ids_named(word)))
                .add(Column::FacilityId.in_subquery(directory::service::ids_named(word))),
        );
    }
    if let Some(role) = filter.role {
        query = query.filter(Column::Role.eq(Coded(role)));
    }
    if let Some(tiers) = filter.tiers {
        query = query.filter(of_tiers(tiers));
    }
    if let Some(status) = filter.status {
        query = query.filter(Column::Status.eq(Coded(status)));
    }
    if let Some(path) = &filter.area_path {
        query = query.filter(at_or_below(Column::AreaPath, path));
    }
    if let Some(id) = filter.unit_id {
        query = query.filter(Column::UnitId.eq(id));
    }
    if let Some(id) = filter.facility_id {
        query = query.filter(Column::FacilityId.eq(id));
    }
    if let Some(since) = filter.updated_since {
        query = query.filter(Expr::cust(UPDATED).gte(since.get()));
    }
    Ok(order.page(query, wanted).all(db).await?)
}

/// Returns the operators of an account after one of them: closed ones last, each group by login name.
pub async fn operators(
    db: &impl ConnectionTrait,
    account_id: Uuid,
    after: Option<&account::Model>,
    limit: u64,
) -> Result<Vec<account::Model>> {
    use account::Column;
    let closed = Coded(AccountStatus::Closed);
    let mut rows = account::Entity::find().filter(Column::OperatorOf.eq(account_id));
    if let Some(last) = after {
        let further = Condition::all().add(Column::Login.gt(last.login.as_str()));
        rows = rows.filter(if last.status == closed {
            further.add(Column::Status.eq(closed))
        } else {
            Condition::any()
                .add(further.add(Column::Status.ne(closed)))
                .add(Column::Status.eq(closed))
        });
    }
    Ok(rows
        .order_by_asc(Column::Status.eq(closed))
        .order_by_asc(Column::Login)
        .limit(limit)
        .all(db)
        .await?)
}

/// Returns an operator of an account.
pub async fn operator(db: &impl ConnectionTrait, account_id: Uuid, id: Uuid) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id)
        .filter(account::Column::OperatorOf.eq(account_id))
        .one(db)
        .await?)
}

/// Returns the login names with this beginning, of accounts in every status: no name is used again.
pub async fn logins_like(db: &impl ConnectionTrait, beginning: &str) -> Result<Vec<String>> {
    Ok(account::Entity::find()
        .select_only()
        .column(account::Column::Login)
        .filter(account::Column::Login.starts_with(beginning))
        .into_tuple()
        .all(db)
        .await?)
}

/// Returns the login names of accounts, operators included.
pub async fn logins(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found: Vec<(Uuid, String)> = account::Entity::find()
        .select_only()
        .columns([account::Column::Id, account::Column::Login])
        .filter(account::Column::Id.is_in(ids))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// Counts the accounts of a unit or facility that are not closed.
pub async fn count_open(tx: &Tx, unit_id: Option<Uuid>, facility_id: Option<Uuid>) -> Result<u64> {
    use account::Column;
    let mut query = account::Entity::find()
        .filter(Column::OperatorOf.is_null())
        .filter(Column::Status.ne(Coded(AccountStatus::Closed)));
    query = match (unit_id, facility_id) {
        (Some(id), _) => query.filter(Column::UnitId.eq(id)),
        (None, Some(id)) => query.filter(Column::FacilityId.eq(id)),
        (None, None) => return Ok(0),
    };
    Ok(query.count(tx).await?)
}

/// Returns the accounts of a facility that are not closed, without their operators.
pub async fn open_of_facility(tx: &Tx, facility_id: Uuid) -> Result<Vec<Uuid>> {
    use account::Column;
    Ok(account::Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::FacilityId.eq(facility_id))
        .filter(Column::OperatorOf.is_null())
        .filter(Column::Status.ne(Coded(AccountStatus::Closed)))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(tx)
        .await?)
}

/// Locks the row of every active administrator, so that of two who lock each other, the second sees the act of the
/// first.
pub async fn hold_administrators(tx: &Tx) -> Result<Vec<Uuid>> {
    use account::Column;
    let held = account::Entity::find()
        .filter(Column::Role.eq(Coded(Role::Administrator)))
        .filter(Column::OperatorOf.is_null())
        .filter(Column::Status.eq(Coded(AccountStatus::Active)))
        .order_by_asc(Column::Id)
        .held()
        .all(tx)
        .await?;
    Ok(held.into_iter().map(|account| account.id).collect())
}

/// Stores a change of an account.
pub async fn update(tx: &Tx, row: account::ActiveModel) -> Result<account::Model> {
    Ok(row.update(tx).await?)
}

/// Ends every session of an account and of its operators; returns their number.
pub async fn end_sessions(tx: &Tx, account_id: Uuid, reason: SessionEnd, now: Timestamp) -> Result<u64> {
    let operators = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(account::Column::OperatorOf.eq(account_id));
    let theirs = Condition::any()
        .add(session::Column::AccountId.eq(account_id))
        .add(session::Column::AccountId.in_subquery(operators.into_query()));
    sessions::store::end_all(tx, theirs, reason, now).await
}

/// Returns the holders of an account, latest first.
pub async fn holders(db: &impl ConnectionTrait, account_id: Uuid) -> Result<Vec<account_holder::Model>> {
    Ok(account_holder::Entity::find()
        .filter(account_holder::Column::AccountId.eq(account_id))
        .order_by_desc(account_holder::Column::Since)
        .order_by_desc(account_holder::Column::Id)
        .limit(1_000)
        .all(db)
        .await?)
}

/// Returns a page of the holders of an account, latest first.
pub async fn holders_page(
    db: &impl ConnectionTrait,
    account_id: Uuid,
    wanted: Wanted<Moment>,
) -> Result<Vec<account_holder::Model>> {
    use account_holder::Column;
    let rows = account_holder::Entity::find().filter(Column::AccountId.eq(account_id));
    Ok(wanted.latest_first(rows, Column::Since, Column::Id).all(db).await?)
}

/// Returns the time since which the present holder has an account.
pub async fn holder_since(db: &impl ConnectionTrait, account_id: Uuid) -> Result<Timestamp> {
    let latest = account_holder::Entity::find()
        .filter(account_holder::Column::AccountId.eq(account_id))
        .order_by_desc(account_holder::Column::Since)
        .order_by_desc(account_holder::Column::Id)
        .limit(1)
        .one(db)
        .await?;
    latest
        .map(|holder| holder.since.into())
        .ok_or_else(|| crate::error::Error::internal(anyhow::anyhow!("account {account_id} has no holder")))
}

/// Counts the operators of an account that are not closed. The account is locked.
pub async fn count_operators(tx: &Tx, account_id: Uuid) -> Result<u64> {
    Ok(account::Entity::find()
        .filter(account::Column::OperatorOf.eq(account_id))
        .filter(account::Column::Status.ne(Coded(AccountStatus::Closed)))
        .count(tx)
        .await?)
}

/// Returns the holder of an account at that moment.
pub async fn holder_at(db: &impl ConnectionTrait, account_id: Uuid, at: Timestamp) -> Result<Held> {
    holders(db, account_id)
        .await?
        .into_iter()
        .map(Held::from)
        .find(|held| held.since <= at)
        .ok_or_else(crate::error::Error::not_found)
}

/// Adds a holder of an account.
pub async fn add_holder(tx: &Tx, row: account_holder::ActiveModel) -> Result<()> {
    account_holder::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}
