//! Nothing to show.

use crate::ui::Icon;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

/// What is missing, when or how it will come, and one act as children.
#[component]
pub fn Empty(
    /// An icon.
    #[prop(default = "ring-dashed")]
    icon: &'static str,
    /// What is missing.
    #[prop(into)]
    title: TextProp,
    /// When or how it will come.
    #[prop(optional, into)]
    detail: Option<TextProp>,
    /// One act.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon size=26/>
            <p class="empty-title">{move || title.get()}</p>
            {detail.map(|detail| view! { <p class="empty-detail">{move || detail.get()}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
