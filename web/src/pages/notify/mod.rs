//! Notifying a stay.

use crate::ui::PageTitle;
use leptos::prelude::*;

/// Notifying a stay.
#[component]
pub fn Notify() -> impl IntoView {
    view! { <PageTitle text="Notify"/> }
}
