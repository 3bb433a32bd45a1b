//! The filed data, in words, and the attached files.

use super::opened::Desk;
use crate::browser;
use crate::dossier::filed;
use crate::dossier::form_button::FormButton;
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{Fact, Facts, Icon, Toasts};
use dto::dossier::{AttachmentOut, DossierOut, DossierState};
use dto::operations::procedures::PrintDossier;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashSet;

/// Renders the facts and the files.
#[component]
pub fn Filed(
    /// State of the panel.
    desk: Desk,
) -> Markup {
    let (lists, session) = (Lists::here(), Session::here());
    let files = move |is_result: bool| {
        let files = desk.dossier.with(|dossier| dossier.attachments.clone());
        let files: Vec<Markup> = files
            .into_iter()
            .filter(|file| file.is_result == is_result)
            .map(|file| html! { <File desk file/> })
            .collect();
        (!files.is_empty()).then_some(files)
    };
    let facts = move || {
        lang();
        let filed = desk.dossier.with(|dossier| facts_of(dossier, lists));
        let mut facts: Vec<Fact> = filed.into_iter().map(Fact::filed).collect();
        facts.extend(files(false).map(|files| Fact::view(t!(queue.files), files)));
        facts.extend(files(true).map(|files| Fact::view(t!(queue.supplied_files), files)));
        facts
    };
    // The form of a refused or withdrawn dossier is no longer expected.
    let missing = Memo::new(move |_| {
        desk.dossier.with(|dossier| {
            let row = &dossier.summary;
            row.form_missing && !matches!(row.state, DossierState::Refused | DossierState::Withdrawn)
        })
    });
    html! {
        {move || html! { <Facts facts=facts()/> }}
        {when(move || missing.get().then(|| html! {
            <p class="tag tag-warn"><Icon name="triangle"/><span>{t!(dossier.form_missing)}</span></p>
        }))}
        {when(move || session.may(PrintDossier).then(|| html! { <FormButton dossier=desk.id/> }))}
    }
}

/// Renders a file; the server records each opening.
#[component]
fn File(desk: Desk, file: AttachmentOut) -> Markup {
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
    html! {
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
    let told: HashSet<String> = facts.iter().map(|fact| fact.text().to_owned()).collect();
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
    facts.extend(
        also.into_iter()
            .filter(|(_, value, _)| !told.contains(value))
            .map(Fact::from),
    );
    facts
}

/// Returns the login name that a grant has assigned, or confirmed.
pub fn granted_login(dossier: &DossierOut) -> Option<String> {
    let login = dossier.result.as_ref()?.get("login")?.as_str()?;
    Some(login.to_owned())
}
