//! Units of agencies: a unit is created with its first account.

use super::entity::unit;
use super::store::units as store;
use crate::db::{Coded, Tx};
use crate::error::Result;
use crate::http::paging::{self, Wanted};
use crate::references;
use dto::Timestamp;
use dto::account::AccountTier;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Condition, SelectStatement};
use std::collections::HashMap;
use uuid::Uuid;

/// A unit of an agency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Its id.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its sector and tier.
    pub tier: AccountTier,
    /// The code of its area.
    pub area_code: String,
}

impl From<unit::Model> for Unit {
    fn from(row: unit::Model) -> Self {
        let level = row.level.and_then(|level| u8::try_from(level).ok());
        Self {
            id: row.id,
            name: row.name,
            tier: AccountTier { role: *row.role, level },
            area_code: row.area_code,
        }
    }
}

/// Returns the names of units by id.
pub async fn names(db: &impl ConnectionTrait, ids: Vec<Uuid>) -> Result<HashMap<Uuid, String>> {
    let rows = store::by_ids(db, ids).await?;
    Ok(rows.into_iter().map(|unit| (unit.id, unit.name)).collect())
}

/// Returns the unit with that id.
pub async fn by_id(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Unit>> {
    Ok(store::by_id(db, id).await?.map(Unit::from))
}

/// Returns the ids of the units whose name has that word, as a condition for another query.
pub fn ids_named(word: &str) -> SelectStatement {
    store::ids_named(word)
}

/// Returns a page of all units, by sector, tier and name.
pub async fn page(db: &impl ConnectionTrait, wanted: Wanted<Uuid>) -> Result<(Vec<Unit>, Option<String>)> {
    page_among(db, Condition::all(), wanted).await
}

/// Returns a page of those units, by sector, tier and name.
pub(super) async fn page_among(
    db: &impl ConnectionTrait,
    among: Condition,
    wanted: Wanted<Uuid>,
) -> Result<(Vec<Unit>, Option<String>)> {
    let after = match wanted.after {
        Some(id) => Some(store::by_id(db, id).await?.ok_or_else(paging::unknown)?),
        None => None,
    };
    let mut found = store::page(db, among, after.as_ref(), wanted.rows()).await?;
    let next_cursor = wanted.cut(&mut found, |unit| paging::write(&unit.id.to_string()));
    Ok((found.into_iter().map(Unit::from).collect(), next_cursor))
}

/// Locks a unit until the transaction ends, so that its accounts can be counted.
pub async fn hold(tx: &Tx, id: Uuid) -> Result<()> {
    store::hold(tx, id).await
}

/// Returns the unit of that tier, area and name, and creates it if it does not exist: a repeated entry makes no second
/// one.
pub async fn find_or_add(tx: &Tx, tier: AccountTier, area_code: &str, name: &str, now: Timestamp) -> Result<Uuid> {
    references::hold_area(tx, area_code).await?;
    if let Some(known) = store::named(tx, tier, area_code, name).await? {
        return Ok(known.id);
    }
    let id = Uuid::now_v7();
    let row = unit::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        name_search: Set(rules::name::fold(name)),
        role: Set(Coded(tier.role)),
        level: Set(tier.level.map(i16::from)),
        area_code: Set(area_code.to_owned()),
        created_at: Set(now.get()),
    };
    store::insert(tx, row).await?;
    Ok(id)
}

/// Renames a unit.
pub async fn rename(tx: &Tx, id: Uuid, name: &str) -> Result<()> {
    let row = unit::ActiveModel {
        id: Set(id),
        name: Set(name.to_owned()),
        name_search: Set(rules::name::fold(name)),
        ..Default::default()
    };
    store::update(tx, row).await
}
