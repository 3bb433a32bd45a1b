//! The state of a stay at the immigration site.

use super::super::entity::{foreign_guest_mark as mark, stay};
use crate::App;
use crate::authz::Caller;
use dto::Timestamp;
use dto::stay::{ForeignAct, ForeignState, ImmigrationOut};
use rules::correction::act_correctable;
use rules::foreigner::is_foreign;

/// The SQL equivalent of [`state`], with the numbers of `store::place_of`.
pub const STATE: &str = r#"CASE
    WHEN "foreign_guest_mark"."confirmed_version" = "stay"."version" THEN 4
    WHEN "stay"."nationality" = 'VN' OR "stay"."cancelled_at" IS NOT NULL THEN 2
    WHEN "foreign_guest_mark"."exported_version" = "stay"."version" THEN 3
    WHEN "foreign_guest_mark"."exported_version" IS NOT NULL OR "foreign_guest_mark"."confirmed_version" IS NOT NULL THEN 1
    ELSE 0 END"#;

/// Returns whether it is a stay of a foreign guest and not cancelled.
pub fn is_to_be_declared(row: &stay::Model) -> bool {
    is_foreign(&row.nationality) && row.cancelled_at.is_none()
}

/// Returns whether the site has received any data of the stay.
pub fn is_told(mark: Option<&mark::Model>) -> bool {
    mark.is_some_and(|mark| mark.exported_version.is_some() || mark.confirmed_version.is_some())
}

/// Returns its state; none for a stay that does not concern the site, or does not concern it yet.
pub fn state(row: &stay::Model, mark: Option<&mark::Model>, now: Timestamp) -> Option<ForeignState> {
    let told = is_told(mark);
    let is_here = is_to_be_declared(row) && row.arrival_at <= now.get();
    if !(told || is_here) {
        return None;
    }
    let is_now = |version: Option<i32>| version == Some(row.version);
    Some(if mark.is_some_and(|mark| is_now(mark.confirmed_version)) {
        ForeignState::Confirmed
    } else if !is_to_be_declared(row) {
        ForeignState::Withdrawn
    } else if mark.is_some_and(|mark| is_now(mark.exported_version)) {
        ForeignState::Exported
    } else if told {
        ForeignState::Changed
    } else {
        ForeignState::Waiting
    })
}

/// Returns whether a confirmation can still be undone: until 24:00 of its day, like every operation on a stay.
pub fn can_undo(mark: &mark::Model, now: Timestamp) -> bool {
    mark.confirmed_at.is_some_and(|at| act_correctable(at, now.get()))
}

/// Returns whether the stay can be put into a file, also if it was in one before.
pub fn can_be_exported(row: &stay::Model, now: Timestamp) -> bool {
    is_to_be_declared(row) && row.arrival_at <= now.get()
}

/// Returns the state for an answer.
pub fn told(row: &stay::Model, mark: Option<&mark::Model>, app: &App, caller: &Caller) -> Option<ImmigrationOut> {
    let act = |at: Option<time::OffsetDateTime>, by: Option<&String>| {
        Some(ForeignAct {
            at: at?.into(),
            by_name: by.cloned().unwrap_or_default(),
        })
    };
    let now = caller.now;
    let state = state(row, mark, now)?;
    Some(ImmigrationOut {
        state,
        export: mark.and_then(|mark| act(mark.exported_at, mark.exported_by_name.as_ref())),
        confirmation: mark.and_then(|mark| act(mark.confirmed_at, mark.confirmed_by_name.as_ref())),
        can: caller.principal().can(&app.profile, |operation| match operation {
            "exportForeignGuests" => can_be_exported(row, now),
            "confirmForeignGuests" => state != ForeignState::Confirmed || mark.is_some_and(|mark| can_undo(mark, now)),
            _ => false,
        }),
    })
}
