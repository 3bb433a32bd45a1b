//! Asking for data of guests in writing: Mẫu số 4 (KH-11.2g, KH-18.3), and whoever has no account (LC-9.2-1).

pub mod content;
mod fields;
mod own;

pub use fields::{OWN_SOUGHT, REQUESTER, SIGNING, SOUGHT, kind_word, requester_word};
pub use own::OwnDataRequests;

use crate::api::Api;
use crate::form::{ByMail, CodeBox, Part, Sheet, Typed, Words, Work};
use crate::format;
use crate::lists::Lists;
use crate::pages::lookup::form_button::FormButton;
use crate::pages::lookup::words::{refusal_term_of, term_of};
use crate::session::Session;
use crate::t;
use crate::ui::{ButtonLink, Note, NoteKind, PageTitle};
use dto::filing::{DataRequestIn, DataRequestKind, FilingReceipt, MailTokenIn};
use dto::operations::procedures::{ResolveDossier, SubmitOwnDataRequest};
use leptos::prelude::*;
use leptos_router::components::A;
use time::Date;

/// The procedure.
pub const PROCEDURE: &str = "data_request";

/// The first day of what is on line, where the profile says so.
pub fn online_from(lists: Lists) -> Option<Date> {
    lists.profile()?.profile.retention.online_from(lists.clock().today())
}

/// Whether there is anything that this account may ask for in writing: where all is on line there is not.
pub fn may_ask(session: Session, lists: Lists) -> bool {
    session.may(SubmitOwnDataRequest) && online_from(lists).is_some()
}

/// Until when what is on line reaches, and the way to what is older, for whoever may ask.
#[component]
pub fn OnlineLimit() -> impl IntoView {
    let (lists, session) = (Lists::here(), Session::here());
    let day = Memo::new(move |_| online_from(lists).filter(|_| may_ask(session, lists)));
    move || {
        day.get().map(|day| {
            view! {
                <p class="ledger-hint online-limit">
                    {t!(data.limit, day = format::date(day))}
                    " "
                    // Who answers such requests does not file one.
                    {if session.may(ResolveDossier) {
                        t!(data.limit_archive).into_any()
                    } else {
                        view! { <A href="/data-requests">{t!(data.limit_go)}</A> }.into_any()
                    }}
                </p>
            }
        })
    }
}

/// By when there is an answer, where the regulation says so.
#[component]
fn Terms() -> impl IntoView {
    let lists = Lists::here();
    let terms = move || {
        let profile = lists.profile()?.profile;
        Some((term_of(&profile, PROCEDURE)?, refusal_term_of(&profile, PROCEDURE)))
    };
    move || match terms()? {
        (term, Some(refusal)) => Some(t!(data.terms, term = term, refusal = refusal)),
        (term, None) => Some(t!(data.term, term = term)),
    }
}

/// What was sent, for the page after it.
#[derive(Clone)]
struct Sent {
    receipt: FilingReceipt,
    email: String,
}

/// The page for whoever has no account.
#[component]
pub fn DataRequestPage() -> impl IntoView {
    let sent = RwSignal::new(None::<Sent>);
    move || match sent.get() {
        Some(Sent { receipt, email }) => view! {
            <div class="public-form"><Receipt receipt email=Some(email)/></div>
        }
        .into_any(),
        None => view! { <Ask sent/> }.into_any(),
    }
}

const PARTS: &[Part] = &[REQUESTER, SOUGHT, SIGNING];

#[component]
fn Ask(sent: RwSignal<Option<Sent>>) -> impl IntoView {
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
        .page(view! {
            <PageTitle text=move || t!(data.title)/>
            <p class="lead">{move || t!(data.intro)} " " <Terms/></p>
            {move || may_ask(session, lists).then(|| view! {
                <Note>{t!(data.has_account)} " " <A href="/data-requests">{t!(data.has_account_go)}</A></Note>
            })}
        })
}

/// After sending: number, code, and what happens next.
#[component]
fn Receipt(
    /// What was answered.
    receipt: FilingReceipt,
    /// Where the link went, for whoever has to follow one.
    email: Option<String>,
) -> impl IntoView {
    let code = receipt.dossier_code.clone();
    let is_own = email.is_none();
    view! {
        <PageTitle text=move || t!(holder.sent_title)/>
        <p class="lead">{move || t!(data.sent_text)}</p>
        <CodeBox number=receipt.number code=receipt.dossier_code/>
        {(!is_own).then(|| view! { <Note kind=NoteKind::Warn>{move || t!(data.code_not_mailed)}</Note> })}
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(apply.next_title)}</h2></div>
            <ol class="public-steps">
                {email.map(|email| view! { <li>{move || t!(apply.next_mail, email = email)}</li> })}
                <li>{move || t!(apply.next_answer)} " " <Terms/></li>
                <li>{move || t!(data.next_answer)}</li>
            </ol>
        </section>
        <div class="set-up-acts no-print">
            <FormButton code/>
            {if is_own {
                view! { <ButtonLink href="/profile" label=move || t!(profile.title)/> }.into_any()
            } else {
                view! { <ButtonLink href="/lookup" label=move || t!(public.lookup)/> }.into_any()
            }}
        </div>
    }
}

/// The page behind the link in the mail.
#[component]
pub fn Confirm() -> impl IntoView {
    let api = Api::here();
    let words = Words {
        title: || t!(data.confirm_title),
        text: || t!(data.confirm_text),
        act: || t!(data.confirm_act),
        done: || t!(apply.confirm_done),
        done_text: || t!(data.confirm_done_text),
    };
    let act = move |token: MailTokenIn| -> Work { Box::pin(async move { api.confirm_data_request(&token).await }) };
    view! { <ByMail words act=StoredValue::new_local(Box::new(act))/> }
}
