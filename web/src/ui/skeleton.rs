//! Placeholder of rows that are being loaded; it is not animated.

use leptos::prelude::*;

/// Renders this number of grey rows.
#[component]
pub fn Skeleton(
    /// Number of rows.
    #[prop(default = 5)]
    rows: u32,
) -> impl IntoView {
    view! {
        <div class="skeleton" aria-busy="true">
            <p class="hidden" role="status">{move || crate::t!(app.loading)}</p>
            {(0..rows).map(|_| view! { <div class="skeleton-row" aria-hidden="true"><span></span><span></span><span></span></div> }).collect_view()}
        </div>
    }
}
