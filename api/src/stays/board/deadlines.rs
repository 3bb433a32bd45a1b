//! The deadlines of a facility.

use super::super::entity::stay;
use super::super::store::{self, MOST_OPEN};
use super::service::{Inside, due_at, present};
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::directory;
use crate::error::Result;
use dto::Timestamp;
use dto::stay::{DeadlineKind, OwnDeadline, OwnDeadlinesOut, StayState};
use rules::nights::StayKind;
use rules::profile::Profile;
use rules::zone;
use std::collections::BTreeMap;
use time::OffsetDateTime;
use uuid::Uuid;

/// Returns the deadlines of a facility, the most urgent first.
pub async fn own_deadlines(caller: &ScopedCaller<Territory>, id: Uuid) -> Result<OwnDeadlinesOut> {
    let app = &caller.app;
    let facility = directory::service::facility_within(app, &caller.scope, id).await?;
    let now = caller.now;
    let db = app.db.read();
    let open = store::open_stays(db, id, MOST_OPEN).await?;
    let rooms = directory::service::rooms(app, id).await?;
    let standing = present(&open, &app.profile, now);
    let inside = Inside::of(&standing);

    let mut due: BTreeMap<(DeadlineKind, Timestamp), u32> = BTreeMap::new();
    for room in &rooms {
        let standing = inside.state_of(room);
        if let Some(at) = due_at(room, standing, &app.profile) {
            *due.entry((DeadlineKind::Notify, at)).or_default() += standing.unnotified;
        }
    }
    for (stay, state) in &standing {
        if matches!(state, StayState::Leaving | StayState::Overdue) {
            let at = departure_due(stay, &app.profile);
            *due.entry((DeadlineKind::Departure, at.into())).or_default() += 1;
        }
    }
    let today = zone::local_date(now.get());
    let correctable = store::notified_since(db, id, Some(zone::start_of_day(today))).await?;
    if correctable > 0 {
        let until = (DeadlineKind::Correction, Timestamp::from(zone::end_of_day(today)));
        due.insert(until, u32::try_from(correctable).unwrap_or(u32::MAX));
    }
    let mut items: Vec<OwnDeadline> = due
        .into_iter()
        .map(|((kind, due_at), count)| OwnDeadline {
            kind,
            due_at,
            count,
            overdue: due_at.get() <= now.get(),
        })
        .collect();
    items.sort_by_key(|item| (item.due_at, item.kind));
    let event = Event::new("own_deadlines_read", "facility").on(facility.id);
    app.db.record(&caller.actor, now, event).await?;
    Ok(OwnDeadlinesOut { now, items })
}

/// Returns the deadline for declaring a departure: the cut-off of the planned day. For day use, for a guest who arrived
/// after the cut-off, and where no cut-off exists, it is the planned moment.
fn departure_due(stay: &stay::Model, profile: &Profile) -> OffsetDateTime {
    let planned = stay.planned_departure_at;
    let cutoff = profile
        .departure
        .cutoff
        .map(|cutoff| zone::at(zone::local_date(planned), cutoff.0));
    let is_overnight = *stay.kind == StayKind::Overnight;
    cutoff
        .filter(|cutoff| is_overnight && stay.arrival_at < *cutoff)
        .unwrap_or(planned)
}
