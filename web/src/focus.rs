//! The target of focus when the focused element is removed: an act that is done removes its own button. Without this,
//! focus moves to the body, and users of a keyboard or a screen reader start at the top again.

use crate::browser;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, MutationObserver, MutationObserverInit};

/// Time within which pages move focus by themselves.
const PATIENCE_MS: i32 = 60;

thread_local! {
    /// The element that had focus last, and all its ancestors.
    static LAST: RefCell<Vec<Element>> = const { RefCell::new(Vec::new()) };
}

/// Watches the focus from now on.
pub fn watch() {
    let noted = window_event_listener(leptos::ev::focusin, |event| {
        let element = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        LAST.with_borrow_mut(|last| *last = chain(element));
    });
    let look: Closure<dyn Fn()> = Closure::new(|| {
        if is_lost() {
            spawn_local(async {
                browser::pause(PATIENCE_MS).await;
                if is_lost() {
                    catch();
                }
            });
        }
    });
    let observer = MutationObserver::new(look.as_ref().unchecked_ref()).ok();
    if let (Some(observer), Some(body)) = (&observer, document().body()) {
        let options = MutationObserverInit::new();
        options.set_child_list(true);
        options.set_subtree(true);
        let _ = observer.observe_with_options(&body, &options);
    }
    // It watches as long as the application runs.
    look.forget();
    on_cleanup(move || noted.remove());
}

fn chain(from: Option<Element>) -> Vec<Element> {
    std::iter::successors(from, |element| element.parent_element()).collect()
}

/// Returns whether nothing has focus, and the element that had it is no longer in the page.
fn is_lost() -> bool {
    let document = document();
    let is_nowhere = document
        .active_element()
        .is_none_or(|element| document.body().is_some_and(|body| *body == element));
    is_nowhere && LAST.with_borrow(|last| last.first().is_some_and(|element| !element.is_connected()))
}

/// Moves focus to the heading of the surrounding panel or dialog, else of the page.
fn catch() {
    let around = LAST.with_borrow(|last| last.iter().find(|element| element.is_connected()).cloned());
    let within = around.and_then(|element| element.closest(".panel, dialog[open]").ok().flatten());
    let heading = |root: Option<Element>| {
        let found = match root {
            Some(root) => root.query_selector("[tabindex='-1']"),
            None => document().query_selector("h1[tabindex='-1'], main[tabindex='-1']"),
        };
        found
            .ok()
            .flatten()
            .and_then(|found| found.dyn_into::<HtmlElement>().ok())
    };
    if let Some(heading) = heading(within).or_else(|| heading(None)) {
        browser::focus_still(&heading);
    }
}
