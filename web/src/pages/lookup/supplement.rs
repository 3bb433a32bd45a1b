//! Bringing what an officer asked for: words, and files.

use crate::api::Api;
use crate::form::{Failure, Form, Named, Other, Typed, WordsAsk};
use crate::t;
use crate::ui::{Button, ButtonKind, ErrorSummary, FileInput, Note, NoteKind, Picked};
use dto::dossier::{PublicDossierOut, SupplementIn};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use uuid::Uuid;

const FIELDS: &[Named] = &[
    ("/message", || t!(dossier.supplement_words)),
    ("/files", || t!(dossier.supplement_file)),
];

/// What was asked for, and the form to bring it.
#[component]
pub fn Supplement(
    /// The key to the dossier.
    code: String,
    /// The dossier.
    dossier: PublicDossierOut,
    /// Takes the dossier as it is after that.
    done: Callback<PublicDossierOut>,
) -> impl IntoView {
    let api = Api::here();
    let code = StoredValue::new(code);
    let asked_for = dossier
        .events
        .iter()
        .rev()
        .find(|event| event.kind == "request_supplement")
        .and_then(|event| event.text.clone());
    let scan = RwSignal::new(None::<Picked>);
    let refused = RwSignal::new(None::<String>);
    let check = move |typed: &Typed| {
        if typed.raw("/message").chars().count() > 2_000 {
            return vec![FieldError::new("/message", FieldCode::TooLong).with("max", 2_000)];
        }
        let nothing = typed.raw("/message").trim().is_empty() && scan.with_untracked(Option::is_none);
        if nothing {
            return vec![FieldError::new("/message", FieldCode::Required)];
        }
        Vec::new()
    };
    let form = Form::new(FIELDS, &Typed::default(), check);
    let file_error = Signal::derive(move || refused.get());
    let key = Uuid::new_v4().to_string();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let supplement = SupplementIn {
            code: code.get_value(),
            message: form.typed_now().text("/message").value().cloned(),
            form: None,
            files: scan
                .get_untracked()
                .map(|scan| scan.content.as_ref().clone())
                .into_iter()
                .collect(),
        };
        let key = key.clone();
        let work = async move { api.supplement_dossier(&supplement, &key).await };
        form.send(work, move |dossier| done.run(dossier));
    };
    view! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(dossier.supplement_title)}</h2></div>
            {asked_for.map(|text| view! { <Note kind=NoteKind::Warn><span class="said-text">{text}</span></Note> })}
            <form class="public-ask" novalidate on:submit=submit>
                <Failure saving=form.saving/>
                <ErrorSummary errors=form.summary() asked=form.saving.asked/>
                <WordsAsk form at="/message" hint=move || t!(dossier.supplement_words_hint)/>
                <Other form at="/files" hint=move || t!(apply.signed_form_hint) optional=true>
                    <FileInput value=scan refused/>
                </Other>
                {move || file_error.get().map(|reason| view! { <p class="field-said said-bad" role="alert">{reason}</p> })}
                <div class="set-up-acts">
                    <Button
                        kind=ButtonKind::Primary
                        label=move || t!(dossier.supplement_send)
                        busy_label=move || t!(apply.sending)
                        busy=form.saving.busy
                        submit=true
                    />
                </div>
            </form>
        </section>
    }
}
