//! A live region whose words come after it.

use crate::browser;
use leptos::children::ChildrenFn;
use leptos::prelude::*;
use leptos::task::spawn_local;

/// So long a region stands empty: what comes into the page together with its words is not read by several readers.
const STANDS_FIRST_MS: i32 = 120;

/// `role=status` for something that is told when its place appears. A region that stands anyway needs none of this.
#[component]
pub fn Region(
    /// Its class.
    #[prop(optional)]
    class: &'static str,
    /// What is told.
    children: ChildrenFn,
) -> impl IntoView {
    let stands = RwSignal::new(false);
    spawn_local(async move {
        browser::pause(STANDS_FIRST_MS).await;
        stands.try_set(true);
    });
    view! { <div class=class role="status">{move || stands.get().then(|| children())}</div> }
}
