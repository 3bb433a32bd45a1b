//! Asking for data of guests in writing: Mẫu số 4 (KH-11.2g, KH-18.3), and whoever has no account (LC-9.2-1).

pub mod content;
mod fields;
mod own;

pub use fields::{Requester, Sought, kind_word, requester_word};
pub use own::OwnDataRequests;

use crate::api::Api;
use crate::form::{Failure, Form, Typed};
use crate::format;
use crate::lists::Lists;
use crate::pages::apply::{ByMail, CodeBox, Words, Work};
use crate::pages::kept::{BackNote, Kept};
use crate::pages::lookup::form_button::FormButton;
use crate::pages::lookup::words::{refusal_term_of, term_of};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, ButtonLink, ErrorSummary, Note, NoteKind, PageTitle, Picked};
use content::FIELDS;
use dto::filing::{DataRequestIn, DataRequestKind, FilingReceipt, MailTokenIn};
use dto::operations::procedures::{ResolveDossier, SubmitOwnDataRequest};
use fields::Signing;
use leptos::prelude::*;
use leptos_router::components::A;
use time::Date;
use uuid::Uuid;

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

/// A form for a request that is sent with the same key for each repeat of the same content, so that a lost answer makes
/// no second request.
fn attempt_key(attempt: StoredValue<(String, String)>, request: &DataRequestIn) -> String {
    let now = crate::api::to_json(request);
    let key = attempt.with_value(|(before, key)| (*before == now).then(|| key.clone()));
    let key = key.unwrap_or_else(|| Uuid::new_v4().to_string());
    attempt.set_value((now, key.clone()));
    key
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

#[component]
fn Ask(sent: RwSignal<Option<Sent>>) -> impl IntoView {
    let (api, lists, session) = (Api::here(), Lists::here(), Session::here());
    let (kept, draft) = Kept::open_public::<Typed>("data-request");
    let blank = || Typed::default().with("/kind", DataRequestKind::NoAccount.as_str());
    let scan = RwSignal::new(None::<Picked>);
    let check = move |typed: &Typed| lists.judged(|context| content::faults(typed, context));
    let form = Form::new(FIELDS, &draft.unwrap_or_else(blank), check);
    kept.follow(move || Some(form.typed()).filter(|typed| *typed != blank()));
    let put_back = Callback::new(move |()| form.fill(&blank()));
    let attempt = StoredValue::new((String::new(), String::new()));
    let kept_until_sent = kept.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let typed = form.typed_now();
        let request = DataRequestIn {
            signed_form: scan.get_untracked().map(|scan| scan.content.as_ref().clone()),
            ..content::request(&typed)
        };
        let key = attempt_key(attempt, &request);
        let email = typed.raw("/requester/email").trim().to_owned();
        let kept = kept_until_sent.clone();
        let work = async move { api.submit_data_request(&request, &key).await };
        form.send(work, move |receipt| {
            kept.drop();
            sent.set(Some(Sent { receipt, email }));
        });
    };
    view! {
        <form class="public-form" novalidate on:submit=submit>
            <PageTitle text=move || t!(data.title)/>
            <p class="lead">{move || t!(data.intro)} " " <Terms/></p>
            {when(move || may_ask(session, lists).then(|| view! {
                <Note>{t!(data.has_account)} " " <A href="/data-requests">{t!(data.has_account_go)}</A></Note>
            }))}
            <BackNote kept=kept on_drop=put_back/>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <Requester form/>
            <Sought form/>
            <Signing form scan/>
            <div class="set-up-acts">
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(holder.send)
                    busy_label=move || t!(apply.sending)
                    busy=form.saving.busy
                    submit=true
                />
            </div>
        </form>
    }
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
