//! The register as a spreadsheet.

use super::super::cells;
use super::contents::Whole;
use super::lines::{Line, written_day};
use crate::authz::Caller;
use crate::error::Result;
use crate::spreadsheet::ledger::{Cell, Ledger, Row, number, taken_out_by};
use dto::{Lang, say};

/// The number of columns.
const COLUMNS: usize = 21;

/// Returns the column headings with their widths in characters.
fn columns(lang: Lang) -> [(&'static str, f64); COLUMNS] {
    [
        (say!(lang, register.head.number), 7.0),
        (say!(lang, register.head.code), 22.0),
        (say!(lang, register.head.notified_at), 16.0),
        (say!(lang, register.head.notified_by), 22.0),
        (say!(lang, register.head.facility), 28.0),
        (say!(lang, register.head.facility_address), 36.0),
        (say!(lang, register.head.room), 9.0),
        (say!(lang, register.head.full_name), 28.0),
        (say!(lang, register.head.birth), 12.0),
        (say!(lang, register.head.sex), 9.0),
        (say!(lang, register.head.nationality), 18.0),
        (say!(lang, register.head.document_kind), 24.0),
        (say!(lang, register.head.document_number), 18.0),
        (say!(lang, register.head.address), 36.0),
        (say!(lang, register.head.kind), 11.0),
        (say!(lang, register.head.arrival_at), 16.0),
        (say!(lang, register.head.planned_departure_at), 16.0),
        (say!(lang, register.head.departed_at), 16.0),
        (say!(lang, register.head.reason), 20.0),
        (say!(lang, register.head.late_minutes), 11.0),
        (say!(lang, register.head.state), 18.0),
    ]
}

/// Writes the register as XLSX. It is CPU-bound: call it outside the threads that answer requests.
pub fn write(whole: &Whole, caller: &Caller) -> Result<Vec<u8>> {
    let ledger = Ledger {
        title: say!(caller.lang, register.title),
        above: above(whole, caller),
        columns: columns(caller.lang).into(),
        now: caller.now,
    };
    let rows = whole.lines.iter().map(|line| Row {
        struck: line.is_struck(),
        cells: row_cells(line, caller.lang).into(),
    });
    ledger.write(rows)
}

fn row_cells(line: &Line, lang: Lang) -> [Cell; COLUMNS] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let guest = &line.guest;
    [
        number(i64::try_from(line.number).unwrap_or(i64::MAX)),
        text(&line.code),
        Cell::Moment(line.notified_at),
        text(&line.notified_by),
        text(&line.facility),
        text(&line.facility_address),
        text(&line.room),
        text(&guest.full_name),
        Cell::Text(line.birth()),
        cells::sex(lang, guest.sex),
        text(&guest.nationality_name),
        text(&line.document_kind),
        text(&guest.document_number),
        text(guest.address.as_deref().unwrap_or_default()),
        cells::kind(lang, line.kind),
        Cell::Moment(line.arrival_at),
        Cell::Moment(line.planned_departure_at),
        line.departed_at.map_or(Cell::Nothing, Cell::Moment),
        text(&line.reason),
        line.late_minutes.map_or(Cell::Nothing, number),
        cells::state(lang, line.state),
    ]
}

/// Returns the lines above the table: place, days, number of lines, and the person who exported it.
fn above(whole: &Whole, caller: &Caller) -> [String; 3] {
    let lang = caller.lang;
    let name = &whole.place.name;
    let of = if whole.place.facility.is_some() {
        say!(lang, register.facility, name = name)
    } else {
        say!(lang, register.area, name = name)
    };
    let period = say!(
        lang,
        register.period,
        from = written_day(whole.period.from),
        to = written_day(whole.period.to),
        total = whole.lines.len(),
        late = whole.late
    );
    [of, period, taken_out_by(lang, caller.now, caller.holder_name())]
}
