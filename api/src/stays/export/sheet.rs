//! The list as a spreadsheet.

use super::super::cells;
use crate::authz::{ScopedCaller, Territory};
use crate::error::Result;
use crate::spreadsheet::ledger::{Cell, Ledger, Row, number, taken_out_by};
use dto::stay::{StayState, StaySummary};
use dto::{Lang, say};

/// The number of columns.
const COLUMNS: usize = 16;

/// Returns the column headings with their widths in characters. Headings that the register has too have the same names.
fn columns(lang: Lang) -> [(&'static str, f64); COLUMNS] {
    [
        (say!(lang, register.head.code), 22.0),
        (say!(lang, register.head.notified_at), 16.0),
        (say!(lang, export.head.entered_at), 16.0),
        (say!(lang, register.head.full_name), 28.0),
        (say!(lang, register.head.sex), 9.0),
        (say!(lang, export.head.birth_year), 9.0),
        (say!(lang, register.head.nationality), 11.0),
        (say!(lang, export.head.document_masked), 18.0),
        (say!(lang, register.head.facility), 28.0),
        (say!(lang, register.head.room), 9.0),
        (say!(lang, register.head.kind), 11.0),
        (say!(lang, register.head.arrival_at), 16.0),
        (say!(lang, register.head.planned_departure_at), 16.0),
        (say!(lang, register.head.departed_at), 16.0),
        (say!(lang, register.head.late_minutes), 11.0),
        (say!(lang, register.head.state), 18.0),
    ]
}

/// Writes the lines as XLSX. It is CPU-bound: call it outside the threads that answer requests.
pub fn write(stays: &[StaySummary], area: &str, caller: &ScopedCaller<Territory>) -> Result<Vec<u8>> {
    let lang = caller.lang;
    let late = stays.iter().filter(|stay| stay.late_seconds.is_some()).count();
    let ledger = Ledger {
        title: say!(lang, export.title),
        above: [
            say!(lang, register.area, name = area),
            say!(lang, export.lines, total = stays.len(), late = late),
            taken_out_by(lang, caller.now, caller.holder_name()),
        ],
        columns: columns(lang).into(),
        now: caller.now,
    };
    let rows = stays.iter().map(|stay| Row {
        struck: stay.state == StayState::Cancelled,
        cells: row_cells(stay, lang).into(),
    });
    ledger.write(rows)
}

fn row_cells(stay: &StaySummary, lang: Lang) -> [Cell; COLUMNS] {
    let text = |text: &str| Cell::text(text);
    [
        text(&stay.stay_code),
        Cell::moment(stay.notified_at),
        Cell::moment_or_nothing(stay.entered_at),
        text(&stay.full_name),
        cells::sex(lang, stay.sex),
        number(stay.birth_year.into()),
        text(&stay.nationality),
        text(&stay.document_masked),
        text(&stay.facility_name),
        text(stay.room_name.as_deref().unwrap_or_default()),
        cells::kind(lang, stay.kind),
        Cell::moment(stay.arrival_at),
        Cell::moment(stay.planned_departure_at),
        Cell::moment_or_nothing(stay.departed_at),
        stay.late_seconds.map_or(Cell::Nothing, |seconds| number(seconds / 60)),
        cells::state(lang, stay.state),
    ]
}
