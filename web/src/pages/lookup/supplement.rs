//! Bringing what an officer asked for: words, files, and the form put right.

use crate::api::{Api, ApiError, to_json};
use crate::form::{Failure, FileAsk, Form, Named, Typed, WordsAsk};
use crate::lists::Lists;
use crate::pages::kept::Kept;
use crate::pages::{apply, data_request, holder_change};
use crate::t;
use crate::ui::{Button, ButtonKind, ErrorSummary, Note, NoteKind, Picked};
use dto::dossier::{DossierState, PublicDossierOut, SupplementIn};
use dto::problem::{FieldCode, FieldError};
use dto::{CheckContext, Checked};
use leptos::prelude::*;
use serde_json::Value;
use std::sync::LazyLock;
use uuid::Uuid;

const FIELDS: &[Named] = &[
    ("/message", || t!(dossier.supplement_words)),
    ("/files", || t!(dossier.supplement_file)),
];

static OF_REGISTRATION: LazyLock<Vec<Named>> = LazyLock::new(|| [FIELDS, apply::content::FIELDS].concat());
static OF_HOLDER_CHANGE: LazyLock<Vec<Named>> = LazyLock::new(|| [FIELDS, holder_change::FIELDS].concat());

static OF_DATA_REQUEST: LazyLock<Vec<Named>> = LazyLock::new(|| [FIELDS, data_request::content::FIELDS].concat());

/// How the form of a procedure is put right.
#[derive(Clone)]
struct Correction {
    fields: &'static [Named],
    /// As it was filed.
    first: Typed,
    request: fn(&Typed) -> String,
    faults: fn(&Typed, CheckContext<'_>) -> Vec<FieldError>,
    view: fn(Form) -> AnyView,
}

/// The form is there while something is asked for; a report of a loss is put right by words alone.
fn correction(dossier: &PublicDossierOut) -> Option<Correction> {
    if dossier.state != DossierState::SupplementRequested {
        return None;
    }
    let filed = dossier.form.clone();
    match dossier.procedure.code.as_str() {
        "account_registration" => Some(Correction {
            fields: &OF_REGISTRATION,
            first: apply::content::typed(&filed),
            request: |typed| to_json(&apply::content::request(typed)),
            faults: apply::content::faults,
            view: |form| view! { <apply::Corrections form/> }.into_any(),
        }),
        "holder_change" => Some(Correction {
            fields: &OF_HOLDER_CHANGE,
            first: Typed::of(&filed, holder_change::FIELDS),
            request: |typed| to_json(&holder_change::request(typed)),
            faults: |typed, context| holder_change::request(typed).check(context).err().unwrap_or_default(),
            view: |form| view! { <holder_change::NewHolder form/> }.into_any(),
        }),
        data_request::PROCEDURE if filed.get("account").is_some() => Some(Correction {
            fields: &OF_DATA_REQUEST,
            first: Typed::of(&filed, data_request::content::FIELDS),
            request: |typed| to_json(&data_request::content::own_request(typed)),
            faults: data_request::content::own_faults,
            view: |form| view! { <data_request::Sought form own=true/> }.into_any(),
        }),
        data_request::PROCEDURE => Some(Correction {
            fields: &OF_DATA_REQUEST,
            first: Typed::of(&filed, data_request::content::FIELDS),
            request: |typed| to_json(&data_request::content::request(typed)),
            faults: data_request::content::faults,
            view: |form| {
                view! {
                    <data_request::Requester form confirmed=true/>
                    <data_request::Sought form/>
                }
                .into_any()
            },
        }),
        _ => None,
    }
}

impl Correction {
    /// The whole form, where it is another than before.
    fn changed(&self, typed: &Typed) -> Option<Value> {
        let now = (self.request)(typed);
        let is_new = now != (self.request)(&self.first);
        is_new.then(|| serde_json::from_str(&now).ok()).flatten()
    }
}

/// What is wrong with the form inside of a supplement is said at its own fields.
fn at_home(error: ApiError) -> ApiError {
    match error {
        ApiError::Problem(mut problem) => {
            for error in &mut problem.errors {
                if let Some(own) = error.pointer.strip_prefix("/form") {
                    error.pointer = own.to_owned();
                }
            }
            ApiError::Problem(problem)
        }
        other => other,
    }
}

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
    let (api, lists) = (Api::here(), Lists::here());
    let correction = StoredValue::new(correction(&dossier));
    let correcting = RwSignal::new(false);
    let code = StoredValue::new(code);
    let asked_for = dossier
        .events
        .iter()
        .rev()
        .find(|event| event.kind == "request_supplement")
        .and_then(|event| event.text.clone());
    let scan = RwSignal::new(None::<Picked>);
    let changed = move |typed: &Typed| {
        correction.with_value(|correction| correction.as_ref().and_then(|correction| correction.changed(typed)))
    };
    let check = move |typed: &Typed| {
        if typed.raw("/message").chars().count() > 2_000 {
            return vec![FieldError::new("/message", FieldCode::TooLong).with("max", 2_000)];
        }
        let changed = changed(typed).is_some();
        let nothing = typed.raw("/message").trim().is_empty() && scan.with_untracked(Option::is_none);
        if nothing && !changed {
            return vec![FieldError::new("/message", FieldCode::Required)];
        }
        let Some(profile) = lists.profile_now().filter(|_| changed) else {
            return Vec::new();
        };
        let context = CheckContext {
            now: lists.clock().now_untracked(),
            profile: &profile.profile,
        };
        correction
            .with_value(|correction| {
                correction
                    .as_ref()
                    .map(|correction| (correction.faults)(typed, context))
            })
            .unwrap_or_default()
    };
    let (fields, first) = correction.with_value(|correction| match correction {
        Some(correction) => (correction.fields, correction.first.clone()),
        None => (FIELDS, Typed::default()),
    });
    let (kept, words) = Kept::open_public::<String>(&format!("supplement.{}", dossier.number));
    let first = words.map_or(first.clone(), |words| first.with("/message", words));
    let form = Form::new(fields, &first, check);
    kept.follow(move || Some(form.text("/message").get()).filter(|words| !words.trim().is_empty()));
    let key = Uuid::new_v4().to_string();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let typed = form.typed_now();
        let supplement = SupplementIn {
            dossier_code: code.get_value(),
            message: typed.text("/message").value().cloned(),
            form: changed(&typed).and_then(|form| serde_json::value::to_raw_value(&form).ok()),
            files: scan
                .get_untracked()
                .map(|scan| scan.content.as_ref().clone())
                .into_iter()
                .collect(),
        };
        let key = key.clone();
        let work = async move { api.supplement_dossier(&supplement, &key).await.map_err(at_home) };
        let kept = kept.clone();
        form.send(work, move |dossier| {
            kept.drop();
            done.run(dossier);
        });
    };
    view! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(dossier.supplement_title)}</h2></div>
            {asked_for.map(|text| view! { <Note kind=NoteKind::Warn><span class="said-text" lang="vi">{text}</span></Note> })}
            <form class="public-form" novalidate on:submit=submit>
                <Failure saving=form.saving/>
                <ErrorSummary errors=form.summary() asked=form.saving.asked/>
                <WordsAsk form at="/message" hint=move || t!(dossier.supplement_words_hint)/>
                <FileAsk form at="/files" file=scan hint=move || t!(apply.signed_form_hint)/>
                {move || correcting.get().then(|| {
                    correction.with_value(|correction| correction.as_ref().map(|correction| (correction.view)(form)))
                })}
                <div class="set-up-acts">
                    {move || (!correcting.get() && correction.with_value(Option::is_some)).then(|| view! {
                        <Button label=move || t!(dossier.correct_form) on_press=Callback::new(move |()| correcting.set(true))/>
                    })}
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
