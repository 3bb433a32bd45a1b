//! The day of a facility.

use super::super::answer;
use super::super::entity::stay::{self, Column};
use super::super::foreign::service as foreign;
use super::super::store::{self, MOST_OPEN};
use super::super::thread::service as thread;
use super::super::thread::store as thread_store;
use super::service::{Inside, present};
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::directory;
use crate::error::Result;
use dto::Timestamp;
use dto::counts::TaskCounts;
use dto::stay::{FacilityDayOut, RoomDayOut, StayState, StaySummary};
use rules::zone::{end_of_day, local_date, start_of_day};
use uuid::Uuid;

/// Returns the open tasks of the caller's own facility in numbers; none for an area, which has no tasks.
pub async fn tasks(caller: &ScopedCaller<Territory>) -> Result<Option<TaskCounts>> {
    let Territory::Facility(id) = caller.scope else {
        return Ok(None);
    };
    let app = &caller.app;
    let db = app.db.read();
    let open = store::open_stays(db, id, MOST_OPEN).await?;
    let standing = present(&open, &app.profile, caller.now);
    let inside = Inside::of(&standing);
    let rooms = directory::service::rooms(app, id).await?;
    let overdue = standing
        .iter()
        .filter(|(_, state)| *state == StayState::Overdue)
        .count();
    Ok(Some(TaskCounts {
        rooms_not_notified: rooms
            .iter()
            .filter(|room| inside.state_of(room).unnotified > 0)
            .map(|room| room.id)
            .collect(),
        overdue_count: u32::try_from(overdue).unwrap_or(u32::MAX),
        asked_count: thread_store::count_asked(db, id).await?,
    }))
}

/// The largest number of stays in one of the lists.
const MOST: usize = 500;

/// Returns today's arrivals, present guests and departures, and the state of each room.
pub async fn facility_day(caller: &ScopedCaller<Territory>, id: Uuid) -> Result<FacilityDayOut> {
    let app = &caller.app;
    let facility = directory::service::facility_within(app, &caller.scope, id).await?;
    let now = caller.now;
    let date = local_date(now.get());
    let (from, until) = (Timestamp::from(start_of_day(date)), Timestamp::from(end_of_day(date)));
    let db = app.db.read();
    let open = store::open_stays(db, id, MOST_OPEN).await?;
    let arrived = store::arrived_or_left(db, id, Column::ArrivalAt, from, until, MOST as u64).await?;
    let left = store::arrived_or_left(db, id, Column::DepartedAt, from, until, MOST as u64).await?;
    let rooms = directory::service::rooms(app, id).await?;

    let tell = |row: &stay::Model| answer::summary(row, app, now, &facility.name);
    let mut arrivals = arrived.iter().map(tell).collect::<Result<Vec<_>>>()?;
    let standing = present(&open, &app.profile, now);
    let of = |state: StayState| standing.iter().filter(move |(_, known)| *known == state).take(MOST);
    let mut overdue = of(StayState::Overdue)
        .map(|(row, _)| tell(row))
        .collect::<Result<Vec<_>>>()?;
    let mut departures = of(StayState::Leaving)
        .map(|(row, _)| tell(row))
        .collect::<Result<Vec<StaySummary>>>()?;
    departures.extend(left.iter().map(tell).collect::<Result<Vec<_>>>()?);

    let waiting = thread_store::asked_of(db, id, MOST as u64).await?;
    let mut asked = waiting.iter().map(tell).collect::<Result<Vec<_>>>()?;

    for list in [&mut overdue, &mut asked, &mut arrivals, &mut departures] {
        thread::mark(db, list).await?;
    }
    let shown: Vec<String> = overdue
        .iter()
        .chain(&asked)
        .chain(&arrivals)
        .chain(&departures)
        .map(|stay| stay.id.to_string())
        .collect();
    let truncated =
        waiting.len() >= MOST || open.len() as u64 >= MOST_OPEN || arrived.len() >= MOST || left.len() >= MOST;
    let inside = Inside::of(&standing);
    let rooms: Vec<_> = rooms.iter().map(|room| (room, inside.state_of(room))).collect();
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
        overdue_stays: overdue,
        asked_stays: asked,
        arrivals,
        departures,
        present_guests: u32::try_from(standing.len()).unwrap_or(u32::MAX),
        foreign_guests: foreign::counts(db, app, caller, id).await?,
        unnotified: rooms.iter().map(|(_, standing)| standing.unnotified).sum(),
        rooms: rooms
            .into_iter()
            .map(|(room, standing)| RoomDayOut {
                id: room.id,
                floor: room.floor,
                name: room.name.clone(),
                state: standing.state,
                guest_count: standing.guests,
            })
            .collect(),
        truncated,
    })
}
