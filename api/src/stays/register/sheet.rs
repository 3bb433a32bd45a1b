//! The register as a spreadsheet.

use super::super::ledger::{Cell, Ledger, Row, number, say, taken_out_by};
use super::contents::Whole;
use super::lines::{Line, state_name, written_day};
use crate::authz::Caller;
use crate::error::Result;
use dto::Lang;
use dto::given::Text;

/// The columns: the name of the head and the width in characters.
const COLUMNS: [(&str, f64); 21] = [
    ("number", 7.0),
    ("code", 22.0),
    ("notified_at", 16.0),
    ("notified_by", 22.0),
    ("facility", 28.0),
    ("facility_address", 36.0),
    ("room", 9.0),
    ("full_name", 28.0),
    ("birth", 12.0),
    ("sex", 9.0),
    ("nationality", 18.0),
    ("document_kind", 24.0),
    ("document_number", 18.0),
    ("address", 36.0),
    ("kind", 11.0),
    ("arrival_at", 16.0),
    ("planned_departure_at", 16.0),
    ("departed_at", 16.0),
    ("reason", 20.0),
    ("late_minutes", 11.0),
    ("state", 18.0),
];

/// The register as XLSX. It computes: call it off the threads that answer requests.
pub fn write(whole: &Whole, caller: &Caller) -> Result<Vec<u8>> {
    let ledger = Ledger {
        title: say(caller.lang, "register.title", &[]),
        above: above(whole, caller),
        columns: COLUMNS
            .iter()
            .map(|(name, width)| (say(caller.lang, &format!("register.head.{name}"), &[]), *width))
            .collect(),
        now: caller.now,
    };
    let rows = whole.lines.iter().map(|line| Row {
        struck: line.is_struck(),
        cells: cells(line, caller.lang).into(),
    });
    ledger.write(rows)
}

fn cells(line: &Line, lang: Lang) -> [Cell; COLUMNS.len()] {
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
        Cell::Text(say(lang, &format!("register.sex.{}", guest.sex.to_text()), &[])),
        text(&guest.nationality_name),
        text(&line.document_kind),
        text(&guest.document_number),
        text(guest.address.as_deref().unwrap_or_default()),
        Cell::Text(say(lang, &format!("register.kind.{}", line.kind), &[])),
        Cell::Moment(line.arrival_at),
        Cell::Moment(line.planned_departure_at),
        line.departed_at.map_or(Cell::Nothing, Cell::Moment),
        text(&line.reason),
        line.late_minutes.map_or(Cell::Nothing, number),
        Cell::Text(say(lang, &format!("register.state.{}", state_name(line.state)), &[])),
    ]
}

/// Of what the register is, of which days, how long it is, and who has taken it out.
fn above(whole: &Whole, caller: &Caller) -> [String; 3] {
    let lang = caller.lang;
    let of = if whole.place.facility.is_some() {
        "register.facility"
    } else {
        "register.area"
    };
    let period = [
        ("from", written_day(whole.period.from)),
        ("to", written_day(whole.period.to)),
        ("total", whole.lines.len().to_string()),
        ("late", whole.late.to_string()),
    ];
    [
        say(lang, of, &[("name", whole.place.name.clone())]),
        say(lang, "register.period", &period),
        taken_out_by(caller),
    ]
}
