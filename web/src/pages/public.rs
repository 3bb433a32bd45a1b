//! The frame of the pages that need no account: applying, asking for data, looking up, lost passwords.

use crate::markup::{IntoMarkup, Markup, html};
use crate::pages::not_found;
use crate::parts::{self, Public as Page};
use crate::routes::any_address;
use crate::t;
use crate::ui::Mark;
use crate::ui::outside::{Foot, LangSwitch};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Paths open to everybody. A signed-in user can open them too.
const PATHS: [&str; 4] = ["/apply", "/data-request", "/lookup", "/lost"];

/// The pages, by their addresses.
const PAGES: [(&str, Page); 7] = [
    ("/apply", Page::Apply),
    ("/apply/confirm", Page::ConfirmApplication),
    ("/data-request", Page::DataRequest),
    ("/data-request/confirm", Page::ConfirmDataRequest),
    ("/lookup", Page::LookUp),
    ("/lost", Page::Lost),
    ("/lost/confirm", Page::ConfirmLoss),
];

/// Returns whether an address is open to everybody.
pub fn is_public(path: &str) -> bool {
    PATHS.iter().any(|open| {
        path.strip_prefix(open)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Renders the pages.
#[component]
pub fn Public() -> Markup {
    html! {
        <div class="public">
            <header class="public-head">
                <a href="/" class="public-brand"><Mark/><span>{move || t!(app.name)}</span></a>
                <nav class="public-nav" aria-label=move || t!(public.nav)>
                    <a href="/apply">{move || t!(public.apply)}</a>
                    <a href="/data-request">{move || t!(public.data)}</a>
                    <a href="/lookup">{move || t!(public.lookup)}</a>
                    <a href="/lost">{move || t!(public.lost)}</a>
                    <a href="/">{move || t!(public.sign_in)}</a>
                </nav>
                <LangSwitch/>
            </header>
            <main class="public-main" id="main">
                {any_address(page)}
            </main>
            <Foot/>
        </div>
    }
}

/// Renders the page of the address.
fn page() -> Markup {
    let path = use_location().pathname;
    let shown =
        Memo::new(move |_| path.with(|path| PAGES.iter().position(|(open, _)| path.trim_end_matches('/') == *open)));
    (move || match shown.get() {
        Some(at) => parts::public(PAGES[at].1),
        None => html! { <not_found::NotFound/> },
    })
    .into_markup()
}

#[cfg(test)]
mod tests {
    use super::is_public;

    #[test]
    fn only_whole_names_are_open() {
        assert!(is_public("/apply") && is_public("/apply/confirm") && is_public("/lookup"));
        assert!(is_public("/data-request") && !is_public("/data-requests"));
        assert!(!is_public("/") && !is_public("/lostandfound") && !is_public("/today"));
    }
}
