//! Queries on accounts that several features share.

use super::entity::session::SessionEnd;
use super::entity::{account, session};
use super::sessions;
use crate::authz::{Operation, Reach, policy};
use crate::db::hold::{self, Hold};
use crate::db::{Coded, Tx, engine};
use crate::error::Result;
use dto::Timestamp;
use dto::account::{AccountTier, Role};
use dto::administration::AccountStatus;
use sea_orm::sea_query::{Condition, Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait, Statement,
};
use uuid::Uuid;

/// Returns the account with that login name.
pub async fn by_login(db: &impl ConnectionTrait, login: &str) -> Result<Option<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::Login.eq(login))
        .one(db)
        .await?)
}

/// Returns the account with that id.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id).one(db).await?)
}

/// Returns the account with that id, locked until the transaction ends: of two requests that read it and then change
/// it, one waits for the other.
pub async fn hold(tx: &Tx, id: Uuid) -> Result<Option<account::Model>> {
    Ok(account::Entity::find_by_id(id).held().one(tx).await?)
}

/// The data about the sender of a request, from one query.
#[derive(Debug, FromQueryResult)]
pub struct SignedIn {
    pub account_id: Uuid,
    pub role: Coded<Role>,
    pub level: Option<i16>,
    pub unit_id: Option<Uuid>,
    pub facility_id: Option<Uuid>,
    pub area_code: String,
    pub area_path: String,
    pub holder_name: String,
    pub status: Coded<AccountStatus>,
    pub password_is_initial: bool,
    pub password_changed_at: time::OffsetDateTime,
    pub second_factor_waived: bool,
    pub second_factor_at: Option<time::OffsetDateTime>,
    pub expires_at: time::OffsetDateTime,
    pub ended_at: Option<time::OffsetDateTime>,
    pub by_token: bool,
    pub unit_name: Option<String>,
}

/// Returns whether an account may be used: an operator's only while the unit's may.
pub async fn is_active(db: &impl ConnectionTrait, account: &account::Model) -> Result<bool> {
    if *account.status != AccountStatus::Active {
        return Ok(false);
    }
    let Some(unit) = account.operator_of else {
        return Ok(true);
    };
    Ok(by_id(db, unit)
        .await?
        .is_some_and(|unit| *unit.status == AccountStatus::Active))
}

/// Returns a session with its account and the name of its unit or facility.
pub async fn signed_in(db: &impl ConnectionTrait, session_id: Uuid, credential_id: Uuid) -> Result<Option<SignedIn>> {
    // The person comes from the row that signed in, the rights from the unit account; both have to be active.
    let sql = "SELECT a.id AS account_id, a.role, a.level, a.unit_id, a.facility_id, a.area_code, a.area_path, \
               c.holder_name, CASE WHEN a.status = 'active' THEN c.status ELSE a.status END AS status, \
               c.password_is_initial, c.password_changed_at, c.second_factor_waived, \
               sf.confirmed_at AS second_factor_at, \
               s.expires_at, s.ended_at, s.token_hash IS NOT NULL AS by_token, COALESCE(f.name, u.name) AS unit_name \
               FROM session s JOIN account c ON c.id = s.account_id \
               JOIN account a ON a.id = COALESCE(c.operator_of, c.id) \
               LEFT JOIN second_factor sf ON sf.account_id = c.id \
               LEFT JOIN facility f ON f.id = a.facility_id LEFT JOIN unit u ON u.id = a.unit_id \
               WHERE s.id = ? AND c.id = ?";
    let values = [session_id.into(), credential_id.into()];
    let statement = Statement::from_sql_and_values(db.get_database_backend(), engine::placeholders(db, sql), values);
    Ok(SignedIn::find_by_statement(statement).one(db).await?)
}

/// Locks the active operators of an account and ends their sessions; returns both numbers.
pub async fn lock_operators(tx: &Tx, account_id: Uuid, now: Timestamp) -> Result<(u64, u64)> {
    use account::Column;
    let operators = || account::Entity::find().filter(Column::OperatorOf.eq(account_id));
    let active = hold::ids(
        tx,
        operators().filter(Column::Status.eq(Coded(AccountStatus::Active))),
        Column::Id,
    )
    .await?;
    let locked = active.len() as u64;
    if locked > 0 {
        account::Entity::update_many()
            .col_expr(Column::Status, Expr::value(Coded(AccountStatus::Locked)))
            .col_expr(Column::StatusSince, Expr::value(now.get()))
            .col_expr(Column::StatusReason, Expr::value(Option::<String>::None))
            .col_expr(Column::StatusBy, Expr::value(Option::<Uuid>::None))
            .col_expr(Column::Version, Expr::col(Column::Version).add(1))
            .col_expr(Column::UpdatedAt, Expr::value(now.get()))
            .filter(Column::Id.is_in(active))
            .exec(tx)
            .await?;
    }
    let ids = operators().select_only().column(Column::Id).into_query();
    let theirs = Condition::all().add(session::Column::AccountId.in_subquery(ids));
    let ended = sessions::store::end_all(tx, theirs, SessionEnd::HolderUnconfirmed, now).await?;
    Ok((locked, ended))
}

/// Adds an account.
pub async fn insert(tx: &Tx, row: account::ActiveModel) -> Result<(), DbErr> {
    account::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Returns the mail addresses of the active accounts of units.
pub async fn addresses_of_units(db: &impl ConnectionTrait, units: Vec<Uuid>) -> Result<Vec<String>> {
    let rows = account::Entity::find()
        .filter(account::Column::UnitId.is_in(units))
        .filter(account::Column::Status.eq(Coded(AccountStatus::Active)))
        .filter(account::Column::OperatorOf.is_null())
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|account| account.email).collect())
}

/// Returns the mail addresses of those who decide on a dossier of an area: the roles that decide on all dossiers, and
/// the tier that handles it.
pub async fn addresses_of_deciders(
    db: &impl ConnectionTrait,
    area_path: &str,
    handler: Option<AccountTier>,
) -> Result<Vec<String>> {
    let everywhere: Vec<Coded<Role>> = policy::ResolveDossier::ROW
        .rights()
        .iter()
        .filter(|(_, reach)| *reach == Reach::Everything)
        .map(|(who, _)| Coded(who.role))
        .collect();
    let mut any = Condition::any().add(account::Column::Role.is_in(everywhere.iter().copied()));
    if let Some(tier) = handler {
        let level = match tier.level {
            Some(level) => account::Column::Level.eq(i16::from(level)),
            None => account::Column::Level.is_null(),
        };
        let of_role = account::Column::Role.eq(Coded(tier.role));
        any = any.add(Condition::all().add(of_role).add(level));
    }
    let rows = account::Entity::find()
        .filter(any)
        .filter(account::Column::Status.eq(Coded(AccountStatus::Active)))
        .filter(account::Column::OperatorOf.is_null())
        .all(db)
        .await?;
    let reaches = |account: &account::Model| {
        everywhere.contains(&account.role)
            || area_path == account.area_path
            || area_path.starts_with(&format!("{}.", account.area_path))
    };
    Ok(rows.into_iter().filter(reaches).map(|account| account.email).collect())
}

/// Returns whether an account of that facility exists or existed.
pub async fn any_of_facility(db: &impl ConnectionTrait, facility: Uuid) -> Result<bool> {
    let found = account::Entity::find()
        .filter(account::Column::FacilityId.eq(facility))
        .limit(1)
        .one(db)
        .await?;
    Ok(found.is_some())
}

/// Returns at most two accounts.
pub async fn first_two(db: &impl ConnectionTrait) -> Result<Vec<account::Model>> {
    Ok(account::Entity::find().limit(2).all(db).await?)
}

/// Returns accounts by id.
pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<account::Model>> {
    Ok(account::Entity::find()
        .filter(account::Column::Id.is_in(ids))
        .all(db)
        .await?)
}

/// Returns facility and id of the accounts of facilities, closed ones first, without operators.
pub async fn of_facilities(db: &impl ConnectionTrait, facilities: Vec<Uuid>) -> Result<Vec<(Uuid, Uuid)>> {
    use account::Column;
    Ok(account::Entity::find()
        .select_only()
        .columns([Column::FacilityId, Column::Id])
        .filter(Column::FacilityId.is_in(facilities))
        .filter(Column::OperatorOf.is_null())
        .order_by_desc(Column::Status.eq(Coded(AccountStatus::Closed)))
        .order_by_asc(Column::CreatedAt)
        .into_tuple()
        .all(db)
        .await?)
}

/// Returns the mail addresses of the units of these roles whose area is `area_path` or above it, without duplicates.
pub async fn addresses_over(db: &impl ConnectionTrait, roles: &[Role], area_path: &str) -> Result<Vec<String>> {
    use account::Column;
    let above = area_path
        .match_indices('.')
        .map(|(at, _)| area_path[..at].to_owned())
        .chain([area_path.to_owned()]);
    Ok(account::Entity::find()
        .select_only()
        .column(Column::Email)
        .distinct()
        .filter(Column::Role.is_in(roles.iter().copied().map(Coded)))
        .filter(Column::AreaPath.is_in(above))
        .filter(Column::OperatorOf.is_null())
        .filter(Column::Status.eq(Coded(AccountStatus::Active)))
        .filter(Column::Email.ne(""))
        .order_by_asc(Column::Email)
        .into_tuple()
        .all(db)
        .await?)
}
