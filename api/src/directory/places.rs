//! Places without an account: households, collective housing, and lodging that has not applied yet. They are facilities
//! like any other, so that whatever happened there is theirs when they get an account.

use super::entity::facility;
use super::store;
use crate::authz::Territory;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::references::References;
use dto::stay::Place;
use dto::{FieldCode, FieldError, Timestamp};
use sea_orm::{ActiveModelTrait, ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect};
use uuid::Uuid;

/// A place as it would be stored: its kind and commune looked up, the commune within reach.
pub fn looked_up(place: Place, references: &References, scope: &Territory, now: Timestamp) -> Result<facility::Model> {
    let kind = references.entry("facility_kinds", &place.kind);
    let area = references
        .area(&place.area_code)
        .filter(|area| references.is_leaf(&area.code) && scope.covers(&area.path));
    let mut errors = Vec::new();
    if kind.is_none() {
        errors.push(FieldError::new("/place/kind", FieldCode::UnknownValue));
    }
    if area.is_none() {
        errors.push(FieldError::new("/place/area_code", FieldCode::AreaUnknown));
    }
    let (Some(kind), Some(area)) = (kind, area) else {
        return Err(Error::fields(errors));
    };
    Ok(facility::Model {
        id: Uuid::now_v7(),
        name_search: rules::name::fold(&place.name),
        // Of a household the head answers; of others it is not known before they apply.
        representative: place.name.clone(),
        name: place.name,
        kind: kind.code.clone(),
        tourist: kind.attributes.get("tourist").is_some_and(|value| value == "yes"),
        area_code: area.code.clone(),
        area_path: area.path.clone(),
        address: place.address,
        phone: place.phone.unwrap_or_default(),
        email: String::new(),
        declared_tax_code: None,
        started_on: None,
        declared_rooms: None,
        declared_beds: None,
        data_confirmed_at: None,
        setup_completed_at: None,
        version: 1,
        created_at: now.get(),
        updated_at: None,
        suspended_on: None,
        restarts_on: None,
        closes_on: None,
    })
}

/// The place of that commune, name and address, which is made where it is not there: typing it again makes no second one.
pub async fn find_or_add(tx: &Tx, place: facility::Model) -> Result<facility::Model> {
    // Of two who type it at once the second finds it.
    store::hold_area(tx, &place.area_code).await?;
    if let Some(known) = same(tx, &place.area_code, &place.name, &place.address).await? {
        return Ok(known);
    }
    let row = place.clone().into_active_model().reset_all();
    facility::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(place)
}

/// Gives a place the data that it applied with.
pub async fn take_up(tx: &Tx, row: facility::ActiveModel) -> Result<()> {
    row.update(tx).await?;
    Ok(())
}

/// A facility of that commune, name and address, accents and capitals aside. Whoever makes one where there is none holds the
/// commune before.
pub async fn same(
    db: &impl ConnectionTrait,
    area_code: &str,
    name: &str,
    address: &str,
) -> Result<Option<facility::Model>> {
    let folded = rules::name::fold(address);
    let namesakes = namesakes(db, area_code, name).await?;
    Ok(namesakes
        .into_iter()
        .find(|known| rules::name::fold(&known.address) == folded))
}

async fn namesakes(db: &impl ConnectionTrait, area_code: &str, name: &str) -> Result<Vec<facility::Model>> {
    use facility::Column;
    Ok(facility::Entity::find()
        .filter(Column::AreaCode.eq(area_code))
        .filter(Column::NameSearch.eq(rules::name::fold(name)))
        .filter(Column::ClosesOn.is_null())
        .limit(100)
        .all(db)
        .await?)
}
