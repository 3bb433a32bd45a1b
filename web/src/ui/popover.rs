//! Menus on the platform's own popovers: it closes them on Esc and on a press elsewhere, and returns focus.

use crate::browser;
use leptos::ev::{Event, FocusEvent};
use leptos::prelude::{RwSignal, Set};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

/// Distance between a menu and its button, and to the edge of the window.
const GAP: f64 = 4.0;

/// Returns whether a `beforetoggle` event is about opening.
pub fn opens(event: &Event) -> bool {
    // web-sys has no ToggleEvent.
    js_sys::Reflect::get(event, &"newState".into()).is_ok_and(|state| state.as_string().as_deref() == Some("open"))
}

/// Notes that a menu is closed; called for `toggle`, after the platform has returned focus: it does so only while the
/// focused element is in the menu.
pub fn empty(event: &Event, open: RwSignal<bool>) {
    if !opens(event) {
        open.set(false);
    }
}

/// Positions a menu below its button. Style sheets cannot do so in every browser yet: an open popover is in the top
/// layer and has no anchor.
pub fn place_below(menu: &str, button: &str) {
    let (Some(menu), Some(button)) = (browser::element(menu), browser::element(button)) else {
        return;
    };
    let place = button.get_bounding_client_rect();
    let style = menu.style();
    let _ = style.set_property("--below", &format!("{}px", place.bottom() + GAP));
    let _ = style.set_property("--beside", &format!("{}px", place.left().max(GAP)));
}

/// Opens a menu.
pub fn show(menu: &str) {
    if let Some(menu) = browser::element(menu) {
        let _ = menu.show_popover();
    }
}

/// Closes a menu.
pub fn hide(menu: &str) {
    if let Some(menu) = browser::element(menu) {
        let _ = menu.hide_popover();
    }
}

/// Closes a menu when Tab moves focus out of it: the menu must not cover the focused element. The platform leaves it
/// open.
pub fn leave(event: FocusEvent) {
    let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
    let menu = event
        .current_target()
        .and_then(|menu| menu.dyn_into::<HtmlElement>().ok());
    // Focus may be nowhere for a moment, while a choice is rendered again.
    if let (Some(to), Some(menu)) = (to, menu)
        && !menu.contains(Some(&to))
    {
        let _ = menu.hide_popover();
    }
}
