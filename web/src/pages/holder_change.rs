//! Request that another person hold the user's own account: Mẫu số 2 (KH-M2-1, LC-6.3-2).

use crate::api::Api;
use crate::dossier::form_button::FormButton;
use crate::dossier::holder_change::{Before, NEW_HOLDER, PROCEDURE, SIGNING, request};
use crate::form::{CodeBox, Part, Sheet, Typed};
use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{ButtonLink, Fact, Facts, FactsLook, Loaded, Note, NoteKind, PageTitle, load};
use crate::words::dossier::{applicant_state_word, state_meaning, term_of};
use dto::Checked;
use dto::filing::{FilingReceipt, HolderChangeIn, HolderChangeOut, HolderChangesOut};
use leptos::prelude::*;

/// The form, in the order of the page.
const PARTS: &[Part] = &[
    Part {
        title: Some(|| t!(holder.part_now)),
        shows: Some(|_| html! { <Before/> }),
        ..Part::PLAIN
    },
    NEW_HOLDER,
    SIGNING,
];

/// Renders the page: earlier requests, and the form while none is open.
#[component]
pub fn HolderChangePage() -> Markup {
    let api = Api::here();
    let sent = RwSignal::new(None::<FilingReceipt>);
    let asked = load(move || api.list_holder_changes());
    let content = move |asked: Signal<HolderChangesOut>| {
        let running =
            Memo::new(move |_| asked.with(|asked| asked.items.iter().any(|item| item.dossier_code.is_some())));
        html! {
            {move || asked.with(|asked| asked.items.iter().cloned().map(|item| html! { <Asked item/> }).collect::<Vec<_>>())}
            {when(move || (!running.get()).then(|| html! { <Ask sent/> }))}
        }
    };
    html! {
        <div class="public-form">
            {move || match sent.get() {
                Some(receipt) => html! { <Sent receipt/> },
                None => html! {
                    <PageTitle text=move || t!(holder.title)/>
                    <p class="lead">{move || t!(holder.intro)}</p>
                    <Loaded load=asked.clone() rows=4 view=content/>
                },
            }}
        </div>
    }
}

/// Renders an earlier request and its state.
#[component]
fn Asked(item: HolderChangeOut) -> Markup {
    let state = item.state;
    let kind = if item.dossier_code.is_some() {
        NoteKind::Info
    } else {
        NoteKind::Warn
    };
    let (number, filed_at) = (item.number, format::instant(item.filed_at));
    let missing = item.form_missing && item.dossier_code.is_some();
    html! {
        <section class="public-part holder-asked">
            <Note kind=kind icon="clock">
                <strong>{move || t!(holder.asked, number = number, at = filed_at)}</strong>
                " "
                {move || applicant_state_word(state, PROCEDURE)}
                ". "
                {move || state_meaning(state, PROCEDURE)}
                {missing.then(|| html! { <p>{move || t!(dossier.form_missing)}</p> })}
            </Note>
            {item.due_at.filter(|_| item.decided_at.is_none()).map(|at| html! {
                {move || html! {
                    <Facts look=FactsLook::Page facts=vec![Fact::new(t!(dossier.answer_by), format::end_instant(at))]/>
                }}
            })}
            {item.dossier_code.map(|code| html! {
                <p class="own-line">{move || t!(holder.asked_code)} " " <span class="mono code">{code.clone()}</span></p>
                <div class="set-up-acts no-print">
                    <FormButton code/>
                    <ButtonLink href="/lookup" label=move || t!(public.lookup)/>
                </div>
            })}
        </section>
    }
}

#[component]
fn Ask(sent: RwSignal<Option<FilingReceipt>>) -> Markup {
    let api = Api::here();
    Sheet::new(
        PARTS,
        || t!(holder.send),
        Typed::default(),
        |typed, context| request(typed).check(context).err().unwrap_or_default(),
    )
    .kept("holder-change")
    .sends(
        move |form| {
            let request = HolderChangeIn {
                signed_form: form.file_now("/signed_form"),
                ..request(&form.typed_now())
            };
            async move { api.submit_holder_change(&request).await }
        },
        move |receipt| sent.set(Some(receipt)),
    )
    .page(())
}

/// Renders number, code and next steps after sending.
#[component]
fn Sent(receipt: FilingReceipt) -> Markup {
    let lists = Lists::here();
    let code = receipt.dossier_code.clone();
    let term = move || term_of(&lists.profile()?.profile, "holder_change");
    html! {
        <PageTitle text=move || t!(holder.sent_title)/>
        <p class="lead">{move || t!(holder.sent_text)}</p>
        <CodeBox number=receipt.number code=receipt.dossier_code/>
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(apply.next_title)}</h2></div>
            <ol class="public-steps">
                <li>{move || match term() {
                    Some(term) => t!(holder.next_answer_term, term = term),
                    None => t!(apply.next_answer).to_owned(),
                }}</li>
                <li>{move || t!(holder.next_password)}</li>
                <li>{move || t!(holder.next_sessions)}</li>
            </ol>
        </section>
        <div class="set-up-acts no-print">
            <FormButton code/>
            <ButtonLink href="/profile" label=move || t!(profile.title)/>
        </div>
    }
}
