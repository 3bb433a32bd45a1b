//! Other places that notified the guest for the same nights: requested by officers, with a purpose.

use crate::api::Api;
use crate::form::purpose::purposes;
use crate::form::{Field, Form, Part, Sheet, Typed};
use crate::format;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::Note;
use crate::ui::note::NoteKind;
use dto::CheckContext;
use dto::operations::stays::FindElsewhere;
use dto::problem::{FieldCode, FieldError};
use dto::stay::{Elsewhere, PurposeIn, StayOut};
use leptos::prelude::*;

const PURPOSE: &str = "/purpose";

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

const PARTS: &[Part] = &[Part {
    fields: &[Field::pick(
        PURPOSE,
        || t!(stay.elsewhere_purpose),
        |_, lists| purposes(lists).get().to_vec(),
    )
    .empty(|| t!(stay.elsewhere_purpose_none))
    .says(|_| Some(t!(stay.elsewhere_purpose_needed).to_owned()))],
    ..Part::PLAIN
}];

#[component]
fn Ask(id: Memo<uuid::Uuid>) -> Markup {
    let api = Api::here();
    let places = RwSignal::new(None::<Vec<Elsewhere>>);
    let check = |typed: &Typed, _: CheckContext<'_>| {
        let is_missing = typed.text(PURPOSE).is_absent();
        is_missing
            .then(|| FieldError::new(PURPOSE, FieldCode::Required))
            .into_iter()
            .collect()
    };
    let work = move |form: Form| {
        let body = PurposeIn {
            purpose: form.typed_now().raw(PURPOSE).to_owned(),
            reference: None,
        };
        async move { api.find_elsewhere(id.get_untracked(), &body).await }
    };
    let sheet = Sheet::new(PARTS, || t!(stay.elsewhere_ask), Typed::default(), check);
    let sheet = sheet
        .sends(work, move |found| places.set(Some(found.places)))
        .reads()
        .aside();
    html! {
        <section class="elsewhere" aria-label=move || t!(stay.elsewhere_title)>
            {sheet.inside(None, Markup::nothing())}
            <div role="status">{move || places.get().map(|places| said(&places))}</div>
        </section>
    }
}

fn said(places: &[Elsewhere]) -> Markup {
    if places.is_empty() {
        return html! { <p>{t!(stay.elsewhere_none)}</p> };
    }
    let places = places.iter().map(place_elsewhere).collect::<Vec<_>>();
    html! {
        <Note kind=NoteKind::Warn icon="house">
            <strong>{t!(stay.elsewhere_strong)}</strong>
            <ul class="note-list">{places}</ul>
            {t!(stay.elsewhere_why)}
        </Note>
    }
}

/// Renders another place with the nights in common: a link where the reader may open it.
fn place_elsewhere(other: &Elsewhere) -> Markup {
    let area = &other.area.name;
    let place = match &other.facility_name {
        Some(facility) => format!("{facility}, {area}"),
        None => area.clone(),
    };
    let place = html! { <span lang="vi">{place}</span> };
    let text = t!(
        stay.elsewhere_nights,
        from = format::date(other.from),
        until = format::date(other.to.saturating_add(time::Duration::DAY))
    );
    match other.stay_id {
        Some(id) => {
            html! { <li><a href=format!("/stays/{id}") class="text-link">{place} ", " {text}</a></li> }
        }
        None => html! { <li>{place} ", " {text}</li> },
    }
}
