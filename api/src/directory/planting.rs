//! Adds a whole facility in one call, set up or not: for a trial installation.

use super::entity::{facility, room};
use super::places::Declared;
use super::{prices, store};
use crate::db::Tx;
use crate::error::Result;
use dto::Timestamp;
use dto::price::PriceIn;
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

/// A facility to be added.
pub struct Planted<'a> {
    /// Its data.
    pub declared: Declared<'a>,
    /// Whether it has confirmed its data and completed its set-up.
    pub is_set_up: bool,
    /// Its rooms.
    pub rooms: Vec<PlantedRoom>,
}

/// A room of a facility to be added.
pub struct PlantedRoom {
    /// Its floor.
    pub floor: i16,
    /// Its name or number.
    pub name: String,
    /// Its kind.
    pub kind: &'static str,
    /// The number of its beds.
    pub beds: i16,
}

/// Adds a facility with its rooms.
pub async fn facility(tx: &Tx, planted: Planted<'_>, now: Timestamp) -> Result<Uuid> {
    let id = Uuid::now_v7();
    let done = planted.is_set_up.then(|| now.get());
    let row = facility::ActiveModel {
        data_confirmed_at: Set(done),
        setup_completed_at: Set(done),
        ..planted.declared.row(id, now.get())
    };
    store::insert(tx, row).await?;
    let rooms = planted.rooms.into_iter().map(|room| room::ActiveModel {
        id: Set(Uuid::now_v7()),
        facility_id: Set(id),
        floor: Set(room.floor),
        name: Set(room.name),
        kind: Set(room.kind.to_owned()),
        beds: Set(room.beds),
        created_at: Set(now.get()),
        retired_at: Set(None),
        mark_version: Set(1),
        ..Default::default()
    });
    store::add_rooms(tx, rooms.collect()).await?;
    Ok(id)
}

/// Adds prices of a facility, declared by its account.
pub async fn prices(tx: &Tx, facility_id: Uuid, declared: &[PriceIn], by: Uuid, now: Timestamp) -> Result<()> {
    store::add_prices(tx, prices::rows(facility_id, declared, by, now)).await
}
