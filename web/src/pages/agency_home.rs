//! The first page of agencies whose figures come with a later release: their account, and what is not available yet.

use crate::dossier::data_request::may_ask;
use crate::format;
use crate::frame::Counters;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{ButtonLink, Note, NoteKind, PageTitle};
use crate::words::account::own_facts;
use dto::operations::accounts::ChangePassword;
use dto::operations::procedures::{ListDossiers, ResolveDossier};
use leptos::prelude::*;

/// Renders the page.
#[component]
pub fn AgencyHome() -> Markup {
    let (session, lists) = (Session::here(), Lists::here());
    html! {
        <div class="narrow-page agency">
            <PageTitle text=move || t!(agency.title)/>
            {when(move || session.account().get().map(|account| html! {
                {session.may(ListDossiers).then(|| html! { <Waiting/> })}
                <Note icon="clock"><strong>{t!(agency.not_yet_title)}</strong><br/>{t!(agency.not_yet)}</Note>
                <section class="own-section">
                    <div class="section-head"><h2 class="section-title">{t!(agency.account)}</h2></div>
                    {own_facts(&account)}
                </section>
                {may_ask(session, lists).then(|| html! {
                    <section class="own-section">
                        <div class="section-head"><h2 class="section-title">{t!(data.title)}</h2></div>
                        <p class="own-line"><ButtonLink href="/data-requests" label=move || t!(data.limit_go)/></p>
                    </section>
                })}
                {session.may(ChangePassword).then(|| html! {
                    <section class="own-section">
                        <div class="section-head"><h2 class="section-title">{t!(agency.password)}</h2></div>
                        <p class="own-line">
                            {account.password_due_at.map(|due| html! { <span>{t!(agency.password_due, day = format::end_instant(due))}</span> })}
                            <ButtonLink href="/password" label=move || t!(agency.change_password)/>
                        </p>
                    </section>
                })}
            }))}
        </div>
    }
}

/// Renders the dossiers that wait for this office, above everything else.
#[component]
fn Waiting() -> Markup {
    let (session, counters) = (Session::here(), use_context::<Counters>());
    let counts = move || counters.map(|counters| (counters.registrations.get(), counters.registrations_overdue.get()));
    IntoMarkup::into_markup(move || {
        let (waiting, overdue) = counts().filter(|(waiting, _)| *waiting > 0)?;
        let decides = session.may(ResolveDossier);
        let kind = if overdue > 0 { NoteKind::Bad } else { NoteKind::Warn };
        let words = if decides {
            t!(agency.waiting_decision, count = waiting)
        } else {
            t!(agency.waiting_opinion, count = waiting)
        };
        Some(html! {
            <Note kind=kind icon="stamp">
                <strong>{words}</strong>
                {(overdue > 0).then(|| format!(", {}", t!(agency.waiting_overdue, count = overdue)))}
                " "
                <a href="/registrations" class="link">{t!(agency.waiting_go)}</a>
            </Note>
        })
    })
}
