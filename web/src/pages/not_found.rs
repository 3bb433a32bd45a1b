//! Not found, or outside of one's area: both read the same.

use crate::t;
use crate::ui::{ButtonLink, Icon, PageTitle};
use leptos::prelude::*;

/// The page for an address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    view! {
        <div class="dead-end">
            <Icon name="search" size=26/>
            <PageTitle text=move || t!(app.not_found_title)/>
            <p>{move || t!(app.not_found_text)}</p>
            <ButtonLink href="/" label=move || t!(app.home)/>
        </div>
    }
}
