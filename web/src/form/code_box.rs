//! The data that a person keeps from a filing: the number and the code.

use crate::browser;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, ButtonKind, Fact, Facts, FactsLook, Note, NoteKind, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Renders the number and the code, with ways to keep them.
#[component]
pub fn CodeBox(
    /// Running number.
    number: String,
    /// Code.
    code: String,
    /// Facility or unit of the filing, which identifies a printed sheet among others.
    #[prop(optional)]
    about: String,
) -> Markup {
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
    let facts = move || {
        vec![
            Fact::new(t!(apply.receipt_for), about.clone()),
            Fact::new(t!(apply.number), number.clone()).mono(),
            Fact::new(t!(apply.code), code.clone())
                .class("code")
                .mono()
                .id("dossier-code"),
        ]
    };
    html! {
        {move || html! { <Facts look=FactsLook::Page facts=facts()/> }}
        <Note kind=NoteKind::Warn icon="lock">{move || t!(apply.code_hint)}</Note>
        <div class="set-up-acts no-print">
            <Button kind=ButtonKind::Primary label=move || t!(apply.copy) on_press=copy/>
            <Button label=move || t!(apply.print) on_press=Callback::new(|()| browser::print())/>
        </div>
    }
}
