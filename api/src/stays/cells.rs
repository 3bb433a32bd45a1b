//! Words of stays in the cells of spreadsheets.

use crate::spreadsheet::ledger::Cell;
use dto::stay::StayState;
use dto::{Lang, say};
use rules::nights::StayKind;
use rules::person::Sex;

/// Returns the sex of a guest.
pub fn sex(lang: Lang, sex: Sex) -> Cell {
    Cell::text(match sex {
        Sex::Male => say!(lang, register.sex.male),
        Sex::Female => say!(lang, register.sex.female),
    })
}

/// Returns the kind of a stay.
pub fn kind(lang: Lang, kind: StayKind) -> Cell {
    Cell::text(match kind {
        StayKind::Overnight => say!(lang, register.kind.overnight),
        StayKind::DayUse => say!(lang, register.kind.day_use),
    })
}

/// Returns the state of a stay.
pub fn state(lang: Lang, state: StayState) -> Cell {
    Cell::text(match state {
        StayState::Expected => say!(lang, register.state.expected),
        StayState::Present => say!(lang, register.state.present),
        StayState::Leaving => say!(lang, register.state.leaving),
        StayState::Overdue => say!(lang, register.state.overdue),
        StayState::Departed => say!(lang, register.state.departed),
        StayState::Cancelled => say!(lang, register.state.cancelled),
    })
}
