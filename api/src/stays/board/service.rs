//! The room board: the room plan of a facility with the guests in each room.

use super::super::entity::stay;
use super::super::store::{self, MOST_OPEN};
use super::super::thread::service as thread;
use super::super::{answer, row};
use super::marks;
use super::store as guests;
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::db::Tx;
use crate::directory;
use crate::directory::Room;
use crate::error::Result;
use dto::Timestamp;
use dto::room::{BoardRoom, RoomBoardOut, RoomMark};
use dto::stay::{RoomState, StayState, StaySummary};
use rules::nights::StayKind;
use rules::profile::Profile;
use rules::zone::local_date;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Returns those of the rooms that have guests.
pub async fn occupied_rooms(tx: &Tx, rooms: &[Uuid]) -> Result<HashSet<Uuid>> {
    guests::occupied(tx, rooms).await
}

/// Returns the rooms of a facility with their guests.
pub async fn room_board(caller: &ScopedCaller<Territory>, id: Uuid) -> Result<RoomBoardOut> {
    let app = &caller.app;
    let facility = directory::service::facility_within(app, &caller.scope, id).await?;
    let now = caller.now;
    let open = store::open_stays(app.db.read(), id, MOST_OPEN).await?;
    let plan = directory::service::rooms(app, id).await?;
    let standing = present(&open, &app.profile, now);
    let inside = Inside::of(&standing);

    let mut told = standing
        .iter()
        .map(|(row, _)| answer::summary(row, app, now, &facility.name))
        .collect::<Result<Vec<_>>>()?;
    thread::mark(app.db.read(), &mut told).await?;
    let mut by_room: HashMap<Option<Uuid>, Vec<StaySummary>> = HashMap::new();
    for ((row, _), told) in standing.iter().zip(told) {
        by_room.entry(row.room_id).or_default().push(told);
    }
    let shown: Vec<String> = standing.iter().map(|(row, _)| row.id.to_string()).collect();
    let board: Vec<BoardRoom> = plan
        .into_iter()
        .map(|room| {
            let standing = inside.state_of(&room);
            BoardRoom {
                id: room.id,
                floor: room.floor,
                state: standing.state,
                unnotified: standing.unnotified,
                due_at: due_at(&room, standing, &app.profile),
                out_of_service: room.mark == Some(RoomMark::OutOfService),
                note: room.mark_note,
                version: room.mark_version,
                stays: by_room.remove(&Some(room.id)).unwrap_or_default(),
                name: room.name,
                kind: room.kind,
                beds: room.beds,
            }
        })
        .collect();
    let event = Event::new("room_board_read", "facility").on(id).with("stays", shown);
    app.db.record(&caller.actor, now, event).await?;
    Ok(RoomBoardOut {
        now,
        date: local_date(now.get()),
        unnotified: board.iter().map(|room| room.unnotified).sum(),
        rooms: board,
        without_room: by_room.into_values().flatten().collect(),
        truncated: open.len() as u64 >= MOST_OPEN,
    })
}

/// Returns the deadline for notifying guests who have moved in.
pub(super) fn due_at(room: &Room, standing: RoomStanding, profile: &Profile) -> Option<Timestamp> {
    let arrived = marks::arrived_since(room).filter(|_| standing.unnotified > 0)?;
    Some(rules::deadline::due_at(arrived.get(), &profile.notification).into())
}

/// Returns the guests who are present now, with the states of their stays.
pub(super) fn present<'a>(
    open: &'a [stay::Model],
    profile: &Profile,
    now: Timestamp,
) -> Vec<(&'a stay::Model, StayState)> {
    open.iter()
        .filter(|row| row.arrival_at <= now.get())
        .map(|row| (row, row::standing(row, profile, now).0))
        .collect()
}

/// The content of each room: the most urgent state of its guests, and their number.
pub(super) struct Inside(HashMap<Uuid, (RoomState, u32)>);

/// The state of a room.
#[derive(Clone, Copy)]
pub(super) struct RoomStanding {
    pub state: RoomState,
    pub guests: u32,
    pub unnotified: u32,
}

impl Inside {
    pub(super) fn of(standing: &[(&stay::Model, StayState)]) -> Self {
        let mut states: HashMap<Uuid, (RoomState, u32)> = HashMap::new();
        for (row, state) in standing {
            let Some(room) = row.room_id else { continue };
            let is_day_use = *row.kind == StayKind::DayUse;
            let state = match state {
                StayState::Overdue => RoomState::Overdue,
                _ if is_day_use => RoomState::DayUse,
                StayState::Leaving => RoomState::Leaving,
                _ => RoomState::Occupied,
            };
            let entry = states.entry(room).or_insert((state, 0));
            if urgency(state) > urgency(entry.0) {
                entry.0 = state;
            }
            entry.1 += 1;
        }
        Self(states)
    }

    /// Returns the state of a room, its mark included.
    pub(super) fn state_of(&self, room: &Room) -> RoomStanding {
        let (state, guests) = self.0.get(&room.id).copied().unwrap_or((RoomState::Free, 0));
        let unnotified = marks::unnotified(room, guests);
        let state = if unnotified > 0 {
            RoomState::NotNotified
        } else if guests == 0 && room.mark == Some(RoomMark::OutOfService) {
            RoomState::OutOfService
        } else {
            state
        };
        RoomStanding {
            state,
            guests,
            unnotified,
        }
    }
}

fn urgency(state: RoomState) -> u8 {
    match state {
        RoomState::Free | RoomState::OutOfService => 0,
        RoomState::Occupied => 1,
        RoomState::DayUse => 2,
        RoomState::Leaving => 3,
        RoomState::Overdue => 4,
        RoomState::NotNotified => 5,
    }
}
