//! The state of the checks of a dossier, computed from its events.

use crate::procedures::entity::dossier_event;
use crate::procedures::kind::ProcedureKind;
use dto::dossier::{CheckCode, DossierCheck};

/// The prefix of the event of a tick.
pub const DONE: &str = "check_";
/// The prefix of the event of a cleared tick.
pub const UNDONE: &str = "uncheck_";

/// Returns the state of the checks of a kind after these events, oldest first.
pub fn checks(kind: impl ProcedureKind, events: &[dossier_event::Model]) -> Vec<DossierCheck> {
    let stands = |code: &CheckCode| {
        let of = |kind: &str, prefix: &str| kind.strip_prefix(prefix) == Some(code.as_str());
        let last = events
            .iter()
            .rfind(|event| of(&event.kind, DONE) || of(&event.kind, UNDONE));
        let done = last.filter(|event| of(&event.kind, DONE));
        DossierCheck {
            code: *code,
            done_at: done.map(|event| event.at.into()),
            by_name: done.map(|event| event.by_name.clone()),
        }
    };
    kind.checks().iter().map(stands).collect()
}
