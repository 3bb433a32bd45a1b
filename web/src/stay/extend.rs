//! Gia hạn: change of the planned departure.

use super::change::{Change, ChangeForm, Request, wrong};
use super::undo::Undo;
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::effect;
use crate::t;
use crate::ui::near_date::{read_moment_after, write_moment};
use crate::ui::{Field, FieldWarning, NearDateTime, Toasts};
use dto::problem::FieldCode;
use dto::stay::{ExtendIn, StayOut};
use dto::{Given, Timestamp};
use leptos::prelude::*;
use time::Duration;

const AT: &str = "/planned_departure_at";

/// Returns the proposal: one night more than planned; for a stay past its departure, until tomorrow.
pub fn proposal(planned: Timestamp, now: Timestamp) -> Timestamp {
    let planned = rules::zone::local(planned.get());
    let today = rules::zone::local_date(now.get());
    let last = planned.date().max(today);
    let day = last.checked_add(Duration::DAY).unwrap_or(last);
    Timestamp::from(rules::zone::at(day, planned.time()))
}

/// Returns the day after the planned one: the meaning of `+1`.
pub fn next_day(planned: Timestamp) -> time::Date {
    let day = rules::zone::local_date(planned.get());
    day.next_day().unwrap_or(day)
}

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
    let (lists, toasts) = (Lists::here(), Toasts::here());
    let text = RwSignal::new(write_moment(proposal(
        stay.planned_departure_at,
        lists.clock().now_untracked(),
    )));
    let (undo, before) = (Undo::new(on_saved), stay.planned_departure_at);
    let saved = Callback::new(move |stay: StayOut| {
        let back = Request::Extend(ExtendIn {
            version: stay.version,
            planned_departure_at: Given::Value(before),
            ..ExtendIn::default()
        });
        // A planned time in the past cannot be restored.
        let back = (before > lists.clock().now_untracked())
            .then(|| undo.by(&stay, back))
            .flatten();
        toasts.ok(
            t!(stay.extended_toast, date = format::instant(stay.planned_departure_at)),
            stay.guest.full_name.clone(),
            back,
        );
        on_saved.run(stay);
    });
    let change = Change::new(stay.id, stay.version, saved);
    let (arrival, planned) = (stay.arrival_at, stay.planned_departure_at);
    let moment = move || {
        let now = rules::zone::local(planned.get());
        read_moment_after(&text.get(), lists.clock().today(), now.date(), now.time())
    };
    // An earlier departure is not an extension: it must be confirmed.
    let shorten = RwSignal::new(false);
    let is_earlier = Memo::new(move |_| moment().is_some_and(|at| at > arrival && at < planned));
    effect(move || {
        text.track();
        shorten.set(false);
    });
    let asked = Signal::derive(move || {
        is_earlier.get().then(|| FieldWarning {
            text: t!(stay.shorten, date = format::instant(planned)),
            keep_label: t!(stay.shorten_keep).to_owned(),
            kept: shorten,
            leads_to: None,
        })
    });
    let check = move || match moment() {
        None => Err(vec![wrong(AT, FieldCode::InstantMalformed, t!(stay.date_unreadable))]),
        Some(at) if at <= arrival => {
            let day = |at: Timestamp| format::date(rules::zone::local_date(at.get()));
            let error = wrong(AT, FieldCode::DepartureBeforeArrival, "")
                .with("departure", day(at))
                .with("arrival", day(arrival));
            Err(vec![error.localized(crate::i18n::lang())])
        }
        Some(at) if at == planned => Err(vec![wrong(AT, FieldCode::NothingToChange, t!(stay.unchanged))]),
        Some(_) if is_earlier.get() && !shorten.get() => {
            let why = t!(stay.shorten, date = format::instant(planned));
            Err(vec![wrong(AT, FieldCode::OutOfRange, why)])
        }
        Some(at) => Ok(at),
    };
    let compose = Callback::new(move |()| {
        untrack(check).map(|at| {
            Request::Extend(ExtendIn {
                version: change.version(),
                planned_departure_at: Given::Value(at),
                ..ExtendIn::default()
            })
        })
    });
    // A field with an error is checked again on each key, so that the error disappears at once.
    effect(move || {
        text.track();
        shorten.track();
        change.mend(AT);
    });
    let leave = Callback::new(move |()| {
        if let Err(errors) = untrack(check)
            && !matches!(errors[0].code, FieldCode::NothingToChange | FieldCode::OutOfRange)
        {
            change.note(errors);
        }
    });
    let reading = move || {
        moment().map(|at| {
            let nights = (rules::zone::local_date(at.get()) - rules::zone::local_date(arrival.get())).whole_days();
            let nights = u32::try_from(nights).ok().filter(|nights| *nights > 0);
            nights.map_or_else(
                || write_moment(at),
                |nights| format!("{} ({})", write_moment(at), format::nights(nights)),
            )
        })
    };
    let fields = Callback::new(move |()| vec![(AT, "extend-to", t!(stay.extend_field).to_owned())]);
    html! {
        <ChangeForm change compose save=move || t!(stay.extend_save) icon="arrow-right-bar" fields on_cancel>
            <Field
                id="extend-to"
                label=move || t!(stay.extend_field)
                hint=move || t!(stay.extend_hint, date = format::instant(planned), more = format::date(next_day(planned)))
                warning=asked
                error=change.error(AT)
            >
                <NearDateTime text reading=Signal::derive(reading) on_leave=leave/>
            </Field>
        </ChangeForm>
    }
}
