//! Handover of an account directly after it was granted.

use crate::browser;
use crate::form::issued::{Issue, Issued};
use crate::markup::{Markup, html};
use crate::reactive::{effect, when};
use crate::t;
use crate::ui::Dialog;
use leptos::prelude::*;

/// Renders the data to hand over: displayed once. Closing asks, unless they were printed or copied.
#[component]
pub fn HandOver(
    /// The issued data, until the dialog is closed.
    handed: RwSignal<Option<Issue>>,
) -> Markup {
    let open = RwSignal::new(false);
    let (kept, asking) = (RwSignal::new(false), RwSignal::new(false));
    effect(move || {
        if handed.with(Option::is_some) {
            kept.set(false);
            asking.set(false);
            open.set(true);
        }
    });
    let away = Callback::new(move |()| {
        open.set(false);
        handed.set(None);
    });
    // Esc does not answer a question that has not been asked yet.
    let escaped = Callback::new(move |()| {
        if kept.get_untracked() {
            away.run(());
        } else {
            asking.set(true);
            open.set(true);
            browser::focus_soon("issued-keep");
        }
    });
    html! {
        <Dialog open title=move || t!(queue.handover_title) on_cancel=escaped>
            {when(move || handed.get().map(|issue| html! { <Issued issue on_away=away kept asking/> }))}
        </Dialog>
    }
}
