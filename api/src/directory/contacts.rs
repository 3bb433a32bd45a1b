//! The contacts of units in the database. Rights and notifications are in `facility_changes`.

use super::Unit;
use super::entity::contact;
use super::store::units as store;
use super::units;
use crate::db::{Tx, is_lost_race};
use crate::error::{Error, Result};
use crate::http::paging::Wanted;
use dto::Timestamp;
use dto::account::Role;
use dto::contact::Contact;
use dto::problem::ErrorCode;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use std::collections::HashMap;
use uuid::Uuid;

/// The contact of a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitContact {
    /// The unit.
    pub unit_id: Uuid,
    /// The name.
    pub name: String,
    /// The position.
    pub position: String,
    /// The office telephone.
    pub phone: String,
    /// The mail address.
    pub email: String,
    /// The time of the last change.
    pub changed_at: Timestamp,
    /// The version.
    pub version: i32,
}

impl From<contact::Model> for UnitContact {
    fn from(row: contact::Model) -> Self {
        Self {
            unit_id: row.unit_id,
            name: row.name,
            position: row.position,
            phone: row.phone,
            email: row.email,
            changed_at: row.changed_at.into(),
            version: row.version,
        }
    }
}

/// Returns a page of the units with a contact; with `roles`, only those of these sectors.
pub async fn page(
    db: &impl ConnectionTrait,
    roles: Option<&[Role]>,
    wanted: Wanted<Uuid>,
) -> Result<(Vec<(Unit, UnitContact)>, Option<String>)> {
    let (units, next_cursor) = units::page_among(db, store::with_contact(roles), wanted).await?;
    let rows = store::contacts(db, units.iter().map(|unit| unit.id).collect()).await?;
    let mut contacts: HashMap<Uuid, UnitContact> = rows.into_iter().map(|row| (row.unit_id, row.into())).collect();
    let found = units
        .into_iter()
        .filter_map(|unit| contacts.remove(&unit.id).map(|contact| (unit, contact)))
        .collect();
    Ok((found, next_cursor))
}

/// Returns the version of the contact of a unit, locked until the transaction ends; none if no contact is set.
pub async fn hold_version(tx: &Tx, unit_id: Uuid) -> Result<Option<i32>> {
    Ok(store::hold_contact(tx, unit_id).await?.map(|contact| contact.version))
}

/// Replaces the contact of a unit, if it still has the version `known`. If two requests set the first contact
/// concurrently, the second gets a version conflict.
pub async fn name(
    tx: &Tx,
    unit_id: Uuid,
    known: Option<i32>,
    contact: &Contact,
    (by, now): (Uuid, Timestamp),
) -> Result<UnitContact> {
    let named = UnitContact {
        unit_id,
        name: contact.name.clone(),
        position: contact.position.clone(),
        phone: contact.phone.clone(),
        email: contact.email.clone(),
        changed_at: now,
        version: known.unwrap_or_default() + 1,
    };
    let row = contact::ActiveModel {
        version: Set(named.version),
        unit_id: Set(unit_id),
        name: Set(named.name.clone()),
        position: Set(named.position.clone()),
        phone: Set(named.phone.clone()),
        email: Set(named.email.clone()),
        changed_at: Set(now.get()),
        changed_by: Set(by),
    };
    if known.is_some() {
        store::update_contact(tx, row).await?;
    } else {
        store::insert_contact(tx, row).await.map_err(|error| {
            if is_lost_race(&error) {
                Error::new(ErrorCode::VersionConflict)
            } else {
                error.into()
            }
        })?;
    }
    Ok(named)
}
