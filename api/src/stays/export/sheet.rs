//! The list as a spreadsheet.

use super::super::ledger::{Cell, Ledger, Row, number, say, taken_out_by};
use super::super::register::state_name;
use crate::authz::{ScopedCaller, Territory};
use crate::error::Result;
use dto::Lang;
use dto::given::Text;
use dto::stay::{StayState, StaySummary};
use rules::zone::local;

/// The columns: the name of the head and the width in characters.
const COLUMNS: [(&str, f64); 16] = [
    ("code", 22.0),
    ("notified_at", 16.0),
    ("entered_at", 16.0),
    ("full_name", 28.0),
    ("sex", 9.0),
    ("birth_year", 9.0),
    ("nationality", 11.0),
    ("document_masked", 18.0),
    ("facility", 28.0),
    ("room", 9.0),
    ("kind", 11.0),
    ("arrival_at", 16.0),
    ("planned_departure_at", 16.0),
    ("departed_at", 16.0),
    ("late_minutes", 11.0),
    ("state", 18.0),
];

/// The lines as XLSX. It computes: call it off the threads that answer requests.
pub fn write(stays: &[StaySummary], area: &str, caller: &ScopedCaller<Territory>) -> Result<Vec<u8>> {
    let lang = caller.lang;
    let late = stays.iter().filter(|stay| stay.late_seconds.is_some()).count();
    let counts = [("total", stays.len().to_string()), ("late", late.to_string())];
    let ledger = Ledger {
        title: say(lang, "export.title", &[]),
        above: [
            say(lang, "register.area", &[("name", area.to_owned())]),
            say(lang, "export.lines", &counts),
            taken_out_by(caller),
        ],
        columns: COLUMNS
            .iter()
            .map(|(name, width)| (say(lang, &head(name), &[]), *width))
            .collect(),
        now: caller.now,
    };
    let rows = stays.iter().map(|stay| Row {
        struck: stay.state == StayState::Cancelled,
        cells: cells(stay, lang).into(),
    });
    ledger.write(rows)
}

/// Heads that the register has too are called as there.
fn head(name: &str) -> String {
    match name {
        "entered_at" | "birth_year" | "document_masked" => format!("export.head.{name}"),
        _ => format!("register.head.{name}"),
    }
}

fn cells(stay: &StaySummary, lang: Lang) -> [Cell; COLUMNS.len()] {
    let text = |text: &str| Cell::Text(text.to_owned());
    let moment = |at: dto::Timestamp| Cell::Moment(local(at.get()));
    let word = |kind: &str, word: &str| Cell::Text(say(lang, &format!("register.{kind}.{word}"), &[]));
    [
        text(&stay.stay_code),
        moment(stay.notified_at),
        stay.entered_at.map_or(Cell::Nothing, moment),
        text(&stay.full_name),
        word("sex", &stay.sex.to_text()),
        number(stay.birth_year.into()),
        text(&stay.nationality),
        text(&stay.document_masked),
        text(&stay.facility_name),
        text(stay.room_name.as_deref().unwrap_or_default()),
        word("kind", &stay.kind.to_text()),
        moment(stay.arrival_at),
        moment(stay.planned_departure_at),
        stay.departed_at.map_or(Cell::Nothing, moment),
        stay.late_seconds.map_or(Cell::Nothing, |seconds| number(seconds / 60)),
        word("state", state_name(stay.state)),
    ]
}
