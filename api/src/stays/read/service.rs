//! Reads stays. Every reading of guest data is recorded in the audit log.

use super::super::foreign::service as foreign;
use super::super::order::order;
use super::super::query::StayQuery;
use super::super::sight::{Sight, demand_online};
use super::super::thread::service as thread;
use super::super::{answer, budget, row, store};
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::directory;
use crate::error::{Error, Result};
use dto::counts::NotificationCounts;
use dto::stay::{StayCounts, StayOut, StayPage};
use rules::zone::local_date;
use sea_orm::ConnectionTrait;
use uuid::Uuid;

/// Returns the number of guests notified for a facility, by any account.
pub async fn notified_in_all(db: &impl ConnectionTrait, facility: Uuid) -> Result<u64> {
    store::notified_since(db, facility, None).await
}

/// Counts the notifications of today, as the list counts them for that day.
pub async fn count_today(caller: &ScopedCaller<Territory>) -> Result<NotificationCounts> {
    let (app, today) = (&caller.app, local_date(caller.now.get()));
    let query = StayQuery {
        notified_from: Some(today),
        notified_to: Some(today),
        ..StayQuery::default()
    };
    let moment = (caller.now, &app.profile.departure);
    let (total, _, unseen) = store::count(app.db.read(), Sight::of(app, caller), &query, moment).await?;
    Ok(NotificationCounts { total, unseen })
}

/// Returns one stay.
pub async fn get(caller: &ScopedCaller<Territory>, id: Uuid) -> Result<StayOut> {
    let app = &caller.app;
    let found = store::get(app.db.read(), Sight::of(app, caller), id)
        .await?
        .ok_or_else(Error::not_found)?;
    budget::take(app, caller, 1).await?;
    let references = app.references(caller.now).await?;
    let facility_name = directory::service::names(app.db.read(), [found.facility_id].into())
        .await?
        .remove(&found.facility_id);
    let beside = answer::Beside {
        thread: thread::thread_of(app.db.read(), app, id).await?,
        immigration: foreign::immigration_of(app.db.read(), app, &found, caller).await?,
    };
    let telling = answer::Telling::to(caller, app, &references, facility_name.unwrap_or_default());
    let out = answer::stay_out(&found, &telling, beside)?;
    let event = Event::new("stay_read", "stay").on(id).in_area(&found.area_code);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(out)
}

/// Returns a page of stays.
pub async fn list(caller: &ScopedCaller<Territory>, query: &StayQuery) -> Result<StayPage> {
    let app = &caller.app;
    let order = order(query.sort);
    let wanted = query.checked(app, &caller.scope, &order)?;
    demand_online(app, caller.now, query.notified_to)?;
    if let Some(place) = query.facility_id {
        // A place out of reach causes the same error as its register.
        directory::service::facility_within(app, &caller.scope, place).await?;
    }
    let db = app.db.read();
    let moment = (caller.now, &app.profile.departure);
    let mut found = store::list(db, Sight::of(app, caller), query, (&order, &wanted), moment).await?;
    let next_cursor = order.cut(app, &wanted, &mut found)?;
    budget::take(app, caller, found.len()).await?;
    let counts = if query.is_countable() {
        let (total, late, unseen) = store::count(db, Sight::of(app, caller), query, moment).await?;
        Some(StayCounts { total, late, unseen })
    } else {
        None
    };
    let names = directory::service::names(app.db.read(), row::facility_ids(&found)).await?;
    let mut items = found
        .iter()
        .map(|stay| {
            let name = names.get(&stay.facility_id).map(String::as_str).unwrap_or_default();
            answer::summary(stay, app, caller.now, name)
        })
        .collect::<Result<Vec<_>>>()?;
    thread::mark(db, &mut items).await?;
    let read: Vec<String> = found.iter().map(|stay| stay.id.to_string()).collect();
    app.db
        .record(
            &caller.actor,
            caller.now,
            Event::new("stays_listed", "stay").with("stays", read),
        )
        .await?;
    Ok(StayPage {
        items,
        counts,
        next_cursor,
    })
}
