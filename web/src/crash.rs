//! When the program itself fails: say so, since nothing on the page answers any more. Drafts are safe in the browser.

use crate::browser;
use std::panic;
use wasm_bindgen::JsValue;

/// From now on a failure is told to the console, and the page shows the message that waits in `index.html`.
pub fn watch() {
    panic::set_hook(Box::new(|info| {
        web_sys::console::error_1(&JsValue::from_str(&info.to_string()));
        mark("crashed");
    }));
}

/// The page cannot begin: it shows the same as where the program did not come (`boot.js`).
pub fn tell_of_start() {
    mark("boot-failed");
}

fn mark(class: &str) {
    if let Some(root) = browser::root() {
        let _ = root.class_list().add_1(class);
    }
}
