//! Applying for an account: Mẫu số 1 with what a facility is (LC-6.1a, KH-8a).

mod confirm;
pub mod content;
mod fields;
mod receipt;

pub use confirm::{ByMail, Confirm, Words, Work};
pub use fields::{Corrections, SignedForm};
pub use receipt::CodeBox;

use crate::api::Api;
use crate::form::{Failure, Form, Typed};
use crate::lists::Lists;
use crate::pages::kept::{BackNote, Kept};
use crate::t;
use crate::ui::{Button, ButtonKind, ErrorSummary, PageTitle, Picked};
use content::{AGENCY, FACILITY, FIELDS, WHO};
use dto::filing::{FilingReceipt, RegistrationIn};
use fields::Fields;
use leptos::prelude::*;
use receipt::Receipt;
use uuid::Uuid;

/// What was sent, for the page after it.
#[derive(Clone)]
struct Sent {
    receipt: FilingReceipt,
    email: String,
    name: String,
}

/// The page.
#[component]
pub fn Apply() -> impl IntoView {
    let sent = RwSignal::new(None::<Sent>);
    move || match sent.get() {
        Some(sent) => view! { <Receipt receipt=sent.receipt email=sent.email name=sent.name/> }.into_any(),
        None => view! { <Application sent/> }.into_any(),
    }
}

#[component]
fn Application(sent: RwSignal<Option<Sent>>) -> impl IntoView {
    let (api, lists) = (Api::here(), Lists::here());
    let (kept, draft) = Kept::open_public::<Typed>("apply");
    let blank = || Typed::default().with(WHO, FACILITY);
    let scan = RwSignal::new(None::<Picked>);
    let check = move |typed: &Typed| lists.judged(|context| content::faults(typed, context));
    let form = Form::new(FIELDS, &draft.unwrap_or_else(blank), check);
    kept.follow(move || Some(form.typed()).filter(|typed| *typed != blank()));
    let put_back = Callback::new(move |()| form.fill(&blank()));
    // The same key goes with each repeat of the same content, so that a lost answer makes no second application.
    let attempt = StoredValue::new((RegistrationIn::default(), String::new()));
    let kept_until_sent = kept.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let typed = form.typed_now();
        let request = RegistrationIn {
            signed_form: scan.get_untracked().map(|scan| scan.content.as_ref().clone()),
            ..content::request(&typed)
        };
        let key = attempt.with_value(|(before, key)| (same(before, &request)).then(|| key.clone()));
        let key = key.unwrap_or_else(|| Uuid::new_v4().to_string());
        attempt.set_value((request.clone(), key.clone()));
        let email = typed.raw("/email").trim().to_owned();
        let name = content::name(&typed);
        let kept = kept_until_sent.clone();
        let work = async move { api.submit_registration(&request, &key).await };
        form.send(work, move |receipt| {
            kept.drop();
            sent.set(Some(Sent { receipt, email, name }));
        });
    };
    view! {
        <form class="public-form" novalidate on:submit=submit>
            <PageTitle text=move || t!(apply.title)/>
            <p class="lead">{move || t!(apply.intro)}</p>
            <BackNote kept=kept on_drop=put_back/>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <Fields form scan/>
            <div class="set-up-acts">
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(apply.send)
                    busy_label=move || t!(apply.sending)
                    busy=form.saving.busy
                    submit=true
                />
            </div>
        </form>
    }
}

/// Whether both ask for the same; their JSON is what travels.
fn same(one: &RegistrationIn, other: &RegistrationIn) -> bool {
    crate::api::to_json(one) == crate::api::to_json(other)
}

/// Whether the form is for an agency.
fn is_agency(form: Form) -> bool {
    form.text(WHO).with(|who| who == AGENCY)
}
