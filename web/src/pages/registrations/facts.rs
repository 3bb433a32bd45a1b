//! What was filed, in words; the files that came along.

use super::opened::Desk;
use crate::browser;
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::pages::filed::{self, Fact};
use crate::pages::lookup::form_button::FormButton;
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{Icon, Toasts};
use dto::dossier::{AttachmentOut, DossierOut, DossierState};
use dto::operations::procedures::PrintDossier;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashSet;

/// The facts and the files.
#[component]
pub fn Facts(
    /// The panel.
    desk: Desk,
) -> impl IntoView {
    let (lists, session) = (Lists::here(), Session::here());
    let facts = move || {
        lang();
        desk.dossier.with(|dossier| facts_of(dossier, lists))
    };
    let files = move || desk.dossier.with(|dossier| dossier.attachments.clone());
    // Nobody waits for the form of what was refused or withdrawn.
    let missing = Memo::new(move |_| {
        desk.dossier.with(|dossier| {
            let row = &dossier.summary;
            row.form_missing && !matches!(row.state, DossierState::Refused | DossierState::Withdrawn)
        })
    });
    let rows = move || {
        facts()
            .into_iter()
            .filter(|(_, value, _)| !value.is_empty())
            .map(
                |(name, value, mono)| view! { <div class="fact"><dt>{name}</dt><dd class="said-text" lang="vi" class:mono=mono>{value}</dd></div> },
            )
            .collect_view()
    };
    let supplied_rows = move || {
        let files: Vec<_> = files().into_iter().filter(|file| file.is_result).collect();
        (!files.is_empty()).then(|| {
            let rows = files.into_iter().map(|file| view! { <File desk file/> }).collect_view();
            view! { <div class="fact"><dt>{t!(queue.supplied_files)}</dt><dd>{rows}</dd></div> }
        })
    };
    let file_rows = move || {
        let files: Vec<_> = files().into_iter().filter(|file| !file.is_result).collect();
        (!files.is_empty()).then(|| {
            let rows = files.into_iter().map(|file| view! { <File desk file/> }).collect_view();
            view! { <div class="fact"><dt>{t!(queue.files)}</dt><dd>{rows}</dd></div> }
        })
    };
    view! {
        <dl class="facts facts-all">
            {rows}
            {file_rows}
            {supplied_rows}
        </dl>
        {when(move || missing.get().then(|| view! {
            <p class="tag tag-warn"><Icon name="triangle"/><span>{t!(dossier.form_missing)}</span></p>
        }))}
        {when(move || session.may(PrintDossier).then(|| view! { <FormButton dossier=desk.id/> }))}
    }
}

/// A file; opening it is recorded by the server.
#[component]
fn File(desk: Desk, file: AttachmentOut) -> impl IntoView {
    let toasts = Toasts::here();
    let busy = RwSignal::new(false);
    let AttachmentOut {
        id,
        name,
        media_type,
        size,
        ..
    } = file;
    let to_save = name.clone();
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (name, is_shown) = (
            to_save.clone(),
            media_type.starts_with("image/") || media_type == "application/pdf",
        );
        spawn_local(async move {
            match desk.api.download_attachment(desk.id, id).await {
                Ok(file) if is_shown => browser::open_file(&file),
                Ok(file) => browser::save_file(&file, &name),
                Err(error) => drop(toasts.failed(error.title(), error.detail(), None)),
            }
            busy.try_set(false);
        });
    };
    let size = format::bytes(usize::try_from(size).unwrap_or(usize::MAX));
    view! {
        <span class="queue-file">
            <button type="button" class="link" aria-busy=move || busy.get().then_some("true") on:click=press>{name}</button>
            " "
            <span class="quiet nowrap">{size}</span>
        </span>
    }
}

fn facts_of(dossier: &DossierOut, lists: Lists) -> Vec<Fact> {
    let row = &dossier.summary;
    let mut facts = filed::facts(&row.procedure.code, &dossier.form, &row.area.name, lists);
    let applicant = &dossier.applicant;
    let told: HashSet<String> = facts.iter().map(|(_, value, _)| value.clone()).collect();
    let also = [
        (t!(queue.applicant), applicant.name.clone(), false),
        (
            t!(queue.phone),
            applicant.phone.as_deref().map(format::phone).unwrap_or_default(),
            true,
        ),
        (t!(queue.email), applicant.email.clone().unwrap_or_default(), false),
        (t!(queue.login), granted_login(dossier).unwrap_or_default(), true),
    ];
    facts.extend(also.into_iter().filter(|(_, value, _)| !told.contains(value)));
    facts
}

/// The login name that a grant has given, or confirmed.
pub fn granted_login(dossier: &DossierOut) -> Option<String> {
    let login = dossier.result.as_ref()?.get("login")?.as_str()?;
    Some(login.to_owned())
}
