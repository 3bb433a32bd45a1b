//! The view of a commune for an officer: the facilities to call first.

use super::query::{Attention, CommuneDayQuery};
use super::store;
use crate::App;
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::directory;
use crate::directory::Facility;
use crate::directory::service::stopped_since;
use crate::error::{Error, Result};
use crate::http::paging;
use dto::Timestamp;
use dto::stay::{CommuneCounts, CommuneDayOut, FacilityToday};
use rules::zone::{local_date, start_of_day};
use std::cmp::Reverse;
use std::collections::HashMap;
use time::Date;
use uuid::Uuid;

/// The largest number of facilities of a commune that are read.
const MOST: u64 = 5_000;

/// Returns the facilities of a commune with their current state, those that need attention first.
pub async fn commune_day(
    caller: &ScopedCaller<Territory>,
    code: &str,
    query: &CommuneDayQuery,
) -> Result<CommuneDayOut> {
    let app = &caller.app;
    let (silent_after, page) = query.checked()?;
    let passed = page.after.unwrap_or_default();
    let references = app.references(caller.now).await?;
    let area = references
        .area(code)
        .filter(|area| references.is_leaf(&area.code))
        .ok_or_else(Error::not_found)?;
    let scope = caller
        .scope
        .narrowed(&area.code, &area.path, true)
        .ok_or_else(Error::not_found)?;
    let date = local_date(caller.now.get());
    let (mut all, truncated) = facilities(app, &scope, caller.now, silent_after).await?;
    let counts = counted(&all);
    all.sort_by_cached_key(urgency);
    let mut items: Vec<FacilityToday> = all
        .into_iter()
        .filter(|facility| match query.only {
            None => true,
            Some(Attention::Late) => facility.late > 0,
            Some(Attention::Silent) => facility.silent,
        })
        .skip(passed)
        .take(page.limit + 1)
        .collect();
    let next_cursor = page.cut(&mut items, |_| paging::write(&(passed + page.limit).to_string()));
    // The telephone number may be that of a household, so the reading is recorded, as for the list of facilities.
    let read: Vec<String> = items.iter().map(|facility| facility.id.to_string()).collect();
    let event = Event::new("commune_day_read", "area")
        .on(code)
        .in_area(code)
        .with("facilities", read);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(CommuneDayOut {
        now: caller.now,
        date,
        area: references.area_ref(code),
        silent_after,
        counts,
        items,
        truncated,
        next_cursor,
    })
}

async fn facilities(
    app: &App,
    scope: &Territory,
    now: Timestamp,
    silent_after: u32,
) -> Result<(Vec<FacilityToday>, bool)> {
    let db = app.db.read();
    let today = local_date(now.get());
    let most = usize::try_from(MOST).unwrap_or(usize::MAX);
    let mut facilities = directory::service::facilities_within(app, scope, most).await?;
    let truncated = facilities.len() > most;
    facilities.truncate(most);
    let notified = store::notified_since(db, scope, start_of_day(today)).await?;
    let standings: HashMap<Uuid, store::Standing> =
        store::standings(db, scope, (now, &app.profile.departure), MOST + 1)
            .await?
            .into_iter()
            .map(|standing| (standing.id, standing))
            .collect();
    let last: Vec<Uuid> = standings
        .values()
        .filter_map(|standing| standing.last_stay_id)
        .collect();
    let moments = store::notified_at(db, &last).await?;
    let found = facilities
        .into_iter()
        .map(|facility| {
            let standing = standings.get(&facility.id);
            let last_stay_id = standing.and_then(|standing| standing.last_stay_id);
            let last = last_stay_id.and_then(|stay| moments.get(&stay)).copied();
            let since = local_date(last.unwrap_or(facility.created_at));
            let silent_days = u32::try_from((today - since).whole_days()).unwrap_or(0);
            let operating = operates(&facility, today);
            let today = notified.get(&facility.id).copied().unwrap_or_default();
            FacilityToday {
                id: facility.id,
                name: facility.name,
                kind: facility.kind,
                address: facility.address,
                phone: facility.phone,
                notified: today.total,
                late: today.late,
                present: standing.map_or(0, |standing| standing.present.unsigned_abs()),
                last_notified_at: last.map(Timestamp::from),
                last_stay_id,
                silent_days,
                silent: operating && silent_days >= silent_after,
                operating,
            }
        })
        .collect();
    Ok((found, truncated))
}

fn operates(facility: &Facility, today: Date) -> bool {
    stopped_since(facility, today).is_none()
}

fn counted(all: &[FacilityToday]) -> CommuneCounts {
    let count = |is: fn(&FacilityToday) -> bool| {
        u32::try_from(all.iter().filter(|facility| is(facility)).count()).unwrap_or(u32::MAX)
    };
    CommuneCounts {
        facilities: count(|_| true),
        notified: all.iter().map(|facility| facility.notified).sum(),
        late: all.iter().map(|facility| facility.late).sum(),
        present: all.iter().map(|facility| facility.present).sum(),
        late_facilities: count(|facility| facility.late > 0),
        silent_facilities: count(|facility| facility.silent),
        never_notified: count(|facility| facility.silent && facility.last_notified_at.is_none()),
    }
}

/// Returns the order in which an officer calls: first the facilities with the most late notifications, then those
/// without notifications for the longest time, then the others by name; last those that do not operate.
fn urgency(facility: &FacilityToday) -> (u8, Reverse<u64>, Reverse<u32>, String, Uuid) {
    let class = if facility.late > 0 {
        0
    } else if facility.silent {
        1
    } else if facility.operating {
        2
    } else {
        3
    };
    let silence = if facility.silent { facility.silent_days } else { 0 };
    (
        class,
        Reverse(facility.late),
        Reverse(silence),
        rules::name::fold(&facility.name),
        facility.id,
    )
}
