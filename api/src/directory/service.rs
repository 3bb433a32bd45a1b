//! Reads and changes facilities.

use super::entity::{facility, listed_price, room};
use super::query::{FacilityFilter, order};
use super::setup::setup;
use super::{Facility, NewMark, Room, price_list, store};
use crate::App;
use crate::audit::Event;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::db::{Coded, Tx};
use crate::error::{Error, Result};
use crate::http::order::{Order, Place};
use crate::http::paging::Wanted;
use crate::references::References;
use dto::Timestamp;
use dto::account::OwnFacility;
use dto::facility::{DeclaredRooms, FacilityOut, FacilityPage, FacilityPatch, FacilitySummary, RoomOut};
use dto::problem::ErrorCode;
use dto::room::RoomMark;
use dto::sort::FacilitySort;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Expr, SelectStatement};
use std::collections::{BTreeSet, HashMap, HashSet};
use time::Date;
use uuid::Uuid;

/// A facility with its related rows.
pub(super) struct Whole {
    pub facility: facility::Model,
    pub rooms: Vec<room::Model>,
    pub prices: Vec<listed_price::Model>,
}

pub(super) async fn whole(db: &impl ConnectionTrait, scope: &Territory, id: Uuid) -> Result<Whole> {
    let facility = store::facility(db, scope, id).await?.ok_or_else(Error::not_found)?;
    Ok(Whole {
        rooms: store::rooms(db, id).await?,
        prices: store::prices(db, id).await?,
        facility,
    })
}

/// Returns the facility of a signed-in facility account.
pub async fn own_facility(app: &App, id: Uuid) -> Result<OwnFacility> {
    let facility = store::facility(app.db.read(), &Territory::Facility(id), id)
        .await?
        .ok_or_else(Error::not_found)?;
    Ok(OwnFacility {
        id,
        name: facility.name,
        kind: facility.kind,
        setup_complete: facility.setup_completed_at.is_some(),
    })
}

/// Returns a facility within reach, or "not found".
pub async fn facility_within(app: &App, scope: &Territory, id: Uuid) -> Result<Facility> {
    facility(app.db.read(), scope, id).await
}

/// Returns the same, read by the given connection or transaction.
pub async fn facility(db: &impl ConnectionTrait, scope: &Territory, id: Uuid) -> Result<Facility> {
    let row = store::facility(db, scope, id).await?.ok_or_else(Error::not_found)?;
    Ok(row.into())
}

/// Returns whether any facility exists.
pub async fn has_facilities(db: &impl ConnectionTrait) -> Result<bool> {
    store::has_any(db).await
}

/// Returns a query on the facilities within reach, by name, with the id of each as `id`. Other domains join their data,
/// with the condition that their row names [`facility_id`].
pub fn each_within(scope: &Territory, limit: u64) -> SelectStatement {
    store::each_within(scope, limit)
}

/// Returns the id of the facility in a query of [`each_within`].
#[must_use]
pub fn facility_id() -> Expr {
    store::facility_id()
}

/// Returns the ids of the facilities whose name has that word, as a condition for another query.
pub fn ids_named(word: &str) -> SelectStatement {
    store::facilities_named(word)
}

/// Returns the names of facilities, for lists of stays.
pub async fn names(db: &impl ConnectionTrait, ids: HashSet<Uuid>) -> Result<HashMap<Uuid, String>> {
    let rows = store::by_ids(db, ids.into_iter().collect()).await?;
    Ok(rows.into_iter().map(|facility| (facility.id, facility.name)).collect())
}

/// Returns name and address of each of these facilities.
pub async fn addresses(db: &impl ConnectionTrait, ids: HashSet<Uuid>) -> Result<HashMap<Uuid, Address>> {
    let rows = store::by_ids(db, ids.into_iter().collect()).await?;
    Ok(rows
        .into_iter()
        .map(|facility| {
            let address = Address {
                name: facility.name,
                street: facility.address,
                area_code: facility.area_code,
            };
            (facility.id, address)
        })
        .collect())
}

/// The address of a facility.
pub struct Address {
    /// Its name.
    pub name: String,
    /// House number and street.
    pub street: String,
    /// The code of its commune.
    pub area_code: String,
}

/// Returns the facilities within reach, by name: at most `limit`, and one more.
pub async fn facilities_within(app: &App, scope: &Territory, limit: usize) -> Result<Vec<Facility>> {
    let all = Wanted { after: None, limit };
    let by_name = order(FacilitySort::Name);
    let found = store::facilities(app.db.read(), scope, &FacilityFilter::default(), &by_name, &all).await?;
    Ok(found.into_iter().map(Facility::from).collect())
}

/// Returns the facilities of an area, and those with that tax code anywhere, for finding duplicates.
pub async fn facilities_near(
    db: &impl ConnectionTrait,
    area_code: &str,
    tax_code: Option<&str>,
) -> Result<Vec<Facility>> {
    let found = store::near(db, area_code, tax_code).await?;
    Ok(found.into_iter().map(Facility::from).collect())
}

/// Returns those of the rooms that are in use in a facility, by id.
pub async fn rooms_of(app: &App, facility_id: Uuid, wanted: HashSet<Uuid>) -> Result<HashMap<Uuid, Room>> {
    let db = app.db.read();
    let rooms = match wanted.len() {
        0 => Vec::new(),
        1 => match wanted.iter().next() {
            Some(id) => store::room(db, facility_id, *id).await?.into_iter().collect(),
            None => Vec::new(),
        },
        _ => store::rooms(db, facility_id).await?,
    };
    let rooms = rooms.into_iter().filter(|room| wanted.contains(&room.id));
    Ok(rooms.map(|room| (room.id, room.into())).collect())
}

/// Locks a room in use of a facility until the transaction ends; `false` if it is not in the plan.
pub async fn hold_room(tx: &Tx, facility_id: Uuid, id: Uuid) -> Result<bool> {
    store::hold_room(tx, facility_id, id).await
}

/// Locks a room that a guest leaves, because its mark may be removed.
pub async fn hold_room_left(tx: &Tx, id: Uuid) -> Result<()> {
    store::hold_rooms(tx, &BTreeSet::from([id])).await
}

/// Returns a room in use of a facility, locked so that nobody moves in; none if it is not in the plan.
pub async fn hold_room_to_mark(tx: &Tx, facility_id: Uuid, id: Uuid) -> Result<Option<Room>> {
    store::hold_rooms(tx, &BTreeSet::from([id])).await?;
    Ok(store::room(tx, facility_id, id).await?.map(Room::from))
}

/// Sets or removes the mark of a room; returns the room after it.
pub async fn mark_room(tx: &Tx, id: Uuid, mark: NewMark) -> Result<Room> {
    let row = room::ActiveModel {
        id: Set(id),
        mark: Set(mark.mark.map(Coded)),
        mark_guests: Set(mark.guests),
        mark_note: Set(mark.note),
        marked_at: Set(mark.since),
        mark_version: Set(mark.version),
        ..Default::default()
    };
    Ok(store::update_room(tx, row).await?.into())
}

/// Returns those of the rooms with this mark, locked in one order.
pub async fn hold_marked_rooms(tx: &Tx, rooms: &BTreeSet<Uuid>, mark: RoomMark) -> Result<Vec<Room>> {
    let marked = store::rooms_marked(tx, rooms, mark).await?;
    Ok(marked.into_iter().map(Room::from).collect())
}

/// Removes the marks of rooms.
pub async fn unmark_rooms(tx: &Tx, rooms: Vec<Uuid>) -> Result<()> {
    store::unmark_rooms(tx, rooms).await
}

/// Locks rooms in use of a facility until the transaction ends, so that they cannot be retired; returns those that are
/// in the plan.
pub async fn hold_these_rooms(tx: &Tx, facility_id: Uuid, ids: Vec<Uuid>) -> Result<HashSet<Uuid>> {
    store::hold_rooms_in_use(tx, facility_id, ids).await
}

/// Locks a facility until the transaction ends. Only callers of this function wait for each other.
pub async fn hold_facility(tx: &Tx, id: Uuid) -> Result<()> {
    store::hold_facility(tx, id).await
}

/// Returns the rooms in use of a facility.
pub async fn rooms(app: &App, facility_id: Uuid) -> Result<Vec<Room>> {
    let rooms = store::rooms(app.db.read(), facility_id).await?;
    Ok(rooms.into_iter().map(Room::from).collect())
}

/// The days on which a facility is suspended, restarts and closes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OperatingDays {
    /// The first day of a suspension.
    pub suspended_on: Option<Date>,
    /// The day on which it operates again.
    pub restarts_on: Option<Date>,
    /// The day of its closure.
    pub closes_on: Option<Date>,
}

/// Stores the days on which a facility is suspended, restarts or closes.
pub async fn set_operating_days(tx: &Tx, id: Uuid, days: OperatingDays, now: Timestamp) -> Result<()> {
    let row = facility::ActiveModel {
        id: Set(id),
        suspended_on: Set(days.suspended_on),
        restarts_on: Set(days.restarts_on),
        closes_on: Set(days.closes_on),
        updated_at: Set(Some(now.get())),
        ..Default::default()
    };
    store::update(tx, row).await?;
    Ok(())
}

/// Returns one facility.
pub async fn get_facility(caller: &ScopedCaller<Territory>, id: Uuid) -> Result<FacilityOut> {
    let whole = whole(caller.app.db.read(), &caller.scope, id).await?;
    let references = caller.app.references(caller.now).await?;
    let mut out = facility_out(&whole, &references, caller);
    let is_own = caller.account()?.facility_id == Some(id);
    if is_own && out.rooms.is_empty() {
        out.setup.declared_rooms = declared_rooms(&whole.facility);
    }
    // A household is a person with a telephone number, so the reading is recorded, except by the facility itself.
    if !is_own {
        let event = Event::new("facility_read", "facility")
            .on(id)
            .in_area(&whole.facility.area_code);
        caller.app.db.record(&caller.actor, caller.now, event).await?;
    }
    Ok(out)
}

/// Returns the numbers that the facility declared in its application, as a start for its room plan.
fn declared_rooms(facility: &facility::Model) -> Option<DeclaredRooms> {
    let count = |declared: Option<i16>| declared.and_then(|count| u16::try_from(count).ok());
    let rooms = count(facility.declared_rooms).filter(|rooms| *rooms > 0)?;
    Some(DeclaredRooms {
        rooms,
        beds: count(facility.declared_beds),
    })
}

/// Returns the time of the last change of a facility.
fn updated_at(facility: &facility::Model) -> Timestamp {
    facility.updated_at.unwrap_or(facility.created_at).into()
}

/// Returns facilities as lines of a list.
pub(super) fn summaries(facilities: Vec<facility::Model>, references: &References) -> Vec<FacilitySummary> {
    let told = facilities.into_iter().map(|facility| FacilitySummary {
        updated_at: updated_at(&facility),
        id: facility.id,
        area: references.area_ref(&facility.area_code),
        name: facility.name,
        kind: facility.kind,
        address: facility.address,
        phone: facility.phone,
        setup_complete: facility.setup_completed_at.is_some(),
    });
    told.collect()
}

/// Returns a page of facilities, and its end if there are more.
pub async fn list_facilities(
    caller: &ScopedCaller<Territory>,
    filter: &FacilityFilter,
    order: &Order<facility::Model>,
    wanted: &Wanted<Place>,
) -> Result<FacilityPage> {
    let app = &caller.app;
    let mut found = store::facilities(app.db.read(), &caller.scope, filter, order, wanted).await?;
    let next_cursor = order.cut(app, wanted, &mut found)?;
    let shown: Vec<Uuid> = found.iter().map(|facility| facility.id).collect();
    let references = app.references(caller.now).await?;
    let items = summaries(found, &references);
    let read: Vec<String> = shown.iter().map(Uuid::to_string).collect();
    let event = Event::new("facilities_listed", "facility").with("facilities", read);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(FacilityPage { items, next_cursor })
}

/// Changes the facility's data. The first change confirms the data (LC-7.1b).
pub async fn update_facility(caller: &ScopedCaller<Territory>, id: Uuid, patch: FacilityPatch) -> Result<FacilityOut> {
    let app = &caller.app;
    let references = app.references(caller.now).await?;
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            let before = whole(tx, &caller.scope, id).await?;
            let version = next_version(tx, &before.facility, patch.version, caller.now).await?;
            let fields = changed_fields(&patch);
            let mut row = patched(&patch);
            row.id = Set(id);
            row.version = Set(version);
            row.data_confirmed_at = Set(Some(
                before.facility.data_confirmed_at.unwrap_or_else(|| caller.now.get()),
            ));
            store::update(tx, row).await?;
            let after = finish_setup(tx, caller, id, &references).await?;
            let event = Event::new("facility_updated", "facility")
                .on(id)
                .in_area(&after.facility.area_code);
            let out = facility_out(&after, &references, caller);
            Ok((out, event.with("fields", fields).into()))
        })
        .await
}

/// Takes the next version, unless another change was made first.
pub(super) async fn next_version(tx: &Tx, facility: &facility::Model, expected: i32, now: Timestamp) -> Result<i32> {
    if facility.version != expected || !store::take_version(tx, facility.id, expected, now).await? {
        return Err(Error::new(ErrorCode::VersionConflict));
    }
    Ok(expected + 1)
}

/// Reads the facility again and stores the time at which its set-up was completed.
pub(super) async fn finish_setup(
    tx: &Tx,
    caller: &ScopedCaller<Territory>,
    id: Uuid,
    references: &References,
) -> Result<Whole> {
    let mut after = whole(tx, &caller.scope, id).await?;
    let state = setup(
        &after.facility,
        &after.rooms,
        &after.prices,
        references.needs(&after.facility.kind),
    );
    if state.complete && after.facility.setup_completed_at.is_none() {
        let row = facility::ActiveModel {
            id: Set(id),
            setup_completed_at: Set(Some(caller.now.get())),
            ..Default::default()
        };
        after.facility = store::update(tx, row).await?;
    }
    Ok(after)
}

fn changed_fields(patch: &FacilityPatch) -> Vec<&'static str> {
    [
        ("name", patch.name.is_some()),
        ("address", patch.address.is_some()),
        ("phone", patch.phone.is_some()),
        ("email", patch.email.is_some()),
        ("representative", patch.representative.is_some()),
        ("declared_tax_code", patch.declared_tax_code.is_some()),
        ("started_on", patch.started_on.is_some()),
    ]
    .into_iter()
    .filter_map(|(name, changed)| changed.then_some(name))
    .collect()
}

fn patched(patch: &FacilityPatch) -> facility::ActiveModel {
    let mut row = facility::ActiveModel::default();
    let text = |text: &str| Set(rules::name::normalise(text));
    if let Some(name) = &patch.name {
        row.name = Set(rules::name::normalise(name));
        row.name_search = Set(rules::name::fold(name));
        row.name_order = Set(rules::name_order::key(name));
    }
    if let Some(address) = &patch.address {
        row.address = text(address);
    }
    if let Some(phone) = &patch.phone {
        row.phone = text(phone);
    }
    if let Some(email) = &patch.email {
        row.email = text(email);
    }
    if let Some(representative) = &patch.representative {
        row.representative = Set(rules::name::normalise(representative));
    }
    if let Some(code) = &patch.declared_tax_code {
        row.declared_tax_code = Set(Some(code.trim().to_owned()));
    }
    if let Some(day) = patch.started_on {
        row.started_on = Set(Some(day));
    }
    row
}

pub(super) fn facility_out(whole: &Whole, references: &References, caller: &Caller) -> FacilityOut {
    let Whole {
        facility,
        rooms,
        prices,
    } = whole;
    FacilityOut {
        id: facility.id,
        name: facility.name.clone(),
        kind: facility.kind.clone(),
        tourist: facility.tourist,
        area: references.area_ref(&facility.area_code),
        address: facility.address.clone(),
        phone: facility.phone.clone(),
        email: facility.email.clone(),
        representative: facility.representative.clone(),
        declared_tax_code: facility.declared_tax_code.clone(),
        started_on: facility.started_on,
        rooms: rooms.iter().map(room_out).collect(),
        prices: price_list::in_force(prices, rules::zone::local_date(caller.now.get())),
        setup: setup(facility, rooms, prices, references.needs(&facility.kind)),
        suspended_on: facility.suspended_on,
        restarts_on: facility.restarts_on,
        closes_on: facility.closes_on,
        version: facility.version,
    }
}

fn room_out(room: &room::Model) -> RoomOut {
    RoomOut {
        id: room.id,
        floor: room.floor,
        name: room.name.clone(),
        kind: room.kind.clone(),
        beds: room.beds,
    }
}

/// Returns since when the facility does not operate, if it does not operate on that day.
pub fn stopped_since(facility: &Facility, today: Date) -> Option<Date> {
    let closed = facility.closes_on.filter(|day| *day <= today);
    let suspended = facility
        .suspended_on
        .filter(|day| *day <= today && facility.restarts_on.is_none_or(|end| end > today));
    closed.into_iter().chain(suspended).min()
}
