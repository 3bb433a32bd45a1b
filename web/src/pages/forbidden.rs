//! Missing permission: what is missing and who can help.

use crate::format;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::session::Session;
use crate::t;
use crate::ui::{ButtonLink, Icon, PageTitle};
use leptos::prelude::*;

/// Renders the page for an account without the permission.
#[component]
pub fn Forbidden() -> Markup {
    let (session, lists) = (Session::here(), Lists::here());
    html! {
        <div class="dead-end">
            <Icon name="lock" size=26/>
            <PageTitle text=move || t!(app.forbidden_title)/>
            <p>{move || t!(app.forbidden_text)}</p>
            <p>{move || session.account().get().map(|account| t!(app.signed_in_as, name = account.holder_name, unit = account.unit_name))}</p>
            {when(move || lists.profile().and_then(|profile| profile.help).map(|help| html! { <p>{t!(app.call, phone = format::phone(&help.phone))}</p> }))}
            <ButtonLink href="/" label=move || t!(app.home)/>
        </div>
    }
}
