//! Where focus goes when what had it is taken away: an act that is done removes its own button. Without this it falls to the
//! body, and whoever works by keyboard or listens begins at the top again.

use crate::browser;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, MutationObserver, MutationObserverInit};

/// Pages that move focus by themselves do it within this time.
const PATIENCE_MS: i32 = 60;

thread_local! {
    /// What had focus last, and all that it stands in.
    static LAST: RefCell<Vec<Element>> = const { RefCell::new(Vec::new()) };
}

/// Watches from now on.
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
    // It watches as long as the application stands.
    look.forget();
    on_cleanup(move || noted.remove());
}

fn chain(from: Option<Element>) -> Vec<Element> {
    std::iter::successors(from, |element| element.parent_element()).collect()
}

/// Nothing has focus, and what had it is gone from the page.
fn is_lost() -> bool {
    let document = document();
    let is_nowhere = document
        .active_element()
        .is_none_or(|element| document.body().is_some_and(|body| *body == element));
    is_nowhere && LAST.with_borrow(|last| last.first().is_some_and(|element| !element.is_connected()))
}

/// The heading of what the work was in: of its panel or dialog, else of the page.
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
