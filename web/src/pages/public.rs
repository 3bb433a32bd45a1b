//! The frame of the pages that need no account: applying, asking for data, looking up, lost passwords.

use crate::pages::not_found;
use crate::parts::{self, Public as Page};
use crate::t;
use crate::ui::Mark;
use crate::ui::outside::{Foot, LangSwitch};
use leptos::prelude::*;
use leptos_router::components::{A, Route, Routes};
use leptos_router::path;

/// Paths open to everybody. A signed-in user can open them too.
const PATHS: [&str; 4] = ["/apply", "/data-request", "/lookup", "/lost"];

/// Returns whether an address is open to everybody.
pub fn is_public(path: &str) -> bool {
    PATHS.iter().any(|open| {
        path.strip_prefix(open)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Renders the pages.
#[component]
pub fn Public() -> impl IntoView {
    view! {
        <div class="public">
            <header class="public-head">
                <A href="/" attr:class="public-brand"><Mark/><span>{move || t!(app.name)}</span></A>
                <nav class="public-nav" aria-label=move || t!(public.nav)>
                    <A href="/apply">{move || t!(public.apply)}</A>
                    <A href="/data-request">{move || t!(public.data)}</A>
                    <A href="/lookup">{move || t!(public.lookup)}</A>
                    <A href="/lost">{move || t!(public.lost)}</A>
                    <A href="/">{move || t!(public.sign_in)}</A>
                </nav>
                <LangSwitch/>
            </header>
            <main class="public-main" id="main">
                <Routes fallback=|| view! { <not_found::NotFound/> }>
                    <Route path=path!("/apply") view=|| parts::public(Page::Apply)/>
                    <Route path=path!("/apply/confirm") view=|| parts::public(Page::ConfirmApplication)/>
                    <Route path=path!("/data-request") view=|| parts::public(Page::DataRequest)/>
                    <Route path=path!("/data-request/confirm") view=|| parts::public(Page::ConfirmDataRequest)/>
                    <Route path=path!("/lookup") view=|| parts::public(Page::LookUp)/>
                    <Route path=path!("/lost") view=|| parts::public(Page::Lost)/>
                    <Route path=path!("/lost/confirm") view=|| parts::public(Page::ConfirmLoss)/>
                </Routes>
            </main>
            <Foot/>
        </div>
    }
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
