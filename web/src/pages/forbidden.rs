//! No permission.

use crate::ui::PageTitle;
use leptos::prelude::*;

/// No permission.
#[component]
pub fn Forbidden() -> impl IntoView {
    view! { <PageTitle text="Forbidden"/> }
}
