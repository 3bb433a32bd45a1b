//! Failure of the program itself: the page says so, since it no longer responds. Drafts are safe in the browser.

use crate::browser;
use std::panic;
use wasm_bindgen::JsValue;

/// Writes every failure from now on to the console, and displays the message contained in `index.html`.
pub fn watch() {
    panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        mark("crashed");
    }));
}

/// Displays, when the page cannot start, the same message as when the program was not loaded (`boot.js`).
pub fn tell_of_start() {
    mark("boot-failed");
}

fn mark(class: &str) {
    if let Some(root) = browser::root() {
        let _ = root.class_list().add_1(class);
    }
}
