//! The list of facilities as a spreadsheet: the lines that a filter leaves, as the list shows them.

use super::query::FacilityQuery;
use super::{service, store};
use crate::audit::Event;
use crate::authz::{Caller, ScopedCaller, Territory};
use crate::error::Result;
use crate::http::File;
use crate::references::References;
use crate::spreadsheet::ledger::{Cell, Ledger, MOST_ROWS, Row, taken_out_by};
use dto::facility::FacilitySummary;
use dto::{Lang, say};
use rules::zone::local_date;

/// Returns all facilities that match the filter, as a file.
pub async fn file(caller: &ScopedCaller<Territory>, query: &FacilityQuery) -> Result<File> {
    let app = &caller.app;
    let (filter, order, all) = query.whole(MOST_ROWS)?;
    let found = store::facilities(app.db.read(), &caller.scope, &filter, &order, &all).await?;
    all.demand_whole(&found)?;
    let lines = found.len();
    let references = app.references(caller.now).await?;
    let area = references.area_ref(&caller.account()?.area_code).name;
    let writer = caller.clone();
    let bytes = app
        .works
        .sheets
        .run(move |_| write(&service::summaries(found, &references), &references, &area, &writer))
        .await??;
    let event = Event::new("facilities_exported", "facility")
        .with("filter", query.names_of_what_is_set())
        .with("lines", lines);
    app.db.record(&caller.actor, caller.now, event).await?;
    Ok(File {
        name: format!("co-so-luu-tru_{}.xlsx", local_date(caller.now.get())),
        bytes,
    })
}

/// The number of columns.
const COLUMNS: usize = 8;

/// Returns the column headings with their widths in characters.
fn columns(lang: Lang) -> [(&'static str, f64); COLUMNS] {
    [
        (say!(lang, export_facilities.head.name), 32.0),
        (say!(lang, export_facilities.head.kind), 22.0),
        (say!(lang, export_facilities.head.address), 36.0),
        (say!(lang, export_facilities.head.area), 20.0),
        (say!(lang, export_facilities.head.province), 18.0),
        (say!(lang, export_facilities.head.phone), 16.0),
        (say!(lang, export_facilities.head.set_up), 16.0),
        (say!(lang, export_facilities.head.updated_at), 16.0),
    ]
}

/// Writes the lines as XLSX. It is CPU-bound: call it outside the threads that answer requests.
fn write(facilities: &[FacilitySummary], references: &References, area: &str, caller: &Caller) -> Result<Vec<u8>> {
    let lang = caller.lang;
    let unready = facilities.iter().filter(|facility| !facility.setup_complete).count();
    let ledger = Ledger {
        title: say!(lang, export_facilities.title),
        above: [
            say!(lang, register.area, name = area),
            say!(
                lang,
                export_facilities.lines,
                total = facilities.len(),
                unready = unready
            ),
            taken_out_by(lang, caller.now, caller.holder_name()),
        ],
        columns: columns(lang).into(),
        now: caller.now,
    };
    ledger.write(facilities.iter().map(|facility| Row {
        struck: false,
        cells: cells(facility, references, lang).into(),
    }))
}

fn cells(facility: &FacilitySummary, references: &References, lang: Lang) -> [Cell; COLUMNS] {
    let set_up = if facility.setup_complete {
        say!(lang, export_facilities.set_up.complete)
    } else {
        say!(lang, export_facilities.set_up.incomplete)
    };
    [
        Cell::text(&facility.name),
        Cell::text(references.label("facility_kinds", &facility.kind, lang)),
        Cell::text(&facility.address),
        Cell::text(&facility.area.name),
        Cell::text(&facility.area.province_name),
        Cell::text(&facility.phone),
        Cell::text(set_up),
        Cell::moment(facility.updated_at),
    ]
}
