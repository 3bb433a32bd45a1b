//! Units of agencies: they come to be with their first account.

use super::entity::unit;
use super::store;
use crate::db::Tx;
use crate::db::hold::Hold;
use crate::error::Result;
use crate::http::paging::{self, Wanted};
use dto::Timestamp;
use dto::account::Post;
use sea_orm::sea_query::Condition;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashMap;
use uuid::Uuid;

/// The names of units by id.
pub async fn names(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>> {
    let rows = unit::Entity::find().filter(unit::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|unit| (unit.id, unit.name)).collect())
}

/// The units with those ids.
pub async fn by_ids(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<Vec<unit::Model>> {
    Ok(unit::Entity::find().filter(unit::Column::Id.is_in(ids)).all(db).await?)
}

/// The unit with that id.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<unit::Model>> {
    Ok(unit::Entity::find_by_id(id).one(db).await?)
}

/// A page of units, by sector, tier and name; `among` says which.
pub async fn page(
    db: &impl ConnectionTrait,
    among: Condition,
    wanted: Wanted<Uuid>,
) -> Result<(Vec<unit::Model>, Option<String>)> {
    let after = match wanted.after {
        Some(id) => Some(by_id(db, id).await?.ok_or_else(paging::unknown)?),
        None => None,
    };
    let mut found = store::units(db, among, after.as_ref(), wanted.rows()).await?;
    let next_cursor = wanted.cut(&mut found, |unit| paging::write(&unit.id.to_string()));
    Ok((found, next_cursor))
}

/// Holds a unit until the transaction ends, so that its accounts can be counted.
pub async fn hold(tx: &Tx, id: Uuid) -> Result<()> {
    unit::Entity::find_by_id(id).held().one(tx).await?;
    Ok(())
}

/// The unit of that post, area and name, which is made where it is not there: typing its name again makes no second one.
pub async fn find_or_add(tx: &Tx, post: Post, area_code: &str, name: &str, now: Timestamp) -> Result<Uuid> {
    let name_search = rules::name::fold(name);
    store::hold_area(tx, area_code).await?;
    let level = post.level.map(i16::from);
    let known = unit::Entity::find()
        .filter(unit::Column::AreaCode.eq(area_code))
        .filter(unit::Column::Role.eq(post.role.as_str()))
        .filter(level.map_or_else(|| unit::Column::Level.is_null(), |level| unit::Column::Level.eq(level)))
        .filter(unit::Column::NameSearch.eq(&name_search))
        .one(tx)
        .await?;
    if let Some(known) = known {
        return Ok(known.id);
    }
    let id = Uuid::now_v7();
    let row = unit::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        name_search: Set(name_search),
        role: Set(post.role.as_str().to_owned()),
        level: Set(level),
        area_code: Set(area_code.to_owned()),
        created_at: Set(now.get()),
    };
    unit::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(id)
}

/// Gives a unit another name.
pub async fn rename(tx: &Tx, id: Uuid, name: &str) -> Result<()> {
    let row = unit::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        name_search: Set(rules::name::fold(name)),
        ..Default::default()
    };
    row.update(tx).await?;
    Ok(())
}
