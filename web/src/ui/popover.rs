//! Menus on the platform's own popovers: it closes them on Esc and on a press elsewhere, and gives focus back.

use crate::browser;
use leptos::ev::{Event, FocusEvent};
use leptos::prelude::{RwSignal, Set};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, Node};

/// Room between a menu and its button, and the edge of the window.
const GAP: f64 = 4.0;

/// Whether a `beforetoggle` tells of opening.
pub fn opens(event: &Event) -> bool {
    // web-sys has no ToggleEvent.
    js_sys::Reflect::get(event, &"newState".into()).is_ok_and(|state| state.as_string().as_deref() == Some("open"))
}

/// Notes that a menu is closed; called for `toggle`, after the platform has given focus back: it does so only while what has
/// focus stands in the menu.
pub fn empty(event: &Event, open: RwSignal<bool>) {
    if !opens(event) {
        open.set(false);
    }
}

/// Puts a menu below its button. Style sheets cannot yet in every browser: what is open stands above the whole page and
/// hangs from nothing.
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

/// Closes a menu that Tab has left: what has focus must not lie under it. The platform leaves it open.
pub fn leave(event: FocusEvent) {
    let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
    let menu = event
        .current_target()
        .and_then(|menu| menu.dyn_into::<HtmlElement>().ok());
    // Focus may go nowhere for a moment, while a choice is being drawn again.
    if let (Some(to), Some(menu)) = (to, menu)
        && !menu.contains(Some(&to))
    {
        let _ = menu.hide_popover();
    }
}
