//! Words about a foreign guest and the immigration site.

use crate::format;
use crate::t;
use dto::stay::{ForeignAct, ForeignState, ImmigrationOut};

/// Returns a state in words.
pub fn word(state: ForeignState) -> &'static str {
    match state {
        ForeignState::Waiting => t!(foreign.waiting),
        ForeignState::Changed => t!(foreign.changed),
        ForeignState::Withdrawn => t!(foreign.withdrawn),
        ForeignState::Exported => t!(foreign.exported),
        ForeignState::Confirmed => t!(foreign.confirmed),
    }
}

/// Returns its icon and the class of its tag.
pub fn look(state: ForeignState) -> (&'static str, &'static str) {
    match state {
        ForeignState::Waiting => ("clock", "tag tag-warn"),
        ForeignState::Changed => ("swap", "tag tag-warn"),
        ForeignState::Withdrawn => ("triangle", "tag tag-bad"),
        ForeignState::Exported => ("import", "tag tag-brand"),
        ForeignState::Confirmed => ("double-check", "tag tag-ok"),
    }
}

fn act(act: &ForeignAct) -> String {
    t!(foreign.act, at = format::instant(act.at), by = act.by_name)
}

/// Returns further text about a state: since when, by whom, what to do.
pub fn more(immigration: &ImmigrationOut) -> String {
    let exported = immigration.export.as_ref().map(act);
    let confirmed = immigration.confirmation.as_ref().map(act);
    match immigration.state {
        ForeignState::Waiting => String::new(),
        ForeignState::Changed => t!(foreign.changed_hint).to_owned(),
        ForeignState::Withdrawn => t!(foreign.withdrawn_hint).to_owned(),
        ForeignState::Exported => exported.unwrap_or_default(),
        ForeignState::Confirmed => confirmed.unwrap_or_default(),
    }
}

/// Returns a state with its further text, in one line.
pub fn whole(immigration: &ImmigrationOut) -> String {
    let more = more(immigration);
    let word = word(immigration.state);
    if more.is_empty() {
        word.to_owned()
    } else {
        format!("{word}: {more}")
    }
}
