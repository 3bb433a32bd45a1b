//! A question before leaving a page that would lose unsaved text.

use crate::browser;
use crate::markup::{Markup, html};
use crate::ui::unsent::UnsentQuestion;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, MouseEvent};

/// The navigation that would happen without the question: a pressed link, or the button Back.
type Go = Callback<()>;

/// Handler of a step through the history of the tab, for as long as a page blocks leaving; `true` where it took the step
/// back, which no other form on the page may do a second time.
type OnStep = Rc<dyn Fn(&Event) -> bool>;

thread_local! {
    static ON_STEP: RefCell<Vec<OnStep>> = RefCell::default();
}

/// Listens to steps through the history of the tab, before the router does: listeners of an event fired at the window
/// are called in the order in which they were added. To be called once, before the application is rendered.
pub fn listen_to_steps() {
    let listen = Closure::<dyn Fn(Event)>::new(|event: Event| {
        let held = ON_STEP.with_borrow(Clone::clone);
        held.iter().any(|on_step| on_step(&event));
    });
    let _ = window().add_event_listener_with_callback("popstate", listen.as_ref().unchecked_ref());
    // It listens as long as the document exists.
    listen.forget();
}

/// Blocks leaving the page by a link, by Back, or by closing the tab, as long as `is_held`. `ask` receives the
/// navigation that continues when the answer is to leave; on closing the tab, the browser itself asks.
pub fn hold_back(is_held: Signal<bool>, ask: Callback<Go>) {
    let navigate = StoredValue::new_local(use_navigate());
    let is_let_go = StoredValue::new(false);
    let is_held = move || is_held.try_get_untracked() == Some(true) && is_let_go.try_get_value() == Some(false);
    let on_click = move |event: Event| {
        let Some(href) = link_of(&event).filter(|_| is_held()) else {
            return;
        };
        event.prevent_default();
        event.stop_immediate_propagation();
        ask.run(Callback::new(move |()| {
            navigate.try_with_value(|navigate| navigate(&href, NavigateOptions::default()));
        }));
    };
    let (page, entry) = (page_now(), browser::history_entry());
    // The step that reverts Back does not come from the user.
    let undoing = StoredValue::new(false);
    let on_step: OnStep = Rc::new(move |event: &Event| {
        if undoing.try_get_value() == Some(true) {
            undoing.set_value(false);
            event.stop_immediate_propagation();
            return true;
        }
        // A step within the page, to another position.
        if !is_held() || page_now() == page {
            return false;
        }
        event.stop_immediate_propagation();
        let steps = match (entry, browser::history_entry()) {
            (Some(then), Some(now)) if then != now => then - now,
            _ => 1,
        };
        undoing.set_value(true);
        browser::step_in_history(steps);
        ask.run(Callback::new(move |()| {
            is_let_go.set_value(true);
            browser::step_in_history(-steps);
        }));
        true
    });
    let close = window_event_listener(leptos::ev::beforeunload, move |event| {
        if is_held() {
            event.prevent_default();
        }
    });
    listen_first("click", on_click);
    ON_STEP.with_borrow_mut(|held| held.push(on_step.clone()));
    let on_step = StoredValue::new_local(on_step);
    on_cleanup(move || {
        close.remove();
        on_step.try_with_value(|on_step| {
            ON_STEP.with_borrow_mut(|held| held.retain(|other| !Rc::ptr_eq(other, on_step)));
        });
    });
}

/// Returns path and query of the page.
fn page_now() -> String {
    let location = window().location();
    location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
}

/// Returns the target of a plain press on a link within the application.
fn link_of(event: &Event) -> Option<String> {
    let press: &MouseEvent = event.dyn_ref()?;
    let is_plain = press.button() == 0 && !press.ctrl_key() && !press.meta_key() && !press.shift_key();
    let at = event.target().and_then(|at| at.dyn_into::<Element>().ok())?;
    let link = at.closest("a[href^='/']:not([target])").ok().flatten()?;
    link.get_attribute("href").filter(|_| is_plain)
}

/// Listens before the router does, until the page is disposed.
fn listen_first(name: &'static str, listener: impl FnMut(Event) + 'static) {
    let closure = Closure::<dyn FnMut(Event)>::new(listener);
    let function = closure.as_ref().unchecked_ref::<js_sys::Function>().clone();
    let _ = window().add_event_listener_with_callback_and_bool(name, &function, true);
    let held = StoredValue::new_local((closure, function));
    on_cleanup(move || {
        held.try_with_value(|(_, function)| {
            let _ = window().remove_event_listener_with_callback_and_bool(name, function, true);
        });
    });
}

/// Unsaved text, and the question before leaving it.
#[derive(Clone, Copy)]
pub struct Unsaved {
    is_there: Signal<bool>,
    is_asked: RwSignal<bool>,
    then: StoredValue<Option<Go>>,
}

impl Unsaved {
    /// Asks from now on, as long as there is unsaved text.
    pub fn guard(is_there: Signal<bool>) -> Self {
        let unsaved = Self {
            is_there,
            is_asked: RwSignal::new(false),
            then: StoredValue::new(None),
        };
        hold_back(is_there, Callback::new(move |go| unsaved.ask(go)));
        unsaved
    }

    fn ask(self, go: Go) {
        self.then.set_value(Some(go));
        self.is_asked.set(true);
    }

    /// Returns the same act, after the question where text would be lost: for Esc, the cross and Cancel.
    pub fn before(self, act: Go) -> Go {
        Callback::new(move |()| {
            if self.is_there.try_get_untracked() == Some(true) {
                self.ask(act);
            } else {
                act.run(());
            }
        })
    }

    /// Renders the question beside the form.
    pub fn question(self) -> Markup {
        let leave = Callback::new(move |()| {
            let Some(go) = self.then.get_value() else { return };
            // After the dialog has returned focus: the code that closes the form moves it on from there.
            request_animation_frame(move || {
                go.try_run(());
            });
        });
        html! { <UnsentQuestion asking=self.is_asked on_give_up=leave/> }
    }
}
