//! The requests of an account holder, and the form for a new one (KH-18.3).

use super::{Receipt, Terms};
use crate::api::Api;
use crate::dossier::data_request::{OWN_SOUGHT, SIGNING, content, online_from};
use crate::dossier::holder_change::Before;
use crate::dossier::results::Answer;
use crate::form::{Failure, Part, Sheet, Typed};
use crate::format;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Button, Loaded, Note, PageTitle, load};
use crate::words::dossier::state_word;
use dto::dossier::{DossierState, LookupIn, PublicDossierOut};
use dto::filing::{DataRequestIn, DataRequestOut, DataRequestsOut, FilingReceipt};
use leptos::prelude::*;

/// Renders the page.
#[component]
pub fn OwnDataRequests() -> Markup {
    let (api, lists) = (Api::here(), Lists::here());
    let sent = RwSignal::new(None::<FilingReceipt>);
    let asked = load(move || api.list_own_data_requests());
    let has_period = Memo::new(move |_| lists.profile().is_none() || online_from(lists).is_some());
    let content = move |asked: Signal<DataRequestsOut>| {
        let any = Memo::new(move |_| asked.with(|asked| !asked.items.is_empty()));
        html! {
            {when(move || any.get().then(|| html! {
                <section class="public-part">
                    <div class="ledger-head"><h2>{t!(data.asked)}</h2></div>
                    <ul class="panel-rows">
                        {asked.get().items.into_iter().map(|item| html! { <Asked item/> }).collect::<Vec<_>>()}
                    </ul>
                </section>
            }))}
        }
    };
    html! {
        <div class="public-form">
            {move || match sent.get() {
                Some(receipt) => html! { <Receipt receipt email=None/> },
                None => html! {
                    <PageTitle text=move || t!(data.title)/>
                    <p class="lead">{move || t!(data.own_intro)} " " <Terms/></p>
                    <Loaded load=asked.clone() rows=2 view=content/>
                    {move || if has_period.get() {
                        html! { <Ask sent/> }
                    } else {
                        html! { <Note>{t!(data.all_online)}</Note> }
                    }}
                },
            }}
        </div>
    }
}

/// Renders a request, with the data that were supplied.
#[component]
fn Asked(item: DataRequestOut) -> Markup {
    let api = Api::here();
    let opened = RwSignal::new(None::<PublicDossierOut>);
    let saving = crate::form::Saving::new();
    let code = StoredValue::new(item.dossier_code.clone());
    let is_answered = matches!(item.state, DossierState::Returned | DossierState::Refused);
    let open = Callback::new(move |()| {
        let asked = LookupIn {
            dossier_code: code.get_value(),
        };
        let work = async move { api.lookup_dossier(&asked).await };
        saving.send(work, move |dossier| opened.set(Some(dossier)));
    });
    let state = item.state;
    html! {
        <li class="data-asked">
            <p>
                <strong class="mono">{item.number}</strong> " " {item.summary} ". " {move || state_word(state)} ". "
                <span class="quiet">{format::instant(item.filed_at)}</span>
            </p>
            {item.form_missing.then(|| html! { <p class="quiet">{move || t!(dossier.form_missing)}</p> })}
            <p class="own-line">{move || t!(holder.asked_code)} " " <span class="mono code">{item.dossier_code}</span></p>
            <Failure saving/>
            {move || match opened.get() {
                Some(dossier) => html! { <Answer dossier code=code.get_value()/> },
                None => is_answered.then(|| html! {
                    <div class="set-up-acts"><Button label=move || t!(data.show_answer) busy=saving.busy on_press=open/></div>
                }).into_markup(),
            }}
        </li>
    }
}

const PARTS: &[Part] = &[
    Part {
        title: Some(|| t!(holder.part_now)),
        shows: Some(|_| html! { <Before/> }),
        ..Part::PLAIN
    },
    OWN_SOUGHT,
    SIGNING,
];

#[component]
fn Ask(sent: RwSignal<Option<FilingReceipt>>) -> Markup {
    let api = Api::here();
    Sheet::new(PARTS, || t!(holder.send), Typed::default(), content::own_faults)
        .kept("data-request")
        .sends(
            move |form| {
                let request = DataRequestIn {
                    signed_form: form.file_now("/signed_form"),
                    ..content::own_request(&form.typed_now())
                };
                async move { api.submit_own_data_request(&request).await }
            },
            move |receipt| sent.set(Some(receipt)),
        )
        .page(())
}
