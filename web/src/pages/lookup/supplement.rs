//! Supplement that an officer asked for: text, files, and the corrected form.

use crate::api::{Api, ApiError, to_json};
use crate::dossier::{data_request, holder_change, registration};
use crate::form::{Failure, Field, FileAsk, Form, Kept, Part, Place, Typed, WordsAsk};
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, ButtonKind, ErrorSummary, Note, NoteKind, Picked};
use dto::dossier::{DossierState, PublicDossierOut, SupplementIn};
use dto::problem::{FieldCode, FieldError};
use dto::{CheckContext, Checked};
use leptos::prelude::*;
use serde_json::Value;

/// The part that is always asked for: text and a file.
const ANSWER: Part = Part {
    fields: &[
        Field::words("/message", || t!(dossier.supplement_words)),
        Field::file("/files", || t!(dossier.supplement_file)),
    ],
    ..Part::PLAIN
};

/// The same where no form is corrected.
const WORDS_ALONE: &[Part] = &[ANSWER];

/// Correction of the form of a procedure.
#[derive(Clone, Copy)]
struct Correction {
    /// The answer and the complete form: fields without a correction are sent again unchanged.
    parts: &'static [Part],
    /// Parts that can be corrected.
    mended: &'static [Part],
    typed: fn(&Value, &[Part]) -> Typed,
    request: fn(&Typed) -> String,
    faults: fn(&Typed, CheckContext<'_>) -> Vec<FieldError>,
}

const OF_REGISTRATION: Correction = Correction {
    parts: &[
        ANSWER,
        registration::WHO_PART,
        registration::FACILITY_PART,
        registration::AGENCY_PART,
        registration::USER_PART,
        registration::SIGNING,
    ],
    mended: &[
        registration::FACILITY_PART,
        registration::AGENCY_PART,
        registration::USER_PART,
    ],
    typed: |filed, _| registration::content::typed(filed),
    request: |typed| to_json(&registration::content::request(typed)),
    faults: registration::content::faults,
};

const OF_HOLDER_CHANGE: Correction = Correction {
    parts: &[ANSWER, holder_change::NEW_HOLDER, holder_change::SIGNING],
    mended: &[holder_change::NEW_HOLDER],
    typed: Typed::of,
    request: |typed| to_json(&holder_change::request(typed)),
    faults: |typed, context| holder_change::request(typed).check(context).err().unwrap_or_default(),
};

const OF_OWN_DATA_REQUEST: Correction = Correction {
    parts: &[ANSWER, data_request::OWN_SOUGHT, data_request::SIGNING],
    mended: &[data_request::OWN_SOUGHT],
    typed: Typed::of,
    request: |typed| to_json(&data_request::content::own_request(typed)),
    faults: data_request::content::own_faults,
};

const OF_DATA_REQUEST: Correction = Correction {
    parts: &[
        ANSWER,
        data_request::REQUESTER,
        data_request::SOUGHT,
        data_request::SIGNING,
    ],
    mended: &[data_request::REQUESTER, data_request::SOUGHT],
    typed: Typed::of,
    request: |typed| to_json(&data_request::content::request(typed)),
    faults: data_request::content::faults,
};

/// Fields confirmed by mail, which cannot change.
const CONFIRMED: &[&str] = &["/email", "/requester/email"];

/// Returns the correction while a supplement is asked for; a report of a loss is corrected by text alone.
fn correction(dossier: &PublicDossierOut) -> Option<Correction> {
    if dossier.state != DossierState::SupplementRequested {
        return None;
    }
    match dossier.procedure.code.as_str() {
        "account_registration" => Some(OF_REGISTRATION),
        "holder_change" => Some(OF_HOLDER_CHANGE),
        data_request::PROCEDURE if dossier.form.get("account").is_some() => Some(OF_OWN_DATA_REQUEST),
        data_request::PROCEDURE => Some(OF_DATA_REQUEST),
        _ => None,
    }
}

impl Correction {
    /// Returns the complete form, if it was changed.
    fn changed(&self, typed: &Typed, first: &Typed) -> Option<Value> {
        let now = (self.request)(typed);
        let is_new = now != (self.request)(first);
        is_new.then(|| serde_json::from_str(&now).ok()).flatten()
    }
}

/// Moves errors of the form inside a supplement to its own fields.
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

/// Renders what was asked for, and the form to supply it.
#[component]
pub fn Supplement(
    /// Code of the dossier.
    code: String,
    /// The dossier.
    dossier: PublicDossierOut,
    /// Called with the changed dossier.
    done: Callback<PublicDossierOut>,
) -> Markup {
    let (api, lists) = (Api::here(), Lists::here());
    let correction = correction(&dossier);
    let (parts, filed) = match correction {
        Some(correction) => (correction.parts, (correction.typed)(&dossier.form, correction.parts)),
        None => (WORDS_ALONE, Typed::default()),
    };
    let correcting = RwSignal::new(false);
    let code = StoredValue::new(code);
    let asked_for = dossier
        .events
        .iter()
        .rev()
        .find(|event| event.kind == "request_supplement")
        .and_then(|event| event.text.clone());
    let scan = RwSignal::new(None::<Picked>);
    let first = StoredValue::new(filed.clone());
    let changed = move |typed: &Typed| first.with_value(|first| correction?.changed(typed, first));
    let check = move |typed: &Typed| {
        if typed.raw("/message").chars().count() > 2_000 {
            return vec![FieldError::new("/message", FieldCode::TooLong).with("max", 2_000)];
        }
        if let Some(correction) = correction.filter(|_| changed(typed).is_some()) {
            return lists.judged(|context| (correction.faults)(typed, context));
        }
        if typed.raw("/message").trim().is_empty() && scan.with_untracked(Option::is_none) {
            return vec![FieldError::new("/message", FieldCode::Required)];
        }
        Vec::new()
    };
    let (kept, words) = Kept::open_public::<String>(&format!("supplement.{}", dossier.number));
    let begun = words.map_or(filed.clone(), |words| filed.with("/message", words));
    let form = Form::of(parts, &begun, check);
    kept.follow(move || Some(form.text("/message").get()).filter(|words| !words.trim().is_empty()));
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
        let work = async move { api.supplement_dossier(&supplement).await.map_err(at_home) };
        let kept = kept.clone();
        form.send(work, move |dossier| {
            kept.drop();
            done.run(dossier);
        });
    };
    html! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(dossier.supplement_title)}</h2></div>
            {asked_for.map(|text| html! { <Note kind=NoteKind::Warn><span class="said-text" lang="vi">{text}</span></Note> })}
            <form class="public-form" novalidate on:submit=submit>
                <Failure saving=form.saving/>
                <ErrorSummary errors=form.summary() asked=form.saving.asked/>
                <WordsAsk form at="/message" hint=move || t!(dossier.supplement_words_hint)/>
                <FileAsk form at="/files" file=scan hint=move || t!(apply.signed_form_hint)/>
                {move || correction.filter(|_| correcting.get()).map(|correction| {
                    crate::form::parts(form, correction.mended, Place::Page, CONFIRMED)
                })}
                <div class="set-up-acts">
                    {move || (!correcting.get() && correction.is_some()).then(|| html! {
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
