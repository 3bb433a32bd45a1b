//! The server does not answer.

use crate::ui::PageTitle;
use leptos::prelude::*;

/// The server does not answer.
#[component]
pub fn ServerDown() -> impl IntoView {
    view! { <PageTitle text="ServerDown"/> }
}

/// While the session is taken up.
#[component]
pub fn Opening() -> impl IntoView {
    view! { <p class="hidden" role="status">{crate::t!(app.opening)}</p> }
}
