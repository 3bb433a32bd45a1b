//! How a stay stands with the immigration site.

use super::super::entity::{foreign_guest_mark as mark, stay};
use crate::App;
use crate::authz::Caller;
use dto::Timestamp;
use dto::stay::{ForeignAct, ForeignState, ImmigrationOut};
use rules::correction::act_correctable;
use rules::foreigner::is_foreign;

/// The same as [`state`] for a query, as `store::place_of` numbers them.
pub const STATE: &str = r#"CASE
    WHEN "foreign_guest_mark"."confirmed_version" = "stay"."version" THEN 4
    WHEN "stay"."nationality" = 'VN' OR "stay"."cancelled_at" IS NOT NULL THEN 2
    WHEN "foreign_guest_mark"."exported_version" = "stay"."version" THEN 3
    WHEN "foreign_guest_mark"."exported_version" IS NOT NULL OR "foreign_guest_mark"."confirmed_version" IS NOT NULL THEN 1
    ELSE 0 END"#;

/// Whether it is the stay of a foreign guest, and not cancelled.
pub fn is_to_be_declared(row: &stay::Model) -> bool {
    is_foreign(&row.nationality) && row.cancelled_at.is_none()
}

/// Whether the site was told anything of it.
pub fn is_told(mark: Option<&mark::Model>) -> bool {
    mark.is_some_and(|mark| mark.exported_version.is_some() || mark.confirmed_version.is_some())
}

/// Where it stands; none for a stay that the site has nothing to do with, or not yet.
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

/// Whether a confirmation can still be undone: until 24:00 of its day, as every act of a stay.
pub fn can_undo(mark: &mark::Model, now: Timestamp) -> bool {
    mark.confirmed_at.is_some_and(|at| act_correctable(at, now.get()))
}

/// Whether it can go into a file: whoever was told of before as well.
pub fn can_be_exported(row: &stay::Model, now: Timestamp) -> bool {
    is_to_be_declared(row) && row.arrival_at <= now.get()
}

/// As it is told.
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
