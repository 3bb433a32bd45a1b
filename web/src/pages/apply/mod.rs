//! Application for an account: Mẫu số 1 with the data of a facility (LC-6.1a, KH-8a).

mod receipt;

use crate::api::Api;
use crate::dossier::registration::PARTS;
use crate::dossier::registration::content::{self, FACILITY, WHO};
use crate::form::{ByMail, Sheet, Typed, Words, Work};
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::PageTitle;
use dto::filing::{FilingReceipt, MailTokenIn, RegistrationIn};
use leptos::prelude::*;
use receipt::Receipt;

/// The application sent, for the page after it.
#[derive(Clone)]
struct Sent {
    receipt: FilingReceipt,
    email: String,
    name: String,
}

/// Renders the page.
#[component]
pub fn Apply() -> Markup {
    let sent = RwSignal::new(None::<Sent>);
    IntoMarkup::into_markup(move || match sent.get() {
        Some(sent) => html! { <Receipt receipt=sent.receipt email=sent.email name=sent.name/> },
        None => html! { <Application sent/> },
    })
}

#[component]
fn Application(sent: RwSignal<Option<Sent>>) -> Markup {
    let api = Api::here();
    let first = Typed::default().with(WHO, FACILITY);
    Sheet::new(PARTS, || t!(apply.send), first, content::faults)
        .kept_in_tab("apply")
        .sends(
            move |form| {
                let typed = form.typed_now();
                let request = RegistrationIn {
                    signed_form: form.file_now("/signed_form"),
                    ..content::request(&typed)
                };
                let (email, name) = (typed.raw("/email").trim().to_owned(), content::name(&typed));
                async move {
                    let receipt = api.submit_registration(&request).await?;
                    Ok(Sent { receipt, email, name })
                }
            },
            move |answer| sent.set(Some(answer)),
        )
        .page(html! {
            <PageTitle text=move || t!(apply.title)/>
            <p class="lead">{move || t!(apply.intro)}</p>
        })
}

/// Renders the page that the link in the mail opens.
#[component]
pub fn Confirm() -> Markup {
    let api = Api::here();
    let words = Words {
        title: || t!(apply.confirm_title),
        text: || t!(apply.confirm_text),
        act: || t!(apply.confirm_act),
        done: || t!(apply.confirm_done),
        done_text: || t!(apply.confirm_done_text),
    };
    let act = move |token: MailTokenIn| -> Work { Box::pin(async move { api.confirm_registration(&token).await }) };
    html! { <ByMail words act=StoredValue::new_local(Box::new(act))/> }
}
