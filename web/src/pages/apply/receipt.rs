//! Receipt: number, code, and next steps after sending.

use crate::dossier::form_button::FormButton;
use crate::form::CodeBox;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{ButtonLink, PageTitle};
use crate::words::dossier::term_of;
use dto::filing::FilingReceipt;
use leptos::prelude::*;

/// Renders the receipt.
#[component]
pub fn Receipt(
    /// Answer of the server.
    receipt: FilingReceipt,
    /// Address to which the mail was sent.
    email: String,
    /// The facility or unit that applies.
    name: String,
) -> Markup {
    let lists = Lists::here();
    let code = receipt.dossier_code.clone();
    let term = move || {
        lists
            .profile()
            .and_then(|profile| term_of(&profile.profile, "account_registration"))
    };
    html! {
        <div class="public-form">
            <PageTitle text=move || t!(apply.sent_title)/>
            <p class="lead">{move || t!(apply.sent_text)}</p>
            <CodeBox number=receipt.number.clone() code=receipt.dossier_code.clone() about=name/>
            <section class="public-part">
                <div class="ledger-head"><h2>{move || t!(apply.next_title)}</h2></div>
                <ol class="public-steps">
                    {receipt.to_be_confirmed.then(|| html! { <li>{move || t!(apply.next_mail, email = email)}</li> })}
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
