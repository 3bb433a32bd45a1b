//! Places without an account: households, collective housing, and lodging that has not applied yet. They are stored as
//! facilities, so that their earlier stays belong to them when they get an account.

use super::entity::facility;
use super::{Facility, store};
use crate::authz::Territory;
use crate::db::Tx;
use crate::error::{Error, Result};
use crate::references::{self, References};
use dto::stay::Place;
use dto::{FieldCode, FieldError, Timestamp};
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

/// Makes a place for storage: looks up its kind and commune, and checks that the commune is within reach.
pub fn looked_up(place: Place, references: &References, scope: &Territory, now: Timestamp) -> Result<Facility> {
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
    Ok(Facility {
        id: Uuid::now_v7(),
        // The head represents a household; the representative of other places is unknown until they apply.
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
        setup_completed_at: None,
        created_at: now.get(),
        suspended_on: None,
        restarts_on: None,
        closes_on: None,
        version: 1,
    })
}

/// Returns the place with that commune, name and address, and creates it if it does not exist: a repeated entry makes
/// no second one.
pub async fn find_or_add(tx: &Tx, place: Facility) -> Result<Facility> {
    // The area is locked: of two concurrent entries the second finds the place.
    references::hold_area(tx, &place.area_code).await?;
    if let Some(known) = same(tx, &place.area_code, &place.name, &place.address).await? {
        return Ok(known);
    }
    let declared = Declared {
        name: &place.name,
        kind: &place.kind,
        tourist: place.tourist,
        area_code: &place.area_code,
        area_path: &place.area_path,
        address: &place.address,
        phone: &place.phone,
        email: &place.email,
        representative: &place.representative,
        ..Declared::default()
    };
    store::insert(tx, declared.row(place.id, place.created_at)).await?;
    Ok(place)
}

/// The data of a new facility: from its own application, or entered by the police.
#[derive(Default)]
pub struct Declared<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its kind, a code of the list `facility_kinds`.
    pub kind: &'a str,
    /// Whether it is tourist accommodation.
    pub tourist: bool,
    /// The code of its commune.
    pub area_code: &'a str,
    /// The path of its commune.
    pub area_path: &'a str,
    /// House number and street.
    pub address: &'a str,
    /// Its telephone number.
    pub phone: &'a str,
    /// Its mail address.
    pub email: &'a str,
    /// Its representative.
    pub representative: &'a str,
    /// Its tax code.
    pub tax_code: Option<&'a str>,
    /// The day on which it began to operate.
    pub started_on: Option<Date>,
    /// The number of its rooms.
    pub rooms: Option<i16>,
    /// The number of its beds.
    pub beds: Option<i16>,
}

impl Declared<'_> {
    /// Returns the row of a new facility, whose set-up is not done.
    pub(super) fn row(&self, id: Uuid, created_at: OffsetDateTime) -> facility::ActiveModel {
        facility::ActiveModel {
            id: Set(id),
            name: Set(self.name.to_owned()),
            name_search: Set(rules::name::fold(self.name)),
            name_order: Set(rules::name_order::key(self.name)),
            kind: Set(self.kind.to_owned()),
            tourist: Set(self.tourist),
            area_code: Set(self.area_code.to_owned()),
            area_path: Set(self.area_path.to_owned()),
            address: Set(self.address.to_owned()),
            phone: Set(self.phone.to_owned()),
            email: Set(self.email.to_owned()),
            representative: Set(self.representative.to_owned()),
            declared_tax_code: Set(self.tax_code.map(str::to_owned)),
            started_on: Set(self.started_on),
            declared_rooms: Set(self.rooms),
            declared_beds: Set(self.beds),
            data_confirmed_at: Set(None),
            setup_completed_at: Set(None),
            suspended_on: Set(None),
            restarts_on: Set(None),
            closes_on: Set(None),
            version: Set(1),
            created_at: Set(created_at),
            updated_at: Set(None),
        }
    }
}

/// Adds the facility of a new account, or updates the place that was entered earlier with the data of the application.
/// The facility completes its own set-up (LC-7.1b): rooms and prices are declared by the facility itself.
pub async fn take_up(tx: &Tx, known: Option<&Facility>, declared: Declared<'_>, now: Timestamp) -> Result<Uuid> {
    let id = known.map_or_else(Uuid::now_v7, |known| known.id);
    let row = facility::ActiveModel {
        version: Set(known.map_or(1, |known| known.version + 1)),
        updated_at: Set(Some(now.get())),
        ..declared.row(id, known.map_or(now.get(), |known| known.created_at))
    };
    match known {
        Some(_) => {
            store::update(tx, row).await?;
        }
        None => store::insert(tx, row).await?,
    }
    Ok(id)
}

/// Returns a facility with that commune, name and address, ignoring accents and case. A caller that creates it if
/// missing has to lock the commune before.
pub async fn same(db: &impl ConnectionTrait, area_code: &str, name: &str, address: &str) -> Result<Option<Facility>> {
    let folded = rules::name::fold(address);
    let namesakes = store::namesakes(db, area_code, name).await?;
    let same = namesakes
        .into_iter()
        .find(|known| rules::name::fold(&known.address) == folded);
    Ok(same.map(Facility::from))
}
