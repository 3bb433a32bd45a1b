//! The heading of a page.

use crate::browser;
use crate::markup::{Markup, html};
use crate::reactive::effect;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

/// Whether the page has errors: the document title then begins with "Lỗi:".
#[derive(Clone, Copy)]
pub struct PageErrors(
    /// Set by the form of the page.
    pub RwSignal<bool>,
);

/// Renders the `h1`: it receives focus when its page appears and sets the title of the document.
#[component]
pub fn PageTitle(
    /// Title of the page.
    #[prop(into)]
    text: TextProp,
    /// Whether it receives no focus: on the sign-in page the first input does.
    #[prop(optional)]
    still: bool,
) -> Markup {
    let heading = NodeRef::<leptos::html::H1>::new();
    let errors = use_context::<PageErrors>();
    let title = text.clone();
    effect(move || {
        let text = title.get();
        let prefix = if errors.is_some_and(|errors| errors.0.get()) {
            crate::t!(field.error_prefix)
        } else {
            ""
        };
        document().set_title(crate::t!(app.document_title, page = format!("{prefix} {text}").trim()).as_str());
    });
    heading.on_load(move |heading| {
        if !still {
            browser::focus_still(&heading);
        }
    });
    html! { <h1 class="page-title" tabindex="-1" node_ref=heading>{move || text.get()}</h1> }
}
