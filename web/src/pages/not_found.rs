//! Not found, or outside the user's area: the text is the same for both.

use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{ButtonLink, Icon, PageTitle};
use leptos::prelude::*;

/// Renders the page for an unknown address.
#[component]
pub fn NotFound() -> Markup {
    html! {
        <div class="dead-end">
            <Icon name="search" size=26/>
            <PageTitle text=move || t!(app.not_found_title)/>
            <p>{move || t!(app.not_found_text)}</p>
            <ButtonLink href="/" label=move || t!(app.home)/>
        </div>
    }
}
