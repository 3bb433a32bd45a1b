//! Not found, or outside of one's area: both read the same.

use crate::ui::PageTitle;
use leptos::prelude::*;

/// Not found, or outside of one's area: both read the same.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <PageTitle text="NotFound"/> }
}
