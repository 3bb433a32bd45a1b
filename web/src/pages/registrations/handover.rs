//! Handing an account over right after it was granted.

use crate::browser;
use crate::form::issued::{Issue, Issued};
use crate::reactive::{effect, when};
use crate::t;
use crate::ui::Dialog;
use leptos::prelude::*;

/// What to hand over: shown once. Closing asks until it was printed, copied, or put away knowingly.
#[component]
pub fn HandOver(
    /// What was answered, until it is put away.
    handed: RwSignal<Option<Issue>>,
) -> impl IntoView {
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
    // Esc is no answer to a question that was not asked yet.
    let escaped = Callback::new(move |()| {
        if kept.get_untracked() {
            away.run(());
        } else {
            asking.set(true);
            open.set(true);
            browser::focus_soon("issued-keep");
        }
    });
    view! {
        <Dialog open title=move || t!(queue.handover_title) on_cancel=escaped>
            {when(move || handed.get().map(|issue| view! { <Issued issue on_away=away kept asking/> }))}
        </Dialog>
    }
}
