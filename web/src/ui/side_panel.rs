//! A panel beside the list, which stays visible; on a screen too narrow for both it covers the page, which is then
//! inert.

use crate::browser;
use crate::markup::{Children, Markup, html};
use crate::reactive::effect;
use crate::t;
use crate::ui::Icon;
use crate::ui::dialog::is_own;
use crate::ui::toast;
use crate::ui::unsent::{Unsent, UnsentQuestion};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlDialogElement, HtmlElement, KeyboardEvent, MouseEvent};

/// Maximum width at which a panel covers the page; from the next pixel on the style sheets leave a margin beside it.
const COVERS: &str = "(max-width: 1199.98px)";
/// The same for a form in columns.
const COVERS_WIDE: &str = "(max-width: 1599.98px)";

/// A panel, the browser's own `dialog`: modal where it covers the page, else beside it. It receives focus when it opens
/// and returns focus when it closes. With unsent text in it, it asks first.
#[component]
pub fn SidePanel(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// The thing it belongs to, in smaller type above the heading.
    #[prop(optional, into)]
    about: Option<Signal<String>>,
    /// Id of the heading and the panel; only one panel with this id exists at a time.
    id: &'static str,
    /// Closes it; called for Esc, the cross, a press beside it and every other request of the platform to close it.
    on_close: Callback<()>,
    /// Moves to the row above (−1) or below (1), where the panel belongs to a list.
    #[prop(optional)]
    on_step: Option<Callback<i32>>,
    /// Whether it is wide enough for a form in columns.
    #[prop(optional)]
    wide: bool,
    /// Whether the heading receives focus at once; a form moves focus to its first field instead.
    #[prop(default = true)]
    takes_focus: bool,
    /// Whether text would be lost; without it the panel checks its fields. `false` where drafts keep the text.
    #[prop(optional, into)]
    unsaved: Option<Signal<bool>>,
    /// Content.
    children: Children,
) -> Markup {
    let came_from = StoredValue::new_local(
        document()
            .active_element()
            .and_then(|element| element.dyn_into::<HtmlElement>().ok()),
    );
    let element = NodeRef::<leptos::html::Dialog>::new();
    let heading = NodeRef::<leptos::html::H2>::new();
    let covers = move || browser::fits(if wide { COVERS_WIDE } else { COVERS });
    effect(move || {
        let (Some(dialog), Some(heading)) = (element.get(), heading.get()) else {
            return;
        };
        stand(&dialog, covers());
        if takes_focus {
            browser::focus_still(&heading);
        }
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| {
        if let Some(dialog) = element
            .try_get_untracked()
            .flatten()
            .filter(|dialog| is_modal(dialog) != covers())
        {
            let active = document()
                .active_element()
                .and_then(|active| active.dyn_into::<HtmlElement>().ok());
            stand(&dialog, covers());
            if let Some(active) = active {
                browser::focus_still(&active);
            }
        }
    });
    on_cleanup(move || {
        resized.remove();
        // Not when a new page has already received focus, nor when the row no longer exists.
        let lost = document()
            .active_element()
            .is_none_or(|element| element.tag_name() == "BODY" || inside(&element, id));
        if let Some(dialog) = browser::element(id).and_then(|dialog| dialog.dyn_into::<HtmlDialogElement>().ok()) {
            dialog.close();
        }
        toast::stand_on_top();
        if lost && let Some(Some(element)) = came_from.try_get_value() {
            let _ = element.focus();
        }
    });

    let unsent = Unsent::new(unsaved);
    let asking = RwSignal::new(false);
    // Act that waits for the answer: a step in the list, or closing.
    let wanted = StoredValue::new(None::<i32>);
    let go = Callback::new(move |()| {
        unsent.forget();
        match (wanted.get_value(), on_step) {
            (Some(by), Some(step)) => step.run(by),
            _ => on_close.run(()),
        }
    });
    let leave = move |by: Option<i32>| {
        wanted.set_value(by);
        if unsent.is_there() {
            asking.set(true);
        } else {
            go.run(());
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
        match (event.key().as_str(), on_step) {
            ("Escape", _) => {
                event.prevent_default();
                event.stop_propagation();
                leave(None);
            }
            ("ArrowDown", Some(_)) if plain && !is_field(&event) => {
                event.prevent_default();
                leave(Some(1));
            }
            ("ArrowUp", Some(_)) if plain && !is_field(&event) => {
                event.prevent_default();
                leave(Some(-1));
            }
            _ => {}
        }
    };
    let on_cancel = move |event: leptos::ev::Event| {
        if is_own(&event) {
            event.prevent_default();
            leave(None);
        }
    };
    let on_pointerdown = move |event: leptos::ev::PointerEvent| {
        if is_own(&event) && element.get_untracked().is_some_and(|dialog| is_beside(&dialog, &event)) {
            event.prevent_default();
            leave(None);
        }
    };
    let heading_id = format!("{id}-title");
    let title_id = heading_id.clone();
    html! {
        <dialog
            class="panel"
            class:panel-wide=wide
            id=id
            node_ref=element
            aria-labelledby=heading_id
            on:keydown=on_keydown
            on:cancel=on_cancel
            on:pointerdown=on_pointerdown
            on:focusin=move |event| unsent.enter(&event)
        >
            <header class="panel-head">
                <div class="panel-heading">
                    {about.map(|about| html! { <p class="panel-about">{about}</p> })}
                    <h2 class="panel-title" id=title_id tabindex="-1" node_ref=heading>
                        {title}
                    </h2>
                </div>
                <button class="panel-close" type="button" aria-label=move || t!(stay.close) on:click=move |_| leave(None)>
                    <Icon name="cross"/>
                </button>
            </header>
            <div class="panel-body">{children()}</div>
            <UnsentQuestion asking on_give_up=go/>
        </dialog>
    }
}

/// Shows the panel over the page or beside it.
fn stand(dialog: &HtmlDialogElement, over: bool) {
    if dialog.open() {
        dialog.close();
    }
    if over {
        let _ = dialog.show_modal();
    } else {
        dialog.show();
    }
    toast::stand_on_top();
}

fn is_modal(dialog: &HtmlDialogElement) -> bool {
    dialog.matches(":modal").unwrap_or_default()
}

/// Returns whether a press on the element itself was outside its visible box: on its backdrop.
fn is_beside(dialog: &HtmlDialogElement, event: &MouseEvent) -> bool {
    let place = dialog.get_bounding_client_rect();
    let (x, y) = (f64::from(event.client_x()), f64::from(event.client_y()));
    x < place.left() || x > place.right() || y < place.top() || y > place.bottom()
}

fn inside(element: &web_sys::Element, id: &str) -> bool {
    element.closest(&format!("#{id}")).ok().flatten().is_some()
}

/// Returns whether a key was pressed in an element where arrow keys have their own meaning.
fn is_field(event: &KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"))
}
