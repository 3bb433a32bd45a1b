//! The first page of agencies whose figures come with a later release: their account, and honest words.

use crate::format;
use crate::frame::Counters;
use crate::lists::Lists;
use crate::pages::data_request::may_ask;
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{ButtonLink, Note, NoteKind, PageTitle};
use dto::account::{AccountOut, Level, Role};
use dto::operations::accounts::ChangePassword;
use dto::operations::procedures::{ListDossiers, ResolveDossier};
use leptos::prelude::*;
use leptos_router::components::A;

/// The page.
#[component]
pub fn AgencyHome() -> impl IntoView {
    let (session, lists) = (Session::here(), Lists::here());
    view! {
        <div class="narrow-page agency">
            <PageTitle text=move || t!(agency.title)/>
            {when(move || session.account().get().map(|account| view! {
                {session.may(ListDossiers).then(|| view! { <Waiting/> })}
                <Note icon="clock"><strong>{t!(agency.not_yet_title)}</strong><br/>{t!(agency.not_yet)}</Note>
                <section class="own-section">
                    <div class="section-head"><h2 class="section-title">{t!(agency.account)}</h2></div>
                    <dl class="own-facts">{own_facts(&account)}</dl>
                </section>
                {may_ask(session, lists).then(|| view! {
                    <section class="own-section">
                        <div class="section-head"><h2 class="section-title">{t!(data.title)}</h2></div>
                        <p class="own-line"><ButtonLink href="/data-requests" label=move || t!(data.limit_go)/></p>
                    </section>
                })}
                {session.may(ChangePassword).then(|| view! {
                    <section class="own-section">
                        <div class="section-head"><h2 class="section-title">{t!(agency.password)}</h2></div>
                        <p class="own-line">
                            {account.password_due_at.map(|due| view! { <span>{t!(agency.password_due, day = format::end_instant(due))}</span> })}
                            <ButtonLink href="/password" label=move || t!(agency.change_password)/>
                        </p>
                    </section>
                })}
            }))}
        </div>
    }
}

/// The dossiers that wait for this office, above everything else.
#[component]
fn Waiting() -> impl IntoView {
    let (session, counters) = (Session::here(), use_context::<Counters>());
    let counts = move || counters.map(|counters| (counters.registrations.get(), counters.registrations_overdue.get()));
    move || {
        let (waiting, overdue) = counts().filter(|(waiting, _)| *waiting > 0)?;
        let decides = session.may(ResolveDossier);
        let kind = if overdue > 0 { NoteKind::Bad } else { NoteKind::Warn };
        let words = if decides {
            t!(agency.waiting_decision, count = waiting)
        } else {
            t!(agency.waiting_opinion, count = waiting)
        };
        Some(view! {
            <Note kind=kind icon="stamp">
                <strong>{words}</strong>
                {(overdue > 0).then(|| format!(", {}", t!(agency.waiting_overdue, count = overdue)))}
                " "
                <A href="/registrations" attr:class="link">{t!(agency.waiting_go)}</A>
            </Note>
        })
    }
}

/// What is on record of one's own account.
pub fn own_facts(account: &AccountOut) -> impl IntoView + use<> {
    let area = if account.area.name == account.area.province_name || account.area.province_name.is_empty() {
        account.area.name.clone()
    } else {
        format!("{}, {}", account.area.name, account.area.province_name)
    };
    let mut facts = vec![
        (t!(agency.unit), account.unit_name.clone()),
        (t!(agency.role), role_name(account.role).to_owned()),
        (t!(agency.area), area),
        (t!(agency.holder), account.holder_name.clone()),
        (t!(agency.position), account.holder_position.clone()),
        (t!(agency.login), account.login.clone()),
    ];
    if let Some(level) = account.level {
        facts.insert(2, (t!(agency.level), level_name(level).to_owned()));
    }
    facts
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| view! { <div class="own-fact"><dt>{name}</dt><dd>{value}</dd></div> })
        .collect_view()
}

/// What a level is called.
pub fn level_name(level: Level) -> &'static str {
    match level {
        Level::Province => t!(accounts.tier_province),
        Level::District => t!(accounts.tier_district),
        Level::Commune => t!(accounts.tier_commune),
    }
}

/// What kind of account it is.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Administrator => t!(agency.role_administrator),
        Role::Police => t!(agency.role_police),
        Role::Tax => t!(agency.role_tax),
        Role::Tourism => t!(agency.role_tourism),
        Role::Statistics => t!(agency.role_statistics),
        Role::Finance => t!(agency.role_finance),
        Role::Operation => t!(agency.role_operation),
        Role::Facility => t!(agency.role_facility),
    }
}
