//! The answer to a dossier, for anybody who has its code.

use crate::api::Api;
use crate::browser;
use crate::format;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Icon, Toasts};
use dto::dossier::{AttachmentOut, PublicDossierOut, ResultIn};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Renders the text of the decision and the supplied files, each for download. Each download is recorded.
#[component]
pub fn Answer(
    /// The dossier.
    dossier: PublicDossierOut,
    /// The code.
    code: String,
) -> Markup {
    let said = dossier
        .events
        .iter()
        .rev()
        .find(|event| matches!(event.kind.as_str(), "resolve" | "refuse"))
        .and_then(|event| event.text.clone());
    let files: Vec<_> = dossier.attachments.into_iter().filter(|file| file.is_result).collect();
    html! {
        {said.map(|text| html! { <p class="said-text" lang="vi">{text}</p> })}
        {(!files.is_empty()).then(|| {
            let rows = files.into_iter().map(|file| html! { <Result file code=code.clone()/> }).collect::<Vec<_>>();
            html! { <ul class="panel-rows results">{rows}</ul> }
        })}
    }
}

#[component]
fn Result(file: AttachmentOut, code: String) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let busy = RwSignal::new(false);
    let AttachmentOut { id, name, size, .. } = file;
    let to_save = name.clone();
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (name, asked) = (
            to_save.clone(),
            ResultIn {
                dossier_code: code.clone(),
                attachment_id: id,
            },
        );
        spawn_local(async move {
            match api.download_result(&asked).await {
                Ok(file) => browser::save_file(&file, &name),
                Err(error) => drop(toasts.failed(error.title(), error.detail(), None)),
            }
            busy.try_set(false);
        });
    };
    let size = format::bytes(usize::try_from(size).unwrap_or(usize::MAX));
    html! {
        <li>
            <button type="button" class="link" aria-busy=move || busy.get().then_some("true") on:click=press>
                <Icon name="import"/>
                " "
                {move || t!(data.save_result)}
                " "
                {name}
            </button>
            " "
            <span class="quiet nowrap">{size}</span>
        </li>
    }
}
