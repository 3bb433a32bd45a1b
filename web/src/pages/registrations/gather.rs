//! Composition of the answer to a request for data from the data in the system: searched by the data in the request,
//! chosen, and sent as one sheet.

use super::opened::Desk;
use crate::browser;
use crate::form::purpose::purposes;
use crate::form::{Chosen, Failure, Form, Saving};
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, Field, Note, SelectInput};
use dto::dossier::DossierOut;
use dto::given::Text;
use dto::stay::{SearchOut, StaySearchIn, StaySummary};
use leptos::prelude::*;
use serde_json::Value;
use time::Date;

/// Returns the data in the request as a search. It also finds stays that began before the first day asked for.
fn sought(dossier: &DossierOut) -> StaySearchIn {
    let text = |at: &str| {
        let text = dossier
            .form
            .pointer(at)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .trim();
        Some(text.to_owned()).filter(|text| !text.is_empty())
    };
    let date = |at: &str| text(at).and_then(|text| Date::from_text(&text));
    StaySearchIn {
        name: text("/guest_name"),
        document_number: text("/guest_document_number"),
        birth_date: date("/guest_birth_date"),
        to: date("/stay_to"),
        reference: Some(dossier.summary.number.clone()),
        ..StaySearchIn::default()
    }
}

/// Returns whether the search identifies a person.
fn names_somebody(search: &StaySearchIn) -> bool {
    search.name.is_some() || search.document_number.is_some() || search.birth_date.is_some()
}

/// Returns the stays that include days asked for.
fn in_period(found: SearchOut, from: Option<Date>) -> Vec<StaySummary> {
    let stays = found.people.into_iter().flat_map(|person| person.stays);
    let until = |stay: &StaySummary| {
        let end = stay.departed_at.unwrap_or(stay.planned_departure_at);
        rules::zone::local_date(end.get())
    };
    stays
        .filter(|stay| from.is_none_or(|from| until(stay) >= from))
        .collect()
}

/// Pointer of the stays that are included in the answer.
pub const STAYS: &str = "/stay_ids";

/// Renders the search, and the choice of its results.
pub fn gather(form: Form) -> Markup {
    let (desk, lists) = (Desk::here(), Lists::here());
    let search = desk.dossier.with_untracked(sought);
    let from = desk.dossier.with_untracked(|dossier| {
        let from = dossier.form.pointer("/stay_from").and_then(Value::as_str)?;
        Date::from_text(from)
    });
    let saving = Saving::new();
    let purpose = RwSignal::new(String::new());
    let purpose_wrong = RwSignal::new(false);
    let found = RwSignal::new(None::<Vec<StaySummary>>);
    let purposes = purposes(lists);
    let wrong = Signal::derive(move || purpose_wrong.get().then(|| t!(police.search_purpose_needed).to_owned()));
    let is_possible = names_somebody(&search);
    let search = StoredValue::new(search);
    let look = Callback::new(move |()| {
        purpose_wrong.set(purpose.with_untracked(String::is_empty));
        if purpose_wrong.get_untracked() {
            return browser::focus_soon("gather-purpose");
        }
        let search = StaySearchIn {
            purpose: Some(purpose.get_untracked()),
            ..search.get_value()
        };
        let work = async move { desk.api.search_stays(&search).await };
        saving.send(work, move |answer| {
            form.text(STAYS).set(String::new());
            found.set(Some(in_period(answer, from)));
            browser::focus_soon("gather-found");
        });
    });
    if !is_possible {
        return html! { <Note icon="search">{move || t!(queue.gather_nobody)}</Note> };
    }
    html! {
        <section class="gather">
            <div class="ledger-head"><h3>{move || t!(queue.gather)}</h3></div>
            <p class="quiet">{move || t!(queue.gather_hint)}</p>
            <Failure saving/>
            <Field id="gather-purpose" label=move || t!(police.search_purpose) error=wrong>
                <SelectInput value=purpose options=purposes empty=move || t!(police.search_purpose_none)/>
            </Field>
            <div class="form-acts">
                <Button label=move || t!(queue.gather_search) icon="search" small=true busy=saving.busy on_press=look/>
            </div>
            <div id="gather-found" tabindex="-1" role="group" aria-label=move || t!(queue.gather)>
                {move || found.get().map(|stays| found_view(stays, Chosen::of(form, STAYS)))}
            </div>
        </section>
    }
}

fn found_view(stays: Vec<StaySummary>, chosen: Chosen) -> Markup {
    if stays.is_empty() {
        return html! { <p class="panel-empty" role="status">{t!(queue.gather_none)}</p> };
    }
    let row = move |stay: StaySummary| {
        let id = stay.id;
        let toggle = move |event| chosen.put(id, event_target_checked(&event));
        let left = stay.departed_at.unwrap_or(stay.planned_departure_at);
        html! {
            <li>
                <label class="check">
                    <input type="checkbox" prop:checked=move || chosen.has(id) on:change=toggle/>
                    <span>
                        {stay.full_name} ", " {stay.facility_name}
                        " "
                        <span class="quiet nowrap">{format::instant(stay.arrival_at)} " – " {format::instant(left)}</span>
                    </span>
                </label>
            </li>
        }
    };
    let rows = stays.into_iter().map(row).collect::<Vec<_>>();
    html! {
        <ul class="unit-rows">{rows}</ul>
        <p class="quiet" role="status">{move || t!(queue.gather_chosen, count = chosen.count())}</p>
    }
}
