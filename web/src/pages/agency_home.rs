//! The first page of agencies whose figures come later.

use crate::ui::PageTitle;
use leptos::prelude::*;

/// The first page of agencies whose figures come later.
#[component]
pub fn AgencyHome() -> impl IntoView {
    view! { <PageTitle text="AgencyHome"/> }
}
