//! Placeholder of rows that are being loaded; it is not animated.

use crate::markup::{Markup, html};
use leptos::prelude::*;

/// Renders this number of grey rows.
#[component]
pub fn Skeleton(
    /// Number of rows.
    #[prop(default = 5)]
    rows: u32,
) -> Markup {
    html! {
        <div class="skeleton" aria-busy="true">
            <p class="hidden" role="status">{move || crate::t!(app.loading)}</p>
            {(0..rows).map(|_| html! { <div class="skeleton-row" aria-hidden="true"><span></span><span></span><span></span></div> }).collect::<Vec<_>>()}
        </div>
    }
}
