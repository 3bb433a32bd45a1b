//! The rules that currently apply to a stay, displayed beside it.

use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::Note;
use crate::ui::note::NoteKind;
use crate::words;
use dto::stay::{StayOut, StayState};
use leptos::prelude::*;
use time::{Date, Duration};

/// Returns the local day that ends at an instant of 24:00.
pub fn day_ending_at(at: dto::Timestamp) -> Date {
    rules::zone::local_date(at.get().saturating_sub(Duration::SECOND))
}

/// Renders the state of this stay: closed for correction (KH-11.2d-1), past its departure, with warnings.
#[component]
pub fn Notes(
    /// The stay.
    stay: Signal<StayOut>,
    /// Whether the reader is the facility: the police have other deadlines.
    is_facility: Memo<bool>,
) -> Markup {
    let lists = Lists::here();
    let is_closed = Memo::new(move |_| {
        let now = lists.server_now();
        is_facility.get()
            && stay
                .with(|stay| stay.cancelled_at.is_none() && stay.correction_ends_at.is_some_and(|until| now >= until))
    });
    let is_overdue = Memo::new(move |_| is_facility.get() && stay.with(|stay| stay.state == StayState::Overdue));
    html! {
        {when(move || stay.with(|stay| stay.cancelled_at.map(|at| {
            let why = t!(stay.cancelled_why, at = format::instant(at));
            html! {
                <Note kind=NoteKind::Warn icon="cross">
                    <strong>{t!(stay.cancelled_strong)}</strong>
                    " "
                    {why}
                </Note>
            }
        })))}
        {when(move || is_overdue.get().then(|| stay.with(|stay| {
            let why = t!(stay.overdue_why, date = format::instant(stay.planned_departure_at));
            let grown = (stay.nights.grown > 0).then(|| format!(" {}", t!(stay.grown, count = stay.nights.grown)));
            html! {
                <Note kind=NoteKind::Warn icon="growing-clock">
                    <strong>{t!(stay.overdue_strong)}</strong>
                    ", "
                    {why}
                    {grown}
                </Note>
            }
        })))}
        {when(move || is_closed.get().then(|| stay.with(|stay| {
            let day = stay.correction_ends_at.map(|until| format::date(day_ending_at(until)));
            let day = day.unwrap_or_default();
            let why = t!(stay.closed_why, date = day, unit = stay.police_unit, code = stay.stay_code);
            html! {
                <Note kind=NoteKind::Warn icon="lock">
                    <strong>{t!(stay.closed_strong)}</strong>
                    " "
                    {why}
                </Note>
            }
        })))}
        {when(move || stay.with(|stay| (!stay.warnings.is_empty()).then(|| {
            let warnings = stay
                .warnings
                .iter()
                .map(|warning| {
                    let (field, text) = (words::stay::label(&warning.pointer).unwrap_or_default(), warning.message.clone());
                    let asked = warning.confirmed.then(|| format!(" ({})", t!(stay.confirmed_by_guest)));
                    html! { <li><strong>{field}": "</strong>{text}{asked}</li> }
                })
                .collect::<Vec<_>>();
            html! { <Note kind=NoteKind::Warn><ul class="note-list">{warnings}</ul></Note> }
        })))}
    }
}
