//! Gia hạn: change of the planned departure.

use super::change::{Change, Request};
use super::departure::Leaver;
use super::undo::Undo;
use super::whom::{EXTEND, UNTIL, proposal};
use crate::form::{Sheet, Typed};
use crate::format;
use crate::lists::Lists;
use crate::markup::Markup;
use crate::t;
use crate::ui::Toasts;
use crate::ui::near_date::write_moment;
use dto::problem::{FieldCode, FieldError};
use dto::stay::{ExtendIn, StayOut};
use dto::{Given, Timestamp};
use leptos::prelude::*;

/// Renders the form.
#[component]
pub fn Extend(
    /// Stay to extend.
    stay: StayOut,
    /// Called with the new version.
    on_saved: Callback<StayOut>,
    /// Called to close without a change.
    on_cancel: Callback<()>,
) -> Markup {
    let (lists, toasts, undo) = (Lists::here(), Toasts::here(), Undo::new(on_saved));
    let (arrival, planned) = (stay.arrival_at, stay.planned_departure_at);
    let whom = Leaver::from(&stay).whom(lists);
    let change = Change::new(stay.id, stay.version, on_saved);
    let first = Typed::default().with(UNTIL, write_moment(proposal(planned, lists.clock().now_untracked())));
    let until = move |typed: &Typed, now: Timestamp| untrack(|| whom.until(typed, rules::zone::local_date(now.get())));
    let sheet = Sheet::new(
        &[EXTEND],
        || t!(stay.extend_save),
        first,
        move |typed, context| {
            let error = FieldError::new(UNTIL, FieldCode::InstantMalformed);
            match until(typed, context.now) {
                None => vec![error],
                Some(at) if at <= arrival => {
                    let day = |at: Timestamp| format::date(rules::zone::local_date(at.get()));
                    let error = FieldError::new(UNTIL, FieldCode::DepartureBeforeArrival);
                    vec![error.with("departure", day(at)).with("arrival", day(arrival))]
                }
                Some(at) if at == planned => vec![FieldError::new(UNTIL, FieldCode::NothingToChange)],
                Some(_) => Vec::new(),
            }
        },
    );
    let request = move |version, at| {
        Request::Extend(ExtendIn {
            version,
            planned_departure_at: at,
            ..ExtendIn::default()
        })
    };
    let compose = Callback::new(move |typed: Typed| {
        let at = until(&typed, lists.clock().now_untracked());
        request(change.version(), at.map_or(Given::Missing, Given::Value))
    });
    let told = Callback::new(move |stay: StayOut| {
        // A planned time in the past cannot be restored.
        let back = (planned > lists.clock().now_untracked())
            .then(|| undo.by(&stay, request(stay.version, Given::Value(planned))))
            .flatten();
        let said = t!(stay.extended_toast, date = format::instant(stay.planned_departure_at));
        toasts.ok(said, stay.guest.full_name, back);
    });
    change.form(sheet, compose, told, on_cancel, Markup::nothing())
}
