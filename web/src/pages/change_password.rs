//! Changing one's own password.

use crate::ui::PageTitle;
use leptos::prelude::*;

/// Changing one's own password.
#[component]
pub fn ChangePassword() -> impl IntoView {
    view! { <PageTitle text="ChangePassword"/> }
}

/// The same at the first sign-in, with nothing else in reach.
#[component]
pub fn FirstPassword() -> impl IntoView {
    view! { <ChangePassword/> }
}
