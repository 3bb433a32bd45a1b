//! Signing in.

use crate::ui::PageTitle;
use leptos::prelude::*;

/// Signing in.
#[component]
pub fn SignIn() -> impl IntoView {
    view! { <PageTitle text="SignIn"/> }
}
