//! Findings of the service about a dossier: a place that is already known, a report that is incomplete.

use super::opened::Desk;
use crate::session::Session;
use crate::t;
use crate::ui::Icon;
use crate::words::dossier::guests_go_along;
use crate::{format, i18n::lang};
use dto::dossier::{DossierHint, HintCode};
use dto::operations::accounts::GetAccount;
use leptos::prelude::*;
use leptos_router::components::A;

/// Renders the hints, as a list under the facts.
#[component]
pub fn Hints(
    /// State of the panel.
    desk: Desk,
) -> impl IntoView {
    let session = Session::here();
    let hints = Memo::new(move |_| desk.dossier.with(|dossier| dossier.hints.clone()));
    move || {
        lang();
        let rows: Vec<_> = hints.with(|hints| hints.iter().map(|hint| row(desk, session, hint)).collect());
        (!rows.is_empty()).then(|| {
            view! {
                <section>
                    <div class="ledger-head"><h3>{t!(queue.hints)}</h3></div>
                    <ul class="panel-rows panel-hints">{rows}</ul>
                </section>
            }
        })
    }
}

fn row(desk: Desk, session: Session, hint: &DossierHint) -> impl IntoView + use<> {
    let (icon, class) = match hint.code {
        HintCode::ProvenByLink | HintCode::ProvenByCall => ("check-circle", "hint-ok"),
        HintCode::AccountLocked => ("lock", "hint-ok"),
        HintCode::RegisteredNumber => ("phone", ""),
        _ => ("triangle", "hint-warn"),
    };
    let said = words(hint);
    let said = match (hint.dossier_id, hint.account_id) {
        (Some(id), _) => {
            view! { <button type="button" class="link" on:click=move |_| desk.open(id)>{said}</button> }.into_any()
        }
        (None, Some(id)) if untrack(|| session.may(GetAccount)) => {
            view! { <A href=format!("/accounts/{id}")>{said}</A> }.into_any()
        }
        _ => said.into_any(),
    };
    view! { <li class=class><Icon name=icon size=16/><span>{said}</span></li> }
}

fn words(hint: &DossierHint) -> String {
    let subject = hint.subject.as_deref().unwrap_or_default();
    match hint.code {
        HintCode::SameTaxCode => t!(queue.hint_same_tax_code, subject = subject),
        HintCode::SameName => t!(queue.hint_same_name, subject = subject),
        HintCode::SameAddress => t!(queue.hint_same_address, subject = subject),
        HintCode::GuestsGoAlong => guests_go_along(subject, hint.guest_count),
        HintCode::FiledTwice => t!(queue.hint_filed_twice, subject = subject),
        HintCode::ReportedLate => {
            t!(
                queue.hint_reported_late,
                length = format::length(hint.seconds.unwrap_or_default())
            )
        }
        HintCode::RegisteredNumber => t!(queue.hint_registered_number, number = format::phone(subject)),
        HintCode::ChannelMissing => t!(queue.hint_channel_missing).to_owned(),
        HintCode::AccountUnknown => t!(queue.hint_account_unknown).to_owned(),
        HintCode::NotProven => t!(queue.hint_not_proven).to_owned(),
        HintCode::ProvenByLink => t!(queue.hint_proven_by_link).to_owned(),
        HintCode::ProvenByCall => t!(queue.hint_proven_by_call).to_owned(),
        HintCode::AccountLocked => t!(queue.hint_account_locked).to_owned(),
    }
}
