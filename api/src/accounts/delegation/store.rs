//! Queries on delegations.

use crate::accounts::administration::of_tiers;
use crate::accounts::entity::delegation::DelegationEnd;
use crate::accounts::entity::{account, delegation};
use crate::authz::{Accounts, at_or_below};
use crate::db::hold::{self, Hold};
use crate::db::{Coded, Tx, engine};
use crate::error::Result;
use crate::http::paging::{Moment, Wanted};
use dto::Timestamp;
use dto::account::AccountTier;
use dto::administration::AccountStatus;
use rules::account_tier::ACCOUNT_TIERS;
use rules::profile::Profile;
use rules::tiers;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, QueryTrait, Select, Statement,
};
use std::collections::HashMap;
use uuid::Uuid;

/// Selects the delegations that the caller lends or borrows, and those of the accounts that the caller's tier manages.
fn visible(scope: &Accounts, profile: &Profile) -> Select<delegation::Entity> {
    use delegation::Column;
    let Accounts::Tier {
        tier,
        account_id,
        area_path,
    } = scope
    else {
        return delegation::Entity::find().filter(Expr::val(false));
    };
    let looked_after = account::Entity::find()
        .select_only()
        .column(account::Column::Id)
        .filter(at_or_below(account::Column::AreaPath, area_path))
        .filter(looked_after_by(*tier, profile));
    delegation::Entity::find().filter(
        Condition::any()
            .add(Column::FromAccount.eq(*account_id))
            .add(Column::ToAccount.eq(*account_id))
            .add(Column::FromAccount.in_subquery(looked_after.into_query())),
    )
}

/// The condition for accounts that `tier` manages.
fn looked_after_by(tier: AccountTier, profile: &Profile) -> Condition {
    let tiers = ACCOUNT_TIERS.iter().map(|row| row.tier);
    of_tiers(tiers.filter(|other| tiers::creators(*other, profile).contains(&tier)))
}

/// Returns the delegations within reach, the latest request first.
pub async fn delegations(
    db: &impl ConnectionTrait,
    scope: &Accounts,
    profile: &Profile,
    wanted: Wanted<Moment>,
) -> Result<Vec<delegation::Model>> {
    use delegation::Column;
    let rows = visible(scope, profile);
    Ok(wanted
        .latest_first(rows, Column::RequestedAt, Column::Id)
        .all(db)
        .await?)
}

/// Returns a delegation within reach.
pub async fn delegation(
    db: &impl ConnectionTrait,
    scope: &Accounts,
    profile: &Profile,
    id: Uuid,
) -> Result<Option<delegation::Model>> {
    Ok(visible(scope, profile)
        .filter(delegation::Column::Id.eq(id))
        .one(db)
        .await?)
}

/// Returns a delegation, locked until the transaction ends.
pub async fn hold(tx: &Tx, id: Uuid) -> Result<Option<delegation::Model>> {
    Ok(delegation::Entity::find_by_id(id).held().one(tx).await?)
}

/// Returns the accounts with these ids.
pub async fn accounts(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<HashMap<Uuid, account::Model>> {
    let found = account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .all(db)
        .await?;
    Ok(found.into_iter().map(|account| (account.id, account)).collect())
}

/// Returns two accounts, locked until the transaction ends; always in the same order, so that two requests cannot
/// deadlock.
pub async fn hold_both(tx: &Tx, one: Uuid, other: Uuid) -> Result<HashMap<Uuid, account::Model>> {
    let found = account::Entity::find()
        .filter(account::Column::Id.is_in([one, other]))
        .order_by_asc(account::Column::Id)
        .held()
        .all(tx)
        .await?;
    Ok(found.into_iter().map(|account| (account.id, account)).collect())
}

/// Returns whether a delegation from one account to the other exists or is requested that overlaps this period.
pub async fn overlaps(tx: &Tx, from: Uuid, to: Uuid, since: Timestamp, until: Timestamp) -> Result<bool> {
    use delegation::Column;
    let others = delegation::Entity::find()
        .filter(Column::FromAccount.eq(from))
        .filter(Column::ToAccount.eq(to))
        .filter(Column::EndedAt.is_null())
        .filter(Column::Since.lt(until.get()))
        .filter(Column::Until.gt(since.get()))
        .count(tx)
        .await?;
    Ok(others > 0)
}

/// Returns the delegation by which `to` may use the rights of `from` at that moment.
pub async fn in_effect(
    db: &impl ConnectionTrait,
    from: Uuid,
    to: Uuid,
    now: Timestamp,
) -> Result<Option<delegation::Model>> {
    use delegation::Column;
    Ok(delegation::Entity::find()
        .filter(Column::FromAccount.eq(from))
        .filter(Column::ToAccount.eq(to))
        .filter(Column::ApprovedAt.is_not_null())
        .filter(Column::EndedAt.is_null())
        .filter(Column::Since.lte(now.get()))
        .filter(Column::Until.gt(now.get()))
        .one(db)
        .await?)
}

/// Adds a request.
pub async fn insert(tx: &Tx, row: delegation::Model) -> Result<()> {
    let row = delegation::ActiveModel::from(row);
    delegation::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores a change.
pub async fn update(tx: &Tx, row: delegation::ActiveModel) -> Result<delegation::Model> {
    Ok(row.update(tx).await?)
}

/// Ends all delegations of an account, as lender or borrower. Call it in the transaction that locks, closes or
/// transfers the account; the audit event of that act covers it.
pub async fn end_all(tx: &Tx, account_id: Uuid, reason: DelegationEnd, by: Option<Uuid>, now: Timestamp) -> Result<()> {
    use delegation::Column;
    // If two accounts lend to each other, both rows are locked here.
    let open = delegation::Entity::find()
        .filter(
            Condition::any()
                .add(Column::FromAccount.eq(account_id))
                .add(Column::ToAccount.eq(account_id)),
        )
        .filter(Column::EndedAt.is_null())
        .filter(Column::Until.gt(now.get()));
    let open = hold::ids(tx, open, Column::Id).await?;
    if open.is_empty() {
        return Ok(());
    }
    delegation::Entity::update_many()
        .col_expr(Column::EndedAt, Expr::value(now.get()))
        .col_expr(Column::EndedBy, Expr::value(by))
        .col_expr(Column::EndReason, Expr::value(Coded(reason)))
        .col_expr(Column::Version, Expr::col(Column::Version).add(1))
        .filter(Column::Id.is_in(open))
        .exec(tx)
        .await?;
    Ok(())
}

/// The data of a lent account.
#[derive(Debug, FromQueryResult)]
pub struct Lender {
    pub login: String,
    pub holder_name: String,
    pub status: Coded<AccountStatus>,
    pub unit_id: Option<Uuid>,
    pub facility_id: Option<Uuid>,
    pub area_code: String,
    pub area_path: String,
    pub unit_name: Option<String>,
}

/// Returns the lent account, with the name of its unit or facility.
pub async fn lender(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Lender>> {
    let sql = "SELECT a.login, a.holder_name, a.status, a.unit_id, a.facility_id, a.area_code, a.area_path, \
               COALESCE(f.name, u.name) AS unit_name FROM account a \
               LEFT JOIN facility f ON f.id = a.facility_id LEFT JOIN unit u ON u.id = a.unit_id WHERE a.id = ?";
    let statement =
        Statement::from_sql_and_values(db.get_database_backend(), engine::placeholders(db, sql), [id.into()]);
    Ok(Lender::find_by_statement(statement).one(db).await?)
}
