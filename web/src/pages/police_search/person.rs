//! The chosen person: the stays on a time line, and as a table.

use super::birth;
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::note::NoteKind;
use crate::ui::person_chart::{PersonChart, first_day, last_day};
use crate::ui::{Note, Status, StatusTag};
use crate::words;
use dto::stay::{PersonOut, PersonOverlap, StaySearchIn, StayState, StaySummary};
use leptos::ev;
use leptos::prelude::*;
use rules::nights::StayKind;
use std::collections::BTreeSet;
use time::Date;

/// Width until it is measured.
const USUAL_WIDTH: f64 = 800.0;

/// Renders the person with the stays.
#[component]
pub fn Person(
    /// The person.
    person: PersonOut,
    /// The search, for its period.
    asked: StaySearchIn,
) -> Markup {
    let lists = Lists::here();
    let today = rules::zone::local_date(lists.clock().now_untracked().get());
    let period = (
        asked.from.unwrap_or_else(|| first_day(&person.stays, today)),
        asked.to.map_or_else(
            || last_day(&person.stays, today),
            |to| to.max(first_day(&person.stays, today)),
        ),
    );
    let overlaps = person
        .overlaps
        .iter()
        .filter_map(|overlap| overlap_note(overlap, &person.stays, today))
        .map(|(strong, why)| html! { <Note kind=NoteKind::Warn><strong>{strong}</strong>" "{why}</Note> })
        .collect::<Vec<_>>();
    let as_table = RwSignal::new(false);
    let (facts, name) = (facts(&person, lists), person.full_name.clone());
    let label = {
        let person = person.clone();
        Signal::derive(move || {
            let places: BTreeSet<_> = person.stays.iter().map(|stay| stay.facility_id).collect();
            t!(
                police.chart_label,
                name = person.full_name,
                count = person.stays.len(),
                places = places.len(),
                from = format::date(period.0),
                to = format::date(period.1),
                overlap = if person.overlaps.is_empty() {
                    ""
                } else {
                    t!(police.chart_overlap)
                }
            )
        })
    };
    let (hold, width) = measured();
    let (stays, pairs) = (person.stays.clone(), person.overlaps.clone());
    html! {
        <section class="person-panel" id="person" aria-label=move || t!(police.person_label)>
            <h2 class="person-title" id="person-name" tabindex="-1">{name}</h2>
            <p class="person-line">{facts}</p>
            {overlaps}
            <div class="ledger-head person-stays">
                <h3>{move || t!(police.person_stays)}</h3>
                <span class="ledger-hint">{format::period(period.0, period.1)}</span>
                <button
                    type="button"
                    class="link ledger-end"
                    aria-pressed=move || as_table.get().to_string()
                    on:click=move |_| as_table.update(|as_table| *as_table = !*as_table)
                >
                    {move || if as_table.get() { t!(police.see_chart) } else { t!(police.see_table) }}
                </button>
            </div>
            <div node_ref=hold class="person-chart-hold">
                {when(move || (!as_table.get()).then(|| html! {
                    <PersonChart stays=stays.clone() overlaps=pairs.clone() period today label width/>
                }))}
            </div>
            <StayTable person today/>
        </section>
    }
}

/// Returns the width of an element, updated when the window changes.
fn measured() -> (NodeRef<leptos::html::Div>, Signal<f64>) {
    let (hold, width) = (NodeRef::<leptos::html::Div>::new(), RwSignal::new(USUAL_WIDTH));
    let measure = move || {
        if let Some(now) = hold
            .get_untracked()
            .map(|hold| f64::from(hold.client_width()))
            .filter(|now| *now > 0.0)
        {
            width.set(now);
        }
    };
    hold.on_load(move |_| request_animation_frame(measure));
    let resized = window_event_listener(ev::resize, move |_| measure());
    on_cleanup(move || resized.remove());
    (hold, width.into())
}

fn facts(person: &PersonOut, lists: Lists) -> Markup {
    let born = birth(person.birth_date, person.birth_year);
    let (sex, number) = (person.sex, person.document_masked.clone());
    let document = if person.document_type.bears_personal_id() {
        t!(stay.personal_number)
    } else {
        words::stay::document_word(person.document_type)
    };
    let (address, nationality) = (person.address.clone(), person.nationality.clone());
    // The list of nationalities may be loaded later.
    let rest = move || match (&address, nationality.as_str()) {
        (Some(address), "VN") => address.clone(),
        (None, "VN") => t!(police.address_unknown).to_owned(),
        (Some(address), code) => format!("{}, {address}", lists.label("nationalities", code)),
        (None, code) => lists.label("nationalities", code),
    };
    html! {
        {words::stay::sex_word(sex)}
        ", "
        {t!(police.born, date = born)}
        " · "
        {document}
        " "
        <span class="mono">{number}</span>
        " · "
        {rest}
        {person.shares_number.then(|| html! { " · " <strong class="person-shares">{t!(police.shares_number)}</strong> })}
    }
}

/// Returns "Hai nơi cùng đêm 14/11.", and the two places.
fn overlap_note(overlap: &PersonOverlap, stays: &[StaySummary], today: Date) -> Option<(String, String)> {
    let place = |id| {
        stays
            .iter()
            .find(|stay| stay.id == id)
            .map(|stay| stay.facility_name.clone())
    };
    let (first, second) = (place(overlap.first)?, place(overlap.second)?);
    let night = format::short_date(overlap.from, today.year());
    let strong = match (overlap.to - overlap.from).whole_days() + 1 {
        ..=1 => t!(police.overlap_strong, night = night),
        nights => t!(police.overlap_strong_many, nights = nights, night = night),
    };
    Some((strong, t!(police.overlap_why, first = first, second = second)))
}

#[component]
fn StayTable(person: PersonOut, today: Date) -> Markup {
    let rows = person
        .stays
        .into_iter()
        .map(|stay| row(stay, today))
        .collect::<Vec<_>>();
    html! {
        <table class="person-table" role="table" aria-label=move || t!(police.person_stays)>
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col">{move || t!(police.col_arrival)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_leave)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_facility)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_room)}</th>
                    <th role="columnheader" scope="col" class="number">{move || t!(police.col_nights)}</th>
                    <th role="columnheader" scope="col">{move || t!(police.col_due)}</th>
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
}

fn row(stay: StaySummary, today: Date) -> Markup {
    let status = punctuality(&stay);
    let leaves = {
        let (departed, planned, state) = (stay.departed_at, stay.planned_departure_at, stay.state);
        move || match (departed, state) {
            (Some(at), _) => format::instant(at),
            (None, StayState::Departed) => t!(stay.unknown).to_owned(),
            (None, _) => t!(
                police.planned,
                date = format::short_date(rules::zone::local_date(planned.get()), today.year())
            ),
        }
    };
    let nights = if stay.kind == StayKind::DayUse {
        t!(police.day_use_short).to_owned()
    } else {
        stay.nights.total.to_string()
    };
    let room = stay.room_name.clone().unwrap_or_else(|| t!(stay.nothing).to_owned());
    html! {
        <tr role="row" class="stay-row">
            <th role="rowheader" scope="row" class="at-name">
                <a href=format!("/stays/{}", stay.id) class="row-open">{format::instant(stay.arrival_at)}</a>
            </th>
            <td role="cell" class="at-leave">{leaves}</td>
            <td role="cell" class="at-facility">{stay.facility_name}</td>
            <td role="cell" class="at-room">
                <span class="word-narrow quiet">{move || t!(stay.room)} " "</span>
                {room}
            </td>
            <td role="cell" class="at-nights number">{nights}</td>
            <td role="cell" class="at-status"><StatusTag status/></td>
        </tr>
    }
}

/// Returns whether it was in time, or how late.
fn punctuality(stay: &StaySummary) -> Status {
    if stay.state == StayState::Cancelled {
        return Status::Cancelled;
    }
    stay.late_seconds.map_or(Status::InTime, Status::Late)
}
