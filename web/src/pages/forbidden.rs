//! No permission: what is missing and who can help.

use crate::format;
use crate::lists::Lists;
use crate::session::Session;
use crate::t;
use crate::ui::{ButtonLink, Icon, PageTitle};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// The page for somebody without the right to see it.
#[component]
pub fn Forbidden() -> impl IntoView {
    let (session, lists) = (Session::here(), Lists::here());
    let path = use_location().pathname;
    // What is off for everybody, or kept to the holder, is for no other kind of account either.
    let why = move || {
        let is_operator = session
            .account()
            .get()
            .is_some_and(|account| account.unit_account.is_some());
        let lends = lists
            .profile()
            .is_none_or(|profile| profile.profile.accounts.delegation);
        match path.get().as_str() {
            "/delegations" if !lends => t!(app.forbidden_delegation),
            "/holder-change" | "/data-requests" if is_operator => t!(app.forbidden_operator),
            _ => t!(app.forbidden_text),
        }
    };
    view! {
        <div class="dead-end">
            <Icon name="lock" size=26/>
            <PageTitle text=move || t!(app.forbidden_title)/>
            <p>{why}</p>
            <p>{move || session.account().get().map(|account| t!(app.signed_in_as, name = account.holder_name, unit = account.unit_name))}</p>
            {move || lists.profile().and_then(|profile| profile.help).map(|help| view! { <p>{t!(app.call, phone = format::phone(&help.phone))}</p> })}
            <ButtonLink href="/" label=move || t!(app.home)/>
        </div>
    }
}
