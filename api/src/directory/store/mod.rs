//! Queries on facilities, rooms and prices, always within a scope.

pub mod units;

use super::entity::{facility, listed_price, room};
use super::query::{FacilityFilter, UPDATED};
use crate::authz::Territory;
use crate::db::hold::Hold;
use crate::db::{Coded, Tx};
use crate::error::Result;
use crate::http::order::{Order, Place};
use crate::http::paging::Wanted;
use dto::Timestamp;
use dto::room::RoomMark;
use sea_orm::sea_query::{Condition, Expr, ExprTrait, SelectStatement};
use sea_orm::{
    ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
};
use std::collections::{BTreeSet, HashSet};
use uuid::Uuid;

fn visible(scope: &Territory) -> Select<facility::Entity> {
    use facility::Column;
    facility::Entity::find().filter(scope.condition(Column::Id, Column::AreaCode, Column::AreaPath))
}

/// Returns a facility within reach.
pub async fn facility(db: &impl ConnectionTrait, scope: &Territory, id: Uuid) -> Result<Option<facility::Model>> {
    Ok(visible(scope).filter(facility::Column::Id.eq(id)).one(db).await?)
}

/// Returns facilities within reach, in that order.
pub async fn facilities(
    db: &impl ConnectionTrait,
    scope: &Territory,
    filter: &FacilityFilter,
    order: &Order<facility::Model>,
    wanted: &Wanted<Place>,
) -> Result<Vec<facility::Model>> {
    let Some(words) = &filter.words else {
        return Ok(Vec::new());
    };
    let mut query = visible(scope);
    for word in words {
        query = query.filter(facility::Column::NameSearch.contains(word));
    }
    if let Some(since) = filter.updated_since {
        query = query.filter(Expr::cust(UPDATED).gte(since.get()));
    }
    Ok(order.page(query, wanted).all(db).await?)
}

/// Returns facilities by id.
pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<facility::Model>> {
    Ok(facility::Entity::find()
        .filter(facility::Column::Id.is_in(ids))
        .all(db)
        .await?)
}

/// Returns whether any facility exists.
pub async fn has_any(db: &impl ConnectionTrait) -> Result<bool> {
    Ok(facility::Entity::find().one(db).await?.is_some())
}

/// Selects a row for each facility within reach, by name, with its id.
pub fn each_within(scope: &Territory, limit: u64) -> SelectStatement {
    use facility::Column;
    visible(scope)
        .select_only()
        .column(Column::Id)
        .order_by_asc(Column::NameOrder)
        .order_by_asc(Column::Id)
        .limit(limit)
        .into_query()
}

/// Returns the id of a facility in a query of [`each_within`].
pub fn facility_id() -> Expr {
    Expr::col((facility::Entity, facility::Column::Id))
}

/// Selects the ids of the facilities whose name has that word.
pub fn facilities_named(word: &str) -> SelectStatement {
    facility::Entity::find()
        .select_only()
        .column(facility::Column::Id)
        .filter(facility::Column::NameSearch.contains(word))
        .into_query()
}

/// Returns the facilities of a commune with that name, ignoring accents and case, that are not to close.
pub async fn namesakes(db: &impl ConnectionTrait, area_code: &str, name: &str) -> Result<Vec<facility::Model>> {
    use facility::Column;
    Ok(facility::Entity::find()
        .filter(Column::AreaCode.eq(area_code))
        .filter(Column::NameSearch.eq(rules::name::fold(name)))
        .filter(Column::ClosesOn.is_null())
        .limit(100)
        .all(db)
        .await?)
}

/// Adds a facility.
pub async fn insert(tx: &Tx, row: facility::ActiveModel) -> Result<()> {
    facility::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Returns facilities in an area or with a tax code.
pub async fn near(db: &impl ConnectionTrait, area_code: &str, tax_code: Option<&str>) -> Result<Vec<facility::Model>> {
    use facility::Column;
    let mut condition = Condition::any().add(Column::AreaCode.eq(area_code));
    if let Some(code) = tax_code {
        condition = condition.add(Column::DeclaredTaxCode.eq(code));
    }
    Ok(facility::Entity::find()
        .filter(condition)
        .order_by_asc(Column::NameOrder)
        .order_by_asc(Column::Id)
        .limit(5_000)
        .all(db)
        .await?)
}

/// Returns a room in use of a facility.
pub async fn room(db: &impl ConnectionTrait, facility_id: Uuid, id: Uuid) -> Result<Option<room::Model>> {
    Ok(room::Entity::find_by_id(id)
        .filter(room::Column::FacilityId.eq(facility_id))
        .filter(room::Column::RetiredAt.is_null())
        .one(db)
        .await?)
}

/// Locks a room in use, so that it cannot be retired; `false` if it is not in use.
pub async fn hold_room(tx: &Tx, facility_id: Uuid, id: Uuid) -> Result<bool> {
    let held = room::Entity::find_by_id(id)
        .filter(room::Column::FacilityId.eq(facility_id))
        .filter(room::Column::RetiredAt.is_null())
        .shared()
        .one(tx)
        .await?;
    Ok(held.is_some())
}

/// Locks those of the rooms that are in use, in one order, so that they cannot be retired.
pub async fn hold_rooms_in_use(tx: &Tx, facility_id: Uuid, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    if ids.is_empty() {
        return Ok(HashSet::new());
    }
    let rooms = room::Entity::find()
        .filter(room::Column::FacilityId.eq(facility_id))
        .filter(room::Column::RetiredAt.is_null())
        .filter(room::Column::Id.is_in(ids))
        .order_by_asc(room::Column::Id)
        .shared()
        .all(tx)
        .await?;
    Ok(rooms.into_iter().map(|room| room.id).collect())
}

/// Locks a facility.
pub async fn hold_facility(tx: &Tx, id: Uuid) -> Result<()> {
    facility::Entity::find_by_id(id).held().one(tx).await?;
    Ok(())
}

/// Locks rooms, in one order, against changes and against notifications of stays in them, which lock them too
/// ([`hold_room`]).
pub async fn hold_rooms(tx: &Tx, ids: &BTreeSet<Uuid>) -> Result<()> {
    let ids: Vec<Uuid> = ids.iter().copied().collect();
    for chunk in ids.chunks(1_000) {
        let rooms = room::Entity::find().filter(room::Column::Id.is_in(chunk.to_vec()));
        rooms.order_by_asc(room::Column::Id).held().all(tx).await?;
    }
    Ok(())
}

/// Returns the rooms in use of a facility, by floor and name.
pub async fn rooms(db: &impl ConnectionTrait, facility_id: Uuid) -> Result<Vec<room::Model>> {
    Ok(room::Entity::find()
        .filter(room::Column::FacilityId.eq(facility_id))
        .filter(room::Column::RetiredAt.is_null())
        .order_by_asc(room::Column::Floor)
        .order_by_asc(room::Column::Name)
        .all(db)
        .await?)
}

/// The largest number of declarations that are read.
pub const MOST_PRICES: u64 = 5_000;

/// Returns the prices of a facility, as declared, latest first.
pub async fn prices(db: &impl ConnectionTrait, facility_id: Uuid) -> Result<Vec<listed_price::Model>> {
    Ok(listed_price::Entity::find()
        .filter(listed_price::Column::FacilityId.eq(facility_id))
        .order_by_asc(listed_price::Column::RoomKind)
        .order_by_asc(listed_price::Column::Unit)
        .order_by_desc(listed_price::Column::EffectiveFrom)
        .order_by_desc(listed_price::Column::DeclaredAt)
        .order_by_desc(listed_price::Column::Id)
        .limit(MOST_PRICES)
        .all(db)
        .await?)
}

/// Takes the next version of a facility; `false` if another change was made first.
pub async fn take_version(tx: &Tx, id: Uuid, version: i32, now: Timestamp) -> Result<bool> {
    let done = facility::Entity::update_many()
        .col_expr(facility::Column::Version, Expr::value(version + 1))
        .col_expr(facility::Column::UpdatedAt, Expr::value(now.get()))
        .filter(facility::Column::Id.eq(id))
        .filter(facility::Column::Version.eq(version))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Stores changes of a facility.
pub async fn update(tx: &Tx, row: facility::ActiveModel) -> Result<facility::Model> {
    Ok(row.update(tx).await?)
}

/// Stores new prices.
pub async fn add_prices(tx: &Tx, rows: Vec<listed_price::ActiveModel>) -> Result<()> {
    if !rows.is_empty() {
        listed_price::Entity::insert_many(rows)
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Stores new rooms.
pub async fn add_rooms(tx: &Tx, rows: Vec<room::ActiveModel>) -> Result<()> {
    for chunk in rows.chunks(1_000) {
        room::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(tx)
            .await?;
    }
    Ok(())
}

/// Returns those of the rooms with this mark, locked in one order.
pub async fn rooms_marked(tx: &Tx, rooms: &BTreeSet<Uuid>, mark: RoomMark) -> Result<Vec<room::Model>> {
    Ok(room::Entity::find()
        .filter(room::Column::Id.is_in(rooms.iter().copied()))
        .filter(room::Column::Mark.eq(Coded(mark)))
        .order_by_asc(room::Column::Id)
        .held()
        .all(tx)
        .await?)
}

/// Removes the marks of rooms.
pub async fn unmark_rooms(tx: &Tx, rooms: Vec<Uuid>) -> Result<()> {
    room::Entity::update_many()
        .col_expr(room::Column::Mark, Expr::value(None::<String>))
        .col_expr(room::Column::MarkGuests, Expr::value(None::<i16>))
        .col_expr(room::Column::MarkedAt, Expr::value(None::<time::OffsetDateTime>))
        .col_expr(room::Column::MarkVersion, Expr::col(room::Column::MarkVersion).add(1))
        .filter(room::Column::Id.is_in(rooms))
        .exec(tx)
        .await?;
    Ok(())
}

/// Stores a change of a room.
pub async fn update_room(tx: &Tx, row: room::ActiveModel) -> Result<room::Model> {
    Ok(row.update(tx).await?)
}

/// Retires rooms: they leave the plan and remain recorded (KH-11.2a-2).
pub async fn retire_rooms(tx: &Tx, ids: Vec<Uuid>, now: Timestamp) -> Result<()> {
    room::Entity::update_many()
        .col_expr(room::Column::RetiredAt, Expr::value(now.get()))
        .filter(room::Column::Id.is_in(ids))
        .exec(tx)
        .await?;
    Ok(())
}
