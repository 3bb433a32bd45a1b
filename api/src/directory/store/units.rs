//! Queries on units of agencies and their contacts.

use crate::db::hold::Hold;
use crate::db::{Coded, Tx};
use crate::directory::entity::{contact, unit};
use crate::error::Result;
use dto::account::{AccountTier, Role};
use sea_orm::sea_query::{Condition, Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};
use uuid::Uuid;

/// The tier of a unit, as the expression of the index of their order: no tier sorts first, on both engines.
const TIER: &str = r#"COALESCE("unit"."level", 0)"#;

/// Returns units of the province after one of them, by sector, tier and name; `among` restricts them.
pub async fn page(
    db: &impl ConnectionTrait,
    among: Condition,
    after: Option<&unit::Model>,
    limit: u64,
) -> Result<Vec<unit::Model>> {
    use unit::Column;
    let tier = || Expr::cust(TIER);
    let mut rows = unit::Entity::find().filter(among);
    if let Some(last) = after {
        let same_role = || Condition::all().add(Column::Role.eq(last.role));
        let same_tier = || same_role().add(tier().eq(last.level.unwrap_or_default()));
        let same_name = same_tier().add(Column::Name.eq(last.name.as_str()));
        rows = rows.filter(
            Condition::any()
                .add(Column::Role.gt(last.role))
                .add(same_role().add(tier().gt(last.level.unwrap_or_default())))
                .add(same_tier().add(Column::Name.gt(last.name.as_str())))
                .add(same_name.add(Column::Id.gt(last.id))),
        );
    }
    Ok(rows
        .order_by_asc(Column::Role)
        .order_by_asc(tier())
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(db)
        .await?)
}

/// Returns the unit with that id.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<unit::Model>> {
    Ok(unit::Entity::find_by_id(id).one(db).await?)
}

/// Returns units by id.
pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<unit::Model>> {
    Ok(unit::Entity::find().filter(unit::Column::Id.is_in(ids)).all(db).await?)
}

/// Locks a unit.
pub async fn hold(tx: &Tx, id: Uuid) -> Result<()> {
    unit::Entity::find_by_id(id).held().one(tx).await?;
    Ok(())
}

/// Returns the unit of that tier, area and name, ignoring accents and case.
pub async fn named(tx: &Tx, tier: AccountTier, area_code: &str, name: &str) -> Result<Option<unit::Model>> {
    use unit::Column;
    let level = tier.level.map(i16::from);
    Ok(unit::Entity::find()
        .filter(Column::AreaCode.eq(area_code))
        .filter(Column::Role.eq(Coded(tier.role)))
        .filter(level.map_or_else(|| Column::Level.is_null(), |level| Column::Level.eq(level)))
        .filter(Column::NameSearch.eq(rules::name::fold(name)))
        .one(tx)
        .await?)
}

/// Returns the first unit of that role and tier.
pub async fn first(db: &impl ConnectionTrait, role: Role, level: i16) -> Result<Option<unit::Model>> {
    Ok(unit::Entity::find()
        .filter(unit::Column::Role.eq(Coded(role)))
        .filter(unit::Column::Level.eq(level))
        .order_by_asc(unit::Column::Id)
        .one(db)
        .await?)
}

/// Adds a unit.
pub async fn insert(tx: &Tx, row: unit::ActiveModel) -> Result<()> {
    unit::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Stores changes of a unit.
pub async fn update(tx: &Tx, row: unit::ActiveModel) -> Result<()> {
    row.update(tx).await?;
    Ok(())
}

/// The condition for units with a contact; with `roles`, only those of these sectors.
pub fn with_contact(roles: Option<&[Role]>) -> Condition {
    let named = contact::Entity::find().select_only().column(contact::Column::UnitId);
    let among = Condition::all().add(unit::Column::Id.in_subquery(named.into_query()));
    match roles {
        Some(roles) => among.add(unit::Column::Role.is_in(roles.iter().copied().map(Coded))),
        None => among,
    }
}

/// Returns the contact of a unit.
pub async fn contact(db: &impl ConnectionTrait, unit_id: Uuid) -> Result<Option<contact::Model>> {
    Ok(contact::Entity::find_by_id(unit_id).one(db).await?)
}

/// Returns the contacts of units.
pub async fn contacts(db: &impl ConnectionTrait, units: Vec<Uuid>) -> Result<Vec<contact::Model>> {
    Ok(contact::Entity::find()
        .filter(contact::Column::UnitId.is_in(units))
        .all(db)
        .await?)
}

/// Returns the contact of a unit, locked until the transaction ends.
pub async fn hold_contact(tx: &Tx, unit_id: Uuid) -> Result<Option<contact::Model>> {
    Ok(contact::Entity::find_by_id(unit_id).held().one(tx).await?)
}

/// Adds the first contact of a unit.
pub async fn insert_contact(tx: &Tx, row: contact::ActiveModel) -> std::result::Result<(), DbErr> {
    contact::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Replaces the contact of a unit.
pub async fn update_contact(tx: &Tx, row: contact::ActiveModel) -> Result<()> {
    contact::Entity::update(row).exec(tx).await?;
    Ok(())
}

/// Selects the ids of the units whose name has that word.
pub fn ids_named(word: &str) -> SelectStatement {
    unit::Entity::find()
        .select_only()
        .column(unit::Column::Id)
        .filter(unit::Column::NameSearch.contains(word))
        .into_query()
}
