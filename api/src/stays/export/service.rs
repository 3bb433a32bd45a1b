//! Exports the list. The caller has to state the purpose.

use super::super::order::order;
use super::super::purpose::check_purpose;
use super::super::query::StayQuery;
use super::super::sight::{Sight, demand_online};
use super::super::thread::service as thread;
use super::super::{answer, budget, row, store};
use super::sheet;
use crate::audit::Event;
use crate::authz::{ScopedCaller, Territory};
use crate::directory;
use crate::error::Result;
use crate::http::File;
use crate::http::paging::Wanted;
use crate::spreadsheet::ledger::MOST_ROWS;
use dto::stay::{PurposeIn, StaySummary};
use rules::zone::local_date;

/// Returns all lines that match the filter, as a file.
pub async fn file(caller: &ScopedCaller<Territory>, query: &StayQuery, asked: PurposeIn) -> Result<File> {
    let app = &caller.app;
    let order = order(query.sort);
    query.checked(app, &caller.scope, &order)?;
    let all = Wanted::whole(MOST_ROWS, query.cursor.as_deref(), query.limit)?;
    check_purpose(app, caller, Some(&asked.purpose)).await?;
    demand_online(app, caller.now, query.notified_to)?;
    let db = app.db.read();
    let moment = (caller.now, &app.profile.departure);
    let found = store::list(db, Sight::of(app, caller), query, (&order, &all), moment).await?;
    all.demand_whole(&found)?;
    budget::take(app, caller, found.len()).await?;
    let names = directory::service::names(db, row::facility_ids(&found)).await?;
    let mut stays = found
        .iter()
        .map(|stay| {
            let name = names.get(&stay.facility_id).map(String::as_str).unwrap_or_default();
            answer::summary(stay, app, caller.now, name)
        })
        .collect::<Result<Vec<StaySummary>>>()?;
    thread::mark(db, &mut stays).await?;
    let references = app.references(caller.now).await?;
    let area = references.area_ref(&caller.account()?.area_code).name;
    let lines = stays.len();
    let writer = caller.clone();
    let bytes = app
        .works
        .sheets
        .run(move |_| sheet::write(&stays, &area, &writer))
        .await??;
    let event = Event::new("stays_exported", "stay")
        .for_purpose(Some(asked.purpose), asked.reference)
        .with("filter", query.names_of_what_is_set())
        .with("notified_from", query.notified_from.map(|day| day.to_string()))
        .with("notified_to", query.notified_to.map(|day| day.to_string()))
        .with("facility", query.facility_id.map(|id| id.to_string()))
        .with("lines", lines);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(File {
        name: format!("thong-bao-luu-tru_{}.xlsx", local_date(caller.now.get())),
        bytes,
    })
}
