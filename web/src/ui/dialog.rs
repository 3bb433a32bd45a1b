//! A question before an act that is visible to others and cannot be undone without a trace.

use crate::markup::{ChildrenFn, Markup, html};
use crate::reactive::{effect, when};
use crate::ui::toast;
use crate::ui::unsent::{Unsent, UnsentQuestion};
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// A modal dialog, the browser's own: it keeps focus inside and closes on Esc, and on "back" where the platform
/// supports that. With unsent text in it, it asks first. Focus starts on the element with `autofocus` (the safe answer,
/// or the first field of a form) and returns to the element that had it before.
#[component]
pub fn Dialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question with its object.
    #[prop(into)]
    title: TextProp,
    /// Greater width, for lists.
    #[prop(optional)]
    large: bool,
    /// Called when Esc closed it.
    #[prop(optional, into)]
    on_cancel: Option<Callback<()>>,
    /// Whether text would be lost; without it the dialog checks its fields. `false` where drafts keep the text.
    #[prop(optional, into)]
    unsaved: Option<Signal<bool>>,
    /// Content that stays in the dialog, and the answers in a `div` of class `dialog-acts`.
    children: ChildrenFn,
) -> Markup {
    let unsent = Unsent::new(unsaved);
    let asking = RwSignal::new(false);
    let close = Callback::new(move |()| {
        unsent.forget();
        open.set(false);
        if let Some(on_cancel) = on_cancel {
            on_cancel.run(());
        }
    });
    let escape = Callback::new(move |()| {
        if unsent.is_there() {
            asking.set(true);
        } else {
            close.run(());
        }
    });
    let children = StoredValue::new(children);
    html! {
        <Modal open title=move || title.get() large on_escape=escape on_closed=close on_enter=Callback::new(move |event| unsent.enter(&event))>
            {children.with_value(|children| children())}
            <UnsentQuestion asking on_give_up=close/>
        </Modal>
    }
}

/// The element of a dialog. The caller decides what Esc does.
#[component]
pub fn Modal(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question with its object.
    #[prop(into)]
    title: TextProp,
    /// Greater width, for lists.
    #[prop(optional)]
    large: bool,
    /// Called for Esc and every other request of the platform to close the dialog.
    on_escape: Callback<()>,
    /// Called when the platform closed it without asking; without it only `open` is set.
    #[prop(optional)]
    on_closed: Option<Callback<()>>,
    /// Called when an element in it receives focus.
    #[prop(optional)]
    on_enter: Option<Callback<leptos::ev::FocusEvent>>,
    /// Content.
    children: ChildrenFn,
) -> Markup {
    let element = NodeRef::<leptos::html::Dialog>::new();
    let came_from = StoredValue::new_local(None::<HtmlElement>);
    effect(move || {
        let Some(dialog) = element.get() else { return };
        if open.get() {
            if !dialog.open() {
                came_from.set_value(document().active_element().and_then(|active| active.dyn_into().ok()));
                let _ = dialog.show_modal();
                toast::stand_on_top();
            }
        } else if dialog.open() {
            dialog.close();
            toast::stand_on_top();
            if let Some(back) = came_from.with_value(Clone::clone).filter(|back| back.is_connected()) {
                let _ = back.focus();
            }
        }
    });
    on_cleanup(move || {
        if let Some(dialog) = element
            .try_get_untracked()
            .flatten()
            .filter(web_sys::HtmlDialogElement::open)
        {
            dialog.close();
            toast::stand_on_top();
        }
    });
    // Esc closes the dialog alone, not also the menu or panel from which it was opened. Handled as a key, since a
    // browser lets a page refuse the platform's request to close only once.
    let on_keydown = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && !event.is_composing() {
            event.stop_propagation();
            if !event.default_prevented() {
                event.prevent_default();
                on_escape.run(());
            }
        }
    };
    let on_cancel = move |event: leptos::ev::Event| {
        // A file chooser that was closed also fires "cancel", and that event bubbles.
        if is_own(&event) {
            event.prevent_default();
            on_escape.run(());
        }
    };
    // The platform closes it anyway at the second request; a scan closes it too (`browser::close_dialogs`).
    let on_close = move |event: leptos::ev::Event| {
        if is_own(&event) && open.get_untracked() {
            match on_closed {
                Some(on_closed) => on_closed.run(()),
                None => open.set(false),
            }
        }
    };
    let on_focusin = move |event: leptos::ev::FocusEvent| {
        if let Some(on_enter) = on_enter {
            on_enter.run(event);
        }
    };
    // What is opened again while it is open stays as it is, with its focus.
    let is_open = Memo::new(move |_| open.get());
    let heading = StoredValue::new(format!("dialog-{}", uuid::Uuid::new_v4().simple()));
    html! {
        <dialog
            class="dialog"
            class:large=large
            node_ref=element
            aria-labelledby=heading.get_value()
            on:keydown=on_keydown
            on:cancel=on_cancel
            on:close=on_close
            on:focusin=on_focusin
        >
            {when(move || is_open.get().then(|| html! {
                <h2 class="dialog-title" id=heading.get_value()>{title.get()}</h2>
                {children()}
            }))}
        </dialog>
    }
}

/// Returns whether the target of an event is the element that listens, not an element in it.
pub fn is_own(event: &leptos::ev::Event) -> bool {
    event.target().is_some() && event.target() == event.current_target()
}
