//! A live region whose text is inserted after it.

use crate::browser;
use crate::markup::{ChildrenFn, Markup, html};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// Time during which a region is empty: several screen readers do not read a region that is inserted together with its
/// text.
const STANDS_FIRST_MS: i32 = 120;

/// Renders `role=status` for a message that is announced when it appears. A region that always exists does not need
/// this.
#[component]
pub fn Region(
    /// Class.
    #[prop(optional)]
    class: &'static str,
    /// Text to announce.
    children: ChildrenFn,
) -> Markup {
    let stands = RwSignal::new(false);
    spawn_local(async move {
        browser::pause(STANDS_FIRST_MS).await;
        stands.try_set(true);
    });
    html! { <div class=class role="status">{move || stands.get().then(|| children())}</div> }
}
