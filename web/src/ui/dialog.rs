//! A question before something that others will see and that cannot be undone silently.

use crate::reactive::{effect, when};
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A modal dialog, the browser's own: it keeps focus inside and closes on Esc. Focus starts on the element with
/// `autofocus` (the safe answer) and returns to where it came from.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question with its object.
    #[prop(into)]
    title: TextProp,
    /// Wider, for lists.
    #[prop(optional)]
    large: bool,
    /// Called when it was closed with Esc.
    #[prop(optional, into)]
    on_cancel: Option<Callback<()>>,
    /// What stays, and the answers in a `div` of class `dialog-acts`.
    children: ChildrenFn,
) -> impl IntoView {
    let element = NodeRef::<leptos::html::Dialog>::new();
    let came_from = StoredValue::new_local(None::<HtmlElement>);
    effect(move || {
        let Some(dialog) = element.get() else { return };
        if open.get() {
            if !dialog.open() {
                came_from.set_value(document().active_element().and_then(|active| active.dyn_into().ok()));
                let _ = dialog.show_modal();
            }
        } else if dialog.open() {
            dialog.close();
            if let Some(back) = came_from.with_value(Clone::clone).filter(|back| back.is_connected()) {
                let _ = back.focus();
            }
        }
    });
    let closed = move || {
        // Also Esc ends here; the signal has to know.
        if open.get_untracked() {
            open.set(false);
            if let Some(on_cancel) = on_cancel {
                on_cancel.run(());
            }
        }
    };
    // Esc closes the dialog alone, not also the menu or panel that it was opened from.
    let keep_escape = |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" {
            event.stop_propagation();
        }
    };
    let heading = StoredValue::new(format!("dialog-{}", uuid::Uuid::new_v4().simple()));
    view! {
        <dialog class="dialog" class:large=large node_ref=element aria-labelledby=heading.get_value() on:close=move |_| closed() on:keydown=keep_escape>
            {when(move || open.get().then(|| view! {
                <h2 class="dialog-title" id=heading.get_value()>{title.get()}</h2>
                {children()}
            }))}
        </dialog>
    }
}
