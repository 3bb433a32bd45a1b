//! The queue as a spreadsheet: the lines that a filter leaves, as the list shows them.

use super::deciding;
use super::read::{Beside, scoped};
use super::sheet;
use crate::audit::Event;
use crate::authz::{Dossiers, ScopedCaller};
use crate::error::Result;
use crate::http::File;
use crate::http::paging::Wanted;
use crate::procedures::kind::ProcedureKind;
use crate::procedures::query::DossierQuery;
use crate::procedures::store::queue;
use crate::spreadsheet::ledger::MOST_ROWS;
use dto::dossier::DossierState;
use rules::zone::local_date;

/// Returns all dossiers that match the filter, as a file.
pub async fn export<K: ProcedureKind + 'static>(caller: &ScopedCaller<Dossiers>, query: &DossierQuery) -> Result<File> {
    let app = &caller.app;
    let filter = scoped(query.filter()?, caller, query);
    let order = filter.order();
    let all = Wanted::whole(MOST_ROWS, query.cursor.as_deref(), query.limit)?;
    let foreign = deciding::foreign_tiers(caller.account()?.tier(), &app.profile);
    let db = app.db.read();
    let rows = queue::list(db, &caller.scope, &filter, &foreign, (&order, &all), caller.now).await?;
    all.demand_whole(&rows)?;
    let lines = rows.len();
    let beside = Beside::of(caller, &rows).await?;
    let references = app.references(caller.now).await?;
    let area = references.area_ref(&caller.account()?.area_code).name;
    let writer = caller.clone();
    let bytes = app
        .works
        .sheets
        .run(move |_| {
            // Forms are opened for their summaries, which takes as long as the writing.
            let items = beside.tell::<K>(&writer, rows)?;
            sheet::write(&items, &area, &writer)
        })
        .await??;
    let event = Event::new("dossiers_exported", "dossier")
        .with("filter", query.names_of_what_is_set())
        .with("state", query.state.map(DossierState::as_str))
        .with("procedure", query.procedure.as_deref())
        .with("lines", lines);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(File {
        name: format!("ho-so_{}.xlsx", local_date(caller.now.get())),
        bytes,
    })
}
