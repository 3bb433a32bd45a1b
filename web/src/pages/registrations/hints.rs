//! Findings of the service about a dossier: a place that is already known, a report that is incomplete.

use super::opened::Desk;
use crate::markup::{IntoMarkup, Markup, html};
use crate::session::Session;
use crate::t;
use crate::ui::Icon;
use crate::words::dossier::guests_go_along;
use crate::{format, i18n::lang};
use dto::dossier::{DossierHint, HintCode};
use dto::operations::accounts::GetAccount;
use leptos::prelude::*;

/// Renders the hints, as a list under the facts.
#[component]
pub fn Hints(
    /// State of the panel.
    desk: Desk,
) -> Markup {
    let session = Session::here();
    let hints = Memo::new(move |_| desk.dossier.with(|dossier| dossier.hints.clone()));
    IntoMarkup::into_markup(move || {
        lang();
        let rows: Vec<_> = hints.with(|hints| hints.iter().map(|hint| row(desk, session, hint)).collect());
        (!rows.is_empty()).then(|| {
            html! {
                <section>
                    <div class="ledger-head"><h3>{t!(queue.hints)}</h3></div>
                    <ul class="panel-rows panel-hints">{rows}</ul>
                </section>
            }
        })
    })
}

fn row(desk: Desk, session: Session, hint: &DossierHint) -> Markup {
    let (icon, class) = match hint.code {
        HintCode::ProvenByLink | HintCode::ProvenByCall => ("check-circle", "hint-ok"),
        HintCode::AccountLocked => ("lock", "hint-ok"),
        HintCode::RegisteredNumber => ("phone", ""),
        _ => ("triangle", "hint-warn"),
    };
    let said = words(hint);
    let said = match (hint.dossier_id, hint.account_id) {
        (Some(id), _) => {
            html! { <button type="button" class="link" on:click=move |_| desk.open(id)>{said}</button> }
        }
        (None, Some(id)) if untrack(|| session.may(GetAccount)) => {
            html! { <a href=format!("/accounts/{id}")>{said}</a> }
        }
        _ => said.into_markup(),
    };
    html! { <li class=class><Icon name=icon size=16/><span>{said}</span></li> }
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
