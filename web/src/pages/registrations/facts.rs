//! What was filed, in words; the files that came along.

use super::opened::Desk;
use crate::browser;
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::pages::agency_home::role_name;
use crate::t;
use crate::ui::{Icon, Toasts};
use dto::Given;
use dto::dossier::{AttachmentOut, DossierOut};
use dto::filing::{AgencyIn, CredentialLossIn, HolderChangeIn, LossKind, NewFacilityIn, RegistrationIn};
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::collections::HashSet;

/// A fact: name, value, whether it is a number or code.
type Fact = (&'static str, String, bool);

/// The facts and the files.
#[component]
pub fn Facts(
    /// The panel.
    desk: Desk,
) -> impl IntoView {
    let lists = Lists::here();
    let facts = move || {
        lang();
        desk.dossier.with(|dossier| facts_of(dossier, lists))
    };
    let files = move || desk.dossier.with(|dossier| dossier.attachments.clone());
    let missing = Memo::new(move |_| desk.dossier.with(|dossier| dossier.summary.form_missing));
    let rows = move || {
        facts()
            .into_iter()
            .filter(|(_, value, _)| !value.is_empty())
            .map(
                |(name, value, mono)| view! { <div class="fact"><dt>{name}</dt><dd class:mono=mono>{value}</dd></div> },
            )
            .collect_view()
    };
    let file_rows = move || {
        let files = files();
        (!files.is_empty()).then(|| {
            let rows = files.into_iter().map(|file| view! { <File desk file/> }).collect_view();
            view! { <div class="fact"><dt>{t!(queue.files)}</dt><dd>{rows}</dd></div> }
        })
    };
    view! {
        <dl class="facts facts-all">
            {rows}
            {file_rows}
        </dl>
        {move || missing.get().then(|| view! {
            <p class="tag tag-warn"><Icon name="triangle"/><span>{t!(dossier.form_missing)}</span></p>
        })}
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
    let form = dossier.form.clone();
    let area = dossier.summary.area.name.clone();
    let mut facts = match dossier.summary.procedure.id.as_str() {
        "account_registration" => serde_json::from_value::<RegistrationIn>(form)
            .map(|form| of_registration(&form, &area, lists))
            .unwrap_or_default(),
        "holder_change" => serde_json::from_value::<HolderChangeIn>(form)
            .map(|form| of_holder_change(&form))
            .unwrap_or_default(),
        "credential_loss" => serde_json::from_value::<CredentialLossIn>(form)
            .map(|form| of_loss(&form))
            .unwrap_or_default(),
        _ => Vec::new(),
    };
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
    ];
    facts.extend(also.into_iter().filter(|(_, value, _)| !told.contains(value)));
    if let Some(login) = dossier
        .result
        .as_ref()
        .and_then(|result| result.get("login"))
        .and_then(|login| login.as_str())
    {
        facts.push((t!(queue.login), login.to_owned(), true));
    }
    facts
}

fn said(given: &Given<String>) -> String {
    given.value().cloned().unwrap_or_default()
}

fn joined(parts: &[String]) -> String {
    let said: Vec<&str> = parts
        .iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    said.join(", ")
}

fn of_registration(form: &RegistrationIn, area: &str, lists: Lists) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(facility) = &form.facility {
        facts.extend(of_facility(facility, area, lists));
    }
    if let Some(agency) = &form.agency {
        facts.extend(of_agency(agency, area));
    }
    let started = form
        .started_on
        .value()
        .map(|day| format::date(*day))
        .unwrap_or_default();
    facts.extend([
        (t!(queue.phone), format::phone(&said(&form.phone)), true),
        (t!(queue.email), said(&form.email), false),
        (
            t!(queue.user),
            joined(&[said(&form.user_name), said(&form.user_position)]),
            false,
        ),
        (t!(queue.governing_body), said(&form.governing_body), false),
        (t!(queue.started_on), started, false),
    ]);
    facts
}

fn of_facility(facility: &NewFacilityIn, area: &str, lists: Lists) -> Vec<Fact> {
    let counted = |count: Option<u16>, words: fn(u16) -> String| count.map(words).unwrap_or_default();
    let kind = joined(&[
        lists.label("facility_kinds", &said(&facility.kind)),
        counted(facility.rooms, |count| t!(queue.rooms, count = count)),
        counted(facility.beds, |count| t!(queue.beds, count = count)),
    ]);
    vec![
        (t!(queue.kind), kind, false),
        (
            t!(queue.address),
            joined(&[said(&facility.address), area.to_owned()]),
            false,
        ),
        (t!(queue.representative), said(&facility.representative), false),
        (t!(queue.tax_code), said(&facility.tax_code), true),
    ]
}

fn of_agency(agency: &AgencyIn, area: &str) -> Vec<Fact> {
    let level = agency
        .level
        .map(|level| t!(queue.level, level = level))
        .unwrap_or_default();
    let role = agency.role.map(role_name).unwrap_or_default().to_owned();
    vec![
        (t!(queue.kind), joined(&[role, level]), false),
        (t!(queue.area), area.to_owned(), false),
    ]
}

fn of_holder_change(form: &HolderChangeIn) -> Vec<Fact> {
    vec![
        (
            t!(queue.new_holder),
            joined(&[said(&form.new_name), said(&form.new_position)]),
            false,
        ),
        (t!(queue.new_phone), format::phone(&said(&form.new_phone)), true),
        (t!(queue.new_email), said(&form.new_email), false),
        (t!(queue.reason), said(&form.reason), false),
        (t!(queue.governing_body), said(&form.governing_body), false),
    ]
}

fn of_loss(form: &CredentialLossIn) -> Vec<Fact> {
    let kind = match form.kind {
        Some(LossKind::Stolen) => t!(lost.stolen),
        _ => t!(lost.forgotten),
    };
    let at = |given: &Given<dto::Timestamp>| given.value().map(|at| format::instant(*at)).unwrap_or_default();
    vec![
        (t!(lost.kind), kind.to_owned(), false),
        (t!(lost.login), said(&form.login), true),
        (t!(lost.discovered_at), at(&form.discovered_at), false),
        (t!(lost.reporter_name), said(&form.reporter_name), false),
        (t!(queue.phone), format::phone(&said(&form.phone)), true),
        (t!(queue.email), said(&form.email), false),
        (t!(lost.called_at), at(&form.called_at), false),
        (t!(lost.description), said(&form.description), false),
    ]
}
