//! Empty state.

use crate::markup::{Children, Markup, html};
use crate::ui::Icon;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

/// Shows what is missing, when or how it will appear, and one act as children.
#[component]
pub fn Empty(
    /// An icon.
    #[prop(default = "ring-dashed")]
    icon: &'static str,
    /// What is missing.
    #[prop(into)]
    title: TextProp,
    /// When or how it will appear.
    #[prop(optional, into)]
    detail: Option<TextProp>,
    /// One act.
    #[prop(optional)]
    children: Option<Children>,
) -> Markup {
    html! {
        <div class="empty">
            <Icon name=icon size=26/>
            <p class="empty-title">{move || title.get()}</p>
            {detail.map(|detail| html! { <p class="empty-detail">{move || detail.get()}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
