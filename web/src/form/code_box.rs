//! What a person takes away from a filing: the number and the code.

use crate::browser;
use crate::t;
use crate::ui::{Button, ButtonKind, Note, NoteKind, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;

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
