//! The first step: a file, or a template to fill in.

use super::{LastFile, Steps};
use crate::api::Api;
use crate::browser;
use crate::form::{Failure, Saving};
use crate::i18n::lang;
use crate::lists::{Lists, label_of};
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Choice, Field, Icon, Note, NoteKind, PageTitle, SelectInput, Toasts};
use dto::Given;
use dto::filing::FileIn;
use dto::import::{ImportIn, MAX_IMPORT_FILE};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::sync::Arc;
use uuid::Uuid;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

/// Renders the choice of a file, which is sent at once: nothing is stored by that.
#[component]
pub fn Choose(facility: Uuid) -> Markup {
    let (api, saving) = (Api::here(), Saving::new());
    let navigate = StoredValue::new_local(use_navigate());
    let reason = RwSignal::new("tourism".to_owned());
    let hidden = RwSignal::new(false);
    let last = use_context::<LastFile>();
    let choose = move |event: leptos::ev::Event| {
        let input: HtmlInputElement = event_target(&event);
        let Some(file) = input.files().and_then(|files| files.get(0)) else {
            return;
        };
        if saving.busy.get_untracked() {
            return;
        }
        saving.errors.set(Vec::new());
        let default_reason = Given::Value(reason.get_untracked());
        spawn_local(async move {
            let read = read(&file).await;
            // So that choosing the same file after a correction fires a change too.
            input.set_value("");
            let file = match read {
                Ok(file) => file,
                Err(error) => return saving.refuse(vec![error]),
            };
            let import = ImportIn {
                file,
                default_reason,
                include_hidden: hidden.get_untracked(),
            };
            if let Some(LastFile(last)) = last {
                last.set(Some(import.clone()));
            }
            let key = Uuid::new_v4().simple().to_string();
            saving.send(
                async move { api.preview_import(facility, &import, &key).await },
                move |import| {
                    navigate.with_value(|navigate| {
                        navigate(&format!("/import?id={}", import.id), NavigateOptions::default());
                    });
                },
            );
        });
    };
    html! {
        <Steps at=1/>
        <div class="page-head"><PageTitle text=move || t!(import.title)/></div>
        <p class="import-lead">{move || t!(import.lead)}</p>
        <Failure saving/>
        <div role="alert" class="import-refused">
            {move || saving.errors.get().into_iter().map(|error| error.said(lang())).map(|text| html! { <Note kind=NoteKind::Bad>{text}</Note> }).collect::<Vec<_>>()}
        </div>
        <label class="import-drop" class:busy=saving.busy>
            <input
                type="file"
                id="import-file"
                accept=".xlsx,.csv,.xml,.txt,text/csv,application/xml,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
                aria-describedby="import-file-hint"
                on:change=choose
            />
            <Icon name="import" size=26/>
            <strong>{move || t!(import.drop)}</strong>
            <span id="import-file-hint" class="quiet">{move || t!(import.drop_hint)}</span>
            <span role="status">{when(move || saving.busy.get().then(|| t!(import.looking)))}</span>
        </label>
        <div class="import-choose">
            <div>
                <Reason reason/>
                <p class="import-hidden-choice">
                    <label class="check">
                        <input type="checkbox" id="import-hidden" prop:checked=hidden on:change=move |event| hidden.set(event_target_checked(&event))/>
                        <span>{move || t!(import.include_hidden)}</span>
                    </label>
                </p>
            </div>
            <Templates/>
        </div>
    }
}

/// Renders the reason for guests for whom the file has none.
#[component]
fn Reason(reason: RwSignal<String>) -> Markup {
    let lists = Lists::here();
    // A reason in words would be the same for everybody.
    let options = Memo::new(move |_| {
        let entries = lists.stay_reasons();
        let in_code = entries.iter().filter(|entry| entry.code != "other");
        let choices = in_code.map(|entry| Choice::new(entry.code.clone(), label_of(entry)));
        Arc::new(choices.collect::<Vec<_>>())
    });
    html! {
        <Field id="import-reason" label=move || t!(import.reason) hint=move || t!(import.reason_hint)>
            <SelectInput value=reason options/>
        </Field>
    }
}

#[component]
fn Templates() -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let fetch = move |format: &'static str, name: &'static str| {
        spawn_local(async move {
            match api.get_import_template(format).await {
                Ok(file) => browser::save_file(&file, name),
                Err(error) => drop(toasts.failed(error.title(), error.detail(), None)),
            }
        });
    };
    html! {
        <section class="import-templates">
            <h2 class="section-title">{move || t!(import.templates)}</h2>
            <p>{move || t!(import.templates_text)}</p>
            <p class="import-template-links">
                <button type="button" class="link" on:click=move |_| fetch("xlsx", "mau-nhap-khach.xlsx")>{move || t!(import.template_xlsx)}</button>
                <button type="button" class="link" on:click=move |_| fetch("csv", "mau-nhap-khach.csv")>{move || t!(import.template_csv)}</button>
            </p>
        </section>
    }
}

async fn read(file: &web_sys::File) -> Result<FileIn, FieldError> {
    const AT: &str = "/file/content_base64";
    #[expect(clippy::cast_precision_loss, reason = "ten million fits")]
    if file.size() > MAX_IMPORT_FILE as f64 {
        return Err(FieldError::new(AT, FieldCode::ImportTooLarge).with("megabytes", MAX_IMPORT_FILE / (1024 * 1024)));
    }
    let unreadable = || FieldError::new(AT, FieldCode::FileUnreadable);
    let buffer = JsFuture::from(file.array_buffer()).await.map_err(|_| unreadable())?;
    let bytes = js_sys::Uint8Array::new(&buffer).to_vec();
    if bytes.is_empty() {
        return Err(unreadable());
    }
    let name: String = file.name().chars().take(120).collect();
    Ok(FileIn::new(name, &bytes))
}
