//! The user's own account: data, password, second factor, sessions, keys.

mod factor;
mod session_list;
mod sessions;
mod token_list;
mod tokens;

use crate::dossier::data_request::may_ask;
use crate::format;
use crate::frame::password_soon::soon;
use crate::keys::Keys;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::scans::Scans;
use crate::session::Session;
use crate::t;
use crate::ui::{ButtonLink, PageTitle};
use crate::words::account::own_facts;
use dto::account::AccountOut;
use dto::operations::accounts::ListOperators;
use dto::operations::procedures::SubmitHolderChange;
use factor::SecondFactor;
use leptos::prelude::*;
use sessions::Sessions;
use tokens::AccessTokens;

/// Renders the page.
#[component]
pub fn Profile() -> Markup {
    let (session, lists) = (Session::here(), Lists::here());
    html! {
        <div class="one-column profile">
            <PageTitle text=move || t!(profile.title)/>
            <section class="own-section no-print">
                <div class="ledger-head"><h2>{move || t!(agency.account)}</h2></div>
                {move || session.account().get().map(|account| own_facts(&account))}
                <p class="own-line">
                    {when(move || session.may(ListOperators).then(|| html! { <ButtonLink href="/operators" label=move || t!(operators.title) icon="guests"/> }))}
                    {when(move || session.may(SubmitHolderChange).then(|| html! { <ButtonLink href="/holder-change" label=move || t!(holder.title) icon="swap"/> }))}
                    {when(move || may_ask(session, lists).then(|| html! { <ButtonLink href="/data-requests" label=move || t!(data.title) icon="search"/> }))}
                </p>
            </section>
            <section class="own-section no-print">
                <div class="ledger-head"><h2>{move || t!(agency.password)}</h2></div>
                {move || session.account().get().map(|account| password(&account))}
            </section>
            <SecondFactor/>
            <Sessions/>
            <AccessTokens/>
            <section class="own-section no-print">
                <div class="ledger-head"><h2>{move || t!(frame.keys)}</h2></div>
                <Letters/>
                <ScanSound/>
            </section>
        </div>
    }
}

/// Renders the expiry of the password.
fn password(account: &AccountOut) -> Markup {
    let due = account.password_due_at;
    html! {
        {soon(due, false)}
        <p class="own-line">
            <span>{due.map_or_else(|| t!(profile.no_rotation).to_owned(), |due| t!(agency.password_due, day = format::end_instant(due)))}</span>
            <ButtonLink href="/password" label=move || t!(agency.change_password)/>
        </p>
    }
}

#[component]
fn Letters() -> Markup {
    let keys = Keys::here();
    html! {
        <p class="own-line">
            <label class="check">
                <input type="checkbox" id="letters" prop:checked=move || keys.letters() on:change=move |event| keys.set_letters(event_target_checked(&event))/>
                <span>{move || t!(frame.keys_letters)}</span>
            </label>
        </p>
    }
}

/// Renders the setting of the scan sound, for this browser: the computer of the front desk may be near guests.
#[component]
fn ScanSound() -> Markup {
    let scans = Scans::here();
    html! {
        <p class="own-line">
            <label class="check">
                <input type="checkbox" id="scan-sound" prop:checked=move || scans.sound() on:change=move |event| scans.set_sound(event_target_checked(&event))/>
                <span>{move || t!(frame.scan_sound)}</span>
            </label>
        </p>
    }
}
