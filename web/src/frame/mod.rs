//! Top bar, rail, bottom bar.

pub mod search;

use leptos::prelude::*;

/// The frame around a page of somebody signed in.
#[component]
pub fn Frame(
    /// The page.
    children: Children,
) -> impl IntoView {
    view! { <main id="main" class="main">{children()}</main> }
}
