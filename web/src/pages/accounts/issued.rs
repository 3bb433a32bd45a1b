//! A password that was just issued: shown once, to be handed over, or on its way by mail.

use crate::browser;
use crate::format;
use crate::t;
use crate::ui::{Button, Icon, Note, NoteKind, Toasts};
use dto::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// What was issued and to whom.
#[derive(Clone)]
pub struct Issue {
    /// The login name.
    pub login: String,
    /// The unit or facility.
    pub unit: String,
    /// The person.
    pub holder: String,
    /// The password, where it is handed over.
    pub password: Option<String>,
    /// Until when it can be used.
    pub valid_until: Timestamp,
    /// The address, where it went by mail.
    pub email: String,
}

/// The password, or where it went; and the sheet to print and hand over.
#[component]
pub fn Issued(
    /// What was issued.
    issue: Issue,
) -> impl IntoView {
    let until = issue.valid_until;
    match issue.password.clone() {
        None => view! {
            <Note kind=NoteKind::Ok>
                <strong>{t!(issued.mailed)}</strong>
                " "
                {t!(issued.mailed_text, login = issue.login, email = issue.email, until = format::end_instant(until))}
            </Note>
        }
        .into_any(),
        Some(password) => view! { <Handover issue password/> }.into_any(),
    }
}

#[component]
fn Handover(issue: Issue, password: String) -> impl IntoView {
    let toasts = Toasts::here();
    let kept = StoredValue::new(password.clone());
    let copy = Callback::new(move |()| {
        spawn_local(async move {
            if browser::copy(&kept.get_value()).await {
                toasts.ok(t!(issued.copied), String::new(), None);
            } else {
                toasts.failed(t!(issued.not_copied), String::new(), None);
            }
        });
    });
    let until = format::end_instant(issue.valid_until);
    let facts = [
        (t!(agency.unit), issue.unit),
        (t!(agency.holder), issue.holder),
        (t!(issued.until), until),
    ];
    view! {
        <section class="handover" aria-label=t!(issued.title)>
            <h2 class="section-title" id="issued" tabindex="-1">{t!(issued.title)}</h2>
            <p class="handover-once"><Icon name="triangle"/><span>{t!(issued.once)}</span></p>
            <dl class="own-facts">
                <div class="own-fact"><dt>{t!(agency.login)}</dt><dd class="mono" id="issued-login">{issue.login}</dd></div>
                <div class="own-fact"><dt>{t!(issued.password)}</dt><dd class="mono handover-secret" id="issued-password">{password}</dd></div>
                {facts.into_iter().map(|(name, value)| view! { <div class="own-fact"><dt>{name}</dt><dd>{value}</dd></div> }).collect_view()}
            </dl>
            <ul class="handover-rules">
                <li>{t!(issued.rule_change)}</li>
                <li>{t!(issued.rule_own)}</li>
                <li>{t!(issued.rule_lost)}</li>
            </ul>
            <div class="handover-signs print-only">
                <p>{t!(issued.sign_giver)}</p>
                <p>{t!(issued.sign_taker)}</p>
            </div>
            <div class="form-acts no-print">
                <Button label=move || t!(issued.print) icon="register" on_press=Callback::new(|()| browser::print())/>
                <Button label=move || t!(issued.copy) on_press=copy/>
            </div>
        </section>
    }
}
