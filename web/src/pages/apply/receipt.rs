//! After sending: number, code, and what happens next.

use crate::browser;
use crate::lists::Lists;
use crate::pages::lookup::form_button::FormButton;
use crate::pages::lookup::words::term_of;
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, Note, NoteKind, PageTitle, Toasts};
use dto::filing::FilingReceipt;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The receipt.
#[component]
pub fn Receipt(
    /// What was answered.
    receipt: FilingReceipt,
    /// Where the mail went.
    email: String,
    /// The facility or unit that applies.
    name: String,
) -> impl IntoView {
    let lists = Lists::here();
    let code = receipt.dossier_code.clone();
    let term = move || {
        lists
            .profile()
            .and_then(|profile| term_of(&profile.profile, "account_registration"))
    };
    view! {
        <div class="public-form">
            <PageTitle text=move || t!(apply.sent_title)/>
            <p class="lead">{move || t!(apply.sent_text)}</p>
            <CodeBox number=receipt.number.clone() code=receipt.dossier_code.clone() about=name/>
            <section class="public-part">
                <div class="ledger-head"><h2>{move || t!(apply.next_title)}</h2></div>
                <ol class="public-steps">
                    {receipt.to_be_confirmed.then(|| view! { <li>{move || t!(apply.next_mail, email = email)}</li> })}
                    <li>{move || match term() {
                        Some(term) => t!(apply.next_answer_term, term = term),
                        None => t!(apply.next_answer).to_owned(),
                    }}</li>
                    <li>{move || t!(apply.next_account)}</li>
                </ol>
            </section>
            <div class="set-up-acts no-print">
                <FormButton code/>
                <ButtonLink href="/lookup" label=move || t!(public.lookup)/>
            </div>
        </div>
    }
}

/// The number and the code, with ways to keep it.
#[component]
pub fn CodeBox(
    /// The running number.
    number: String,
    /// The code.
    code: String,
    /// The facility or unit that it is about: a printed sheet lies among others.
    #[prop(optional)]
    about: String,
) -> impl IntoView {
    let toasts = Toasts::here();
    let to_copy = StoredValue::new(code.clone());
    let copy = Callback::new(move |()| {
        spawn_local(async move {
            if browser::copy(&to_copy.get_value()).await {
                toasts.ok(t!(apply.copied), String::new(), None);
            } else {
                toasts.failed(t!(apply.not_copied), String::new(), None);
            }
        });
    });
    view! {
        <dl class="own-facts">
            {(!about.is_empty()).then(|| view! {
                <div class="own-fact"><dt>{move || t!(apply.receipt_for)}</dt><dd>{about}</dd></div>
            })}
            <div class="own-fact"><dt>{move || t!(apply.number)}</dt><dd class="mono">{number}</dd></div>
            <div class="own-fact"><dt>{move || t!(apply.code)}</dt><dd class="mono code" id="dossier-code">{code}</dd></div>
        </dl>
        <Note kind=NoteKind::Warn icon="lock">{move || t!(apply.code_hint)}</Note>
        <div class="set-up-acts no-print">
            <Button kind=ButtonKind::Primary label=move || t!(apply.copy) on_press=copy/>
            <Button label=move || t!(apply.print) on_press=Callback::new(|()| browser::print())/>
        </div>
    }
}
