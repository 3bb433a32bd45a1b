//! Marks on the room board: guests who have arrived and are not notified yet, and rooms that are out of service.

use super::store as guests;
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::db::Tx;
use crate::directory::{self, Room, room_plan, service};
use crate::error::{Error, Result};
use crate::http::versions;
use dto::Timestamp;
use dto::facility::{FacilityOut, RoomPlanIn};
use dto::problem::ErrorCode;
use dto::room::{Marking, NewMark, RoomMark, RoomMarkOut};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Replaces the room plan of a facility (KH-11.2a-1). A room with guests cannot be removed.
pub async fn replace_room_plan(caller: &ScopedCaller<Territory>, id: Uuid, plan: RoomPlanIn) -> Result<FacilityOut> {
    let occupied = async |tx: &Tx, retired: &[Uuid]| guests::occupied(tx, retired).await;
    room_plan::replace(&caller.app, caller, id, plan, occupied).await
}

/// Sets or removes the mark of a room. A room with guests cannot be put out of service.
pub async fn mark_room(
    caller: &ScopedCaller<Territory>,
    facility_id: Uuid,
    id: Uuid,
    marking: Marking,
) -> Result<RoomMarkOut> {
    let app = &caller.app;
    let facility = service::facility_within(app, &caller.scope, facility_id).await?;
    app.db
        .write(&caller.actor, caller.now, async |tx| {
            // The lock is exclusive: nobody can move in while the room is put out of service.
            let room = service::hold_room_to_mark(tx, facility.id, id).await?;
            let room = room.ok_or_else(Error::not_found)?;
            versions::keep(room.mark_version, marking.version)?;
            if matches!(marking.mark, NewMark::OutOfService(_)) && guests::occupied(tx, &[id]).await?.contains(&id) {
                return Err(Error::new(ErrorCode::RoomOccupied).with("rooms", room.name));
            }
            let (mark, guests, note) = match marking.mark {
                NewMark::Nothing => (None, None, None),
                NewMark::Arrived(guests) => (Some(RoomMark::Arrived), Some(guests), None),
                NewMark::OutOfService(note) => (Some(RoomMark::OutOfService), None, Some(note)),
            };
            let event = Event::new("room_marked", "room")
                .on(id)
                .in_area(&facility.area_code)
                .with("mark", mark.map(RoomMark::as_str))
                .with("guests", guests);
            let new = directory::NewMark {
                mark,
                guests,
                note,
                version: room.mark_version + 1,
                // A guest mark keeps its moment of arrival when only the number changes: the deadline depends on it.
                since: mark.map(|mark| match (room.mark, room.marked_at) {
                    (Some(RoomMark::Arrived), Some(since)) if mark == RoomMark::Arrived => since,
                    _ => caller.now.get(),
                }),
            };
            let after = service::mark_room(tx, id, new).await?;
            Ok((mark_out(&after), event.into()))
        })
        .await
}

fn mark_out(room: &Room) -> RoomMarkOut {
    RoomMarkOut {
        room_id: room.id,
        mark: room.mark,
        guest_count: room.mark_guests,
        note: room.mark_note.clone(),
        marked_at: room.marked_at.map(Into::into),
        version: room.mark_version,
    }
}

/// Returns the number of guests who have moved in besides the `notified` ones.
pub fn unnotified(room: &Room, notified: u32) -> u32 {
    match (room.mark, room.mark_guests) {
        (Some(RoomMark::Arrived), Some(guests)) => u32::from(guests.unsigned_abs()).saturating_sub(notified),
        _ => 0,
    }
}

/// Returns the time since which guests without a notification are present.
pub fn arrived_since(room: &Room) -> Option<Timestamp> {
    room.marked_at.map(Into::into)
}

/// Deletes the marks of rooms whose guests are all notified, before a guest leaves: after that, the number in the mark
/// has no meaning.
pub async fn settle(tx: &Tx, rooms: &BTreeSet<Uuid>) -> Result<()> {
    let marked = service::hold_marked_rooms(tx, rooms, RoomMark::Arrived).await?;
    if marked.is_empty() {
        return Ok(());
    }
    let inside = guests::guests_by_room(tx, rooms).await?;
    let is_settled = |room: &Room| {
        let notified = inside.get(&room.id).copied().unwrap_or_default();
        unnotified(room, u32::try_from(notified).unwrap_or(u32::MAX)) == 0
    };
    let settled: Vec<Uuid> = marked
        .iter()
        .filter(|room| is_settled(room))
        .map(|room| room.id)
        .collect();
    service::unmark_rooms(tx, settled).await
}
