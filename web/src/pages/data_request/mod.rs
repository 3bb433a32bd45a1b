//! Written requests for data of guests: Mẫu số 4 (KH-11.2g, KH-18.3), also for people without an account (LC-9.2-1).

mod own;

pub use own::OwnDataRequests;

use crate::api::Api;
use crate::dossier::data_request::{PROCEDURE, REQUESTER, SIGNING, SOUGHT, content, may_ask};
use crate::dossier::form_button::FormButton;
use crate::form::{ByMail, CodeBox, Part, Sheet, Typed, Words, Work};
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::{ButtonLink, Note, NoteKind, PageTitle};
use crate::words::dossier::{refusal_term_of, term_of};
use dto::filing::{DataRequestIn, DataRequestKind, FilingReceipt, MailTokenIn};
use leptos::prelude::*;

/// Renders the time limit of the answer, where the regulation sets one.
#[component]
fn Terms() -> Markup {
    let lists = Lists::here();
    let terms = move || {
        let profile = lists.profile()?.profile;
        Some((term_of(&profile, PROCEDURE)?, refusal_term_of(&profile, PROCEDURE)))
    };
    IntoMarkup::into_markup(move || match terms()? {
        (term, Some(refusal)) => Some(t!(data.terms, term = term, refusal = refusal)),
        (term, None) => Some(t!(data.term, term = term)),
    })
}

/// The request sent, for the page after it.
#[derive(Clone)]
struct Sent {
    receipt: FilingReceipt,
    email: String,
}

/// Renders the page for people without an account.
#[component]
pub fn DataRequestPage() -> Markup {
    let sent = RwSignal::new(None::<Sent>);
    IntoMarkup::into_markup(move || match sent.get() {
        Some(Sent { receipt, email }) => html! {
            <div class="public-form"><Receipt receipt email=Some(email)/></div>
        },
        None => html! { <Ask sent/> },
    })
}

const PARTS: &[Part] = &[REQUESTER, SOUGHT, SIGNING];

#[component]
fn Ask(sent: RwSignal<Option<Sent>>) -> Markup {
    let (api, lists, session) = (Api::here(), Lists::here(), Session::here());
    let first = Typed::default().with("/kind", DataRequestKind::NoAccount.as_str());
    Sheet::new(PARTS, || t!(holder.send), first, content::faults)
        .kept_in_tab("data-request")
        .sends(
            move |form| {
                let typed = form.typed_now();
                let request = DataRequestIn {
                    signed_form: form.file_now("/signed_form"),
                    ..content::request(&typed)
                };
                let email = typed.raw("/requester/email").trim().to_owned();
                async move {
                    let receipt = api.submit_data_request(&request).await?;
                    Ok(Sent { receipt, email })
                }
            },
            move |answer| sent.set(Some(answer)),
        )
        .page(html! {
            <PageTitle text=move || t!(data.title)/>
            <p class="lead">{move || t!(data.intro)} " " <Terms/></p>
            {move || may_ask(session, lists).then(|| html! {
                <Note>{t!(data.has_account)} " " <a href="/data-requests">{t!(data.has_account_go)}</a></Note>
            })}
        })
}

/// Renders number, code and next steps after sending.
#[component]
fn Receipt(
    /// Answer of the server.
    receipt: FilingReceipt,
    /// Address to which the link was sent, where the requester must follow one.
    email: Option<String>,
) -> Markup {
    let code = receipt.dossier_code.clone();
    let is_own = email.is_none();
    html! {
        <PageTitle text=move || t!(holder.sent_title)/>
        <p class="lead">{move || t!(data.sent_text)}</p>
        <CodeBox number=receipt.number code=receipt.dossier_code/>
        {(!is_own).then(|| html! { <Note kind=NoteKind::Warn>{move || t!(data.code_not_mailed)}</Note> })}
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(apply.next_title)}</h2></div>
            <ol class="public-steps">
                {email.map(|email| html! { <li>{move || t!(apply.next_mail, email = email)}</li> })}
                <li>{move || t!(apply.next_answer)} " " <Terms/></li>
                <li>{move || t!(data.next_answer)}</li>
            </ol>
        </section>
        <div class="set-up-acts no-print">
            <FormButton code/>
            {if is_own {
                html! { <ButtonLink href="/profile" label=move || t!(profile.title)/> }
            } else {
                html! { <ButtonLink href="/lookup" label=move || t!(public.lookup)/> }
            }}
        </div>
    }
}

/// Renders the page that the link in the mail opens.
#[component]
pub fn Confirm() -> Markup {
    let api = Api::here();
    let words = Words {
        title: || t!(data.confirm_title),
        text: || t!(data.confirm_text),
        act: || t!(data.confirm_act),
        done: || t!(apply.confirm_done),
        done_text: || t!(data.confirm_done_text),
    };
    let act = move |token: MailTokenIn| -> Work { Box::pin(async move { api.confirm_data_request(&token).await }) };
    html! { <ByMail words act=StoredValue::new_local(Box::new(act))/> }
}
