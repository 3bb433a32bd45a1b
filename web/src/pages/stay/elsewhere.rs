//! Other places that notified the guest for the same nights: requested by officers, with a purpose.

use crate::api::Api;
use crate::form::purpose::purposes;
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::{effect, when};
use crate::session::Session;
use crate::t;
use crate::ui::note::NoteKind;
use crate::ui::{Button, Field, Note, SelectInput};
use dto::operations::stays::FindElsewhere;
use dto::stay::{Elsewhere, PurposeIn, StayOut};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// An answer.
#[derive(Clone, PartialEq)]
enum Answer {
    Places(Vec<Elsewhere>),
    Refused(String),
}

/// Renders the question and its answer.
#[component]
pub fn AskElsewhere(
    /// The stay.
    stay: Signal<StayOut>,
) -> Markup {
    let session = Session::here();
    let id = Memo::new(move |_| stay.with(|stay| stay.id));
    let is_open = Memo::new(move |_| session.may(FindElsewhere) && stay.with(|stay| stay.cancelled_at.is_none()));
    html! { {when(move || is_open.get().then(|| html! { <Ask id/> }))} }
}

#[component]
fn Ask(id: Memo<uuid::Uuid>) -> Markup {
    let (api, lists) = (Api::here(), Lists::here());
    let (purpose, busy) = (RwSignal::new(String::new()), RwSignal::new(false));
    let is_missing = RwSignal::new(false);
    let answer = RwSignal::new(None::<Answer>);
    let purposes = purposes(lists);
    effect(move || {
        if !purpose.get().is_empty() {
            is_missing.set(false);
        }
    });
    let error = Signal::derive(move || is_missing.get().then(|| t!(stay.elsewhere_purpose_needed).to_owned()));
    let press = Callback::new(move |()| {
        if purpose.with_untracked(String::is_empty) {
            is_missing.set(true);
            return;
        }
        busy.set(true);
        let body = PurposeIn {
            purpose: purpose.get_untracked(),
            reference: None,
        };
        spawn_local(async move {
            let said = match api.find_elsewhere(id.get_untracked(), &body).await {
                Ok(found) => Answer::Places(found.places),
                Err(error) => Answer::Refused(error.detail()),
            };
            answer.try_set(Some(said));
            busy.try_set(false);
        });
    });
    html! {
        <section class="elsewhere" aria-label=move || t!(stay.elsewhere_title)>
            <Field id="elsewhere-purpose" label=move || t!(stay.elsewhere_purpose) error=error>
                <SelectInput value=purpose options=purposes empty=move || t!(stay.elsewhere_purpose_none)/>
            </Field>
            <Button small=true label=move || t!(stay.elsewhere_ask) icon="house" busy=busy on_press=press/>
            <div role="status">{move || answer.get().map(said)}</div>
        </section>
    }
}

fn said(answer: Answer) -> Markup {
    match answer {
        Answer::Refused(why) => html! { <Note kind=NoteKind::Warn>{why}</Note> },
        Answer::Places(places) if places.is_empty() => html! { <p>{t!(stay.elsewhere_none)}</p> },
        Answer::Places(places) => {
            let places = places.iter().map(place_elsewhere).collect::<Vec<_>>();
            html! {
                <Note kind=NoteKind::Warn icon="house">
                    <strong>{t!(stay.elsewhere_strong)}</strong>
                    <ul class="note-list">{places}</ul>
                    {t!(stay.elsewhere_why)}
                </Note>
            }
        }
    }
}

/// Renders another place with the nights in common: a link where the reader may open it.
fn place_elsewhere(other: &Elsewhere) -> Markup {
    let area = &other.area.name;
    let place = match &other.facility_name {
        Some(facility) => format!("{facility}, {area}"),
        None => area.clone(),
    };
    let text = t!(
        stay.elsewhere_place,
        place = place,
        from = format::date(other.from),
        until = format::date(other.to.saturating_add(time::Duration::DAY))
    );
    match other.stay_id {
        Some(id) => html! { <li><a href=format!("/stays/{id}") class="text-link">{text}</a></li> },
        None => html! { <li>{text}</li> },
    }
}
