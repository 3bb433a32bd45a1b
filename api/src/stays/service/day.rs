//! A facility's day.

use super::super::entity::stay::{self, Column};
use super::super::{row, store};
use crate::audit::Event;
use crate::authz::{Grant, policy};
use crate::directory;
use crate::error::Result;
use dto::Timestamp;
use dto::stay::{FacilityDayOut, RoomDayOut, RoomState, StayState, StaySummary};
use rules::nights::StayKind;
use rules::zone::{end_of_day, local_date, start_of_day};
use std::collections::HashMap;
use uuid::Uuid;

/// Most stays in one of the lists.
const MOST: usize = 500;
/// Most open stays looked at: more guests than any house has beds.
const MOST_OPEN: u64 = 5_000;

/// Who arrives, stays and leaves today, and how each room stands.
pub async fn facility_day(grant: &Grant<policy::GetFacilityDay>, id: Uuid) -> Result<FacilityDayOut> {
    let (app, caller) = (&grant.app, &grant.caller);
    let facility = directory::service::facility_within(app, &caller.scope, id).await?;
    let now = caller.now;
    let date = local_date(now.get());
    let (from, until) = (Timestamp::from(start_of_day(date)), Timestamp::from(end_of_day(date)));
    let db = app.db.read();
    let open = store::open_stays(db, id, MOST_OPEN).await?;
    let arrived = store::arrived_or_left(db, id, Column::ArrivalAt, from, until, MOST as u64).await?;
    let left = store::arrived_or_left(db, id, Column::DepartedAt, from, until, MOST as u64).await?;
    let rooms = directory::service::rooms(app, id).await?;

    let tell = |row: &stay::Model| row::summary(row, app, now, &facility.name);
    let arrivals = arrived.iter().map(tell).collect::<Result<Vec<_>>>()?;
    let present: Vec<&stay::Model> = open.iter().filter(|row| row.arrival_at <= now.get()).collect();
    let standing = present
        .iter()
        .map(|row| Ok((*row, row::standing(row, &app.profile, now)?.0)))
        .collect::<Result<Vec<(&stay::Model, StayState)>>>()?;
    let of = |state: StayState| standing.iter().filter(move |(_, known)| *known == state).take(MOST);
    let overdue = of(StayState::Overdue)
        .map(|(row, _)| tell(row))
        .collect::<Result<Vec<_>>>()?;
    let mut departures = of(StayState::Leaving)
        .map(|(row, _)| tell(row))
        .collect::<Result<Vec<StaySummary>>>()?;
    departures.extend(left.iter().map(tell).collect::<Result<Vec<_>>>()?);

    let shown: Vec<String> = overdue
        .iter()
        .chain(&arrivals)
        .chain(&departures)
        .map(|stay| stay.id.to_string())
        .collect();
    let truncated = open.len() as u64 >= MOST_OPEN || arrived.len() >= MOST || left.len() >= MOST;
    let rooms = room_states(&standing)?.states_of(rooms);
    app.db
        .record(
            &caller.actor,
            now,
            Event::new("facility_day_read", "facility").on(id).with("stays", shown),
        )
        .await?;
    Ok(FacilityDayOut {
        now,
        date,
        evening_due_at: rules::deadline::evening_cutoff_of(date, &app.profile.notification).into(),
        overdue,
        arrivals,
        departures,
        present_guests: u32::try_from(present.len()).unwrap_or(u32::MAX),
        rooms,
        truncated,
    })
}

/// What each room has in it: the most pressing state of its guests, and how many there are.
struct RoomStates(HashMap<Uuid, (RoomState, u32)>);

fn room_states(standing: &[(&stay::Model, StayState)]) -> Result<RoomStates> {
    let mut states: HashMap<Uuid, (RoomState, u32)> = HashMap::new();
    for (row, state) in standing {
        let Some(room) = row.room_id else { continue };
        let is_day_use = row::course(row)?.kind == StayKind::DayUse;
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
    Ok(RoomStates(states))
}

fn urgency(state: RoomState) -> u8 {
    match state {
        RoomState::Free => 0,
        RoomState::Occupied => 1,
        RoomState::DayUse => 2,
        RoomState::Leaving => 3,
        RoomState::Overdue => 4,
    }
}

impl RoomStates {
    fn states_of(&self, rooms: Vec<directory::entity::room::Model>) -> Vec<RoomDayOut> {
        rooms
            .into_iter()
            .map(|room| {
                let (state, guests) = self.0.get(&room.id).copied().unwrap_or((RoomState::Free, 0));
                RoomDayOut {
                    id: room.id,
                    floor: room.floor,
                    name: room.name,
                    state,
                    guests,
                }
            })
            .collect()
    }
}
