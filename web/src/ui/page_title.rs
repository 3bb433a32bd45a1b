//! The heading of a page.

use crate::browser;
use crate::reactive::effect;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

/// Whether the page has errors: its title then begins with "Lỗi:".
#[derive(Clone, Copy)]
pub struct PageErrors(
    /// Set by the form of the page.
    pub RwSignal<bool>,
);

/// The `h1`: takes focus when its page appears and gives the document its title.
#[component]
pub fn PageTitle(
    /// What the page is.
    #[prop(into)]
    text: TextProp,
    /// Not for the sign-in page, where the first input takes focus.
    #[prop(optional)]
    still: bool,
) -> impl IntoView {
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
    view! { <h1 class="page-title" tabindex="-1" node_ref=heading>{move || text.get()}</h1> }
}
