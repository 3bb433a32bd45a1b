//! Short messages at the bottom right.

use crate::browser;
use crate::clock::Clock;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::each;
use crate::t;
use crate::ui::Icon;
use crate::upload;
use dto::Timestamp;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

const MOST: usize = 3;
/// Maximum number of messages kept for reading again.
const MOST_PAST: usize = 50;
const CONFIRMED_FOR_MS: f64 = 8_000.0;
/// Age up to which a message survives a change of page: an act that navigates reports on the page after it.
const JUST_TOLD_MS: f64 = 1_000.0;

/// Kind of a toast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ToastKind {
    /// Done; disappears after 8 s.
    Ok,
    /// Waiting; stays until solved.
    Waiting,
    /// Failed; stays until solved.
    Failed,
}

/// An act that a message offers.
#[derive(Clone)]
pub struct ToastAction {
    /// Text of the link.
    pub label: String,
    /// The act. Not a `Callback`: that is stored in the arena of its owner, often a button that is disposed before its
    /// message is.
    pub act: Arc<dyn Fn() + Send + Sync>,
}

/// A message.
#[derive(Clone)]
pub struct Toast {
    id: u32,
    kind: ToastKind,
    title: String,
    detail: String,
    action: Option<ToastAction>,
    until: Option<f64>,
}

/// A message that was displayed in this session.
#[derive(Clone, PartialEq)]
pub struct Told {
    /// Time of the message.
    pub at: Timestamp,
    /// What happened.
    pub title: String,
    /// More about it.
    pub detail: String,
}

/// Messages of the page.
#[derive(Clone, Copy)]
pub struct Toasts {
    clock: Clock,
    shown: RwSignal<Vec<Toast>>,
    past: RwSignal<Vec<Told>>,
    next: StoredValue<u32>,
    held: StoredValue<bool>,
}

impl Toasts {
    /// Creates an empty list.
    pub fn new(clock: Clock) -> Self {
        Self {
            clock,
            shown: RwSignal::new(Vec::new()),
            past: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
            held: StoredValue::new(false),
        }
    }

    /// Returns the messages of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Shows a success: says what was stored.
    pub fn ok(self, title: impl Into<String>, detail: impl Into<String>, action: Option<ToastAction>) -> u32 {
        self.show(ToastKind::Ok, title.into(), detail.into(), action)
    }

    /// Shows a waiting state, for example without a network.
    pub fn waiting(self, title: impl Into<String>, detail: impl Into<String>, action: Option<ToastAction>) -> u32 {
        self.show(ToastKind::Waiting, title.into(), detail.into(), action)
    }

    /// Shows a failure: says whether anything was stored.
    pub fn failed(self, title: impl Into<String>, detail: impl Into<String>, action: Option<ToastAction>) -> u32 {
        self.show(ToastKind::Failed, title.into(), detail.into(), action)
    }

    /// Removes a message: it is solved.
    pub fn dismiss(self, id: u32) {
        self.shown.update(|shown| shown.retain(|toast| toast.id != id));
    }

    /// Removes messages of the page before: successes have been read, unless they can still be undone.
    pub fn turn_page(self) {
        let now = browser::device_millis();
        self.shown
            .update(|shown| shown.retain(|toast| outlives_page(toast.until, toast.action.is_some(), now)));
    }

    /// Removes all messages, also the past ones: the next person must not read them.
    pub fn clear(self) {
        self.shown.update(Vec::clear);
        self.past.update(Vec::clear);
    }

    /// Returns the messages of this session, the latest first.
    pub fn past(self) -> Vec<Told> {
        self.past.with(|past| past.iter().rev().cloned().collect())
    }

    fn show(self, kind: ToastKind, title: String, detail: String, action: Option<ToastAction>) -> u32 {
        let id = self.next.get_value().wrapping_add(1);
        self.next.set_value(id);
        self.past.update(|past| {
            if past.len() == MOST_PAST {
                past.remove(0);
            }
            past.push(Told {
                at: self.clock.now_untracked(),
                title: title.clone(),
                detail: detail.clone(),
            });
        });
        let until = (kind == ToastKind::Ok).then(|| browser::device_millis() + CONFIRMED_FOR_MS);
        self.shown.update(|shown| {
            shown.push(Toast {
                id,
                kind,
                title,
                detail,
                action,
                until,
            });
            if shown.len() > MOST {
                // Successes are removed before messages that are still open.
                let at = shown.iter().position(|toast| toast.kind == ToastKind::Ok).unwrap_or(0);
                shown.remove(at);
            }
        });
        if until.is_some() {
            spawn_local(async move { self.expire(id).await });
        }
        id
    }

    /// Removes a message when its time is over; while the pointer or focus is on it the time does not run.
    async fn expire(self, id: u32) {
        loop {
            browser::pause(250).await;
            let until = self
                .shown
                .with_untracked(|shown| shown.iter().find(|toast| toast.id == id).and_then(|toast| toast.until));
            let Some(until) = until else { return };
            if self.held.get_value() {
                let longer = browser::device_millis() + 2_000.0;
                self.shown.update_untracked(|shown| {
                    if let Some(toast) = shown.iter_mut().find(|toast| toast.id == id) {
                        toast.until = Some(longer.max(until));
                    }
                });
            } else if browser::device_millis() >= until {
                return self.dismiss(id);
            }
        }
    }
}

/// Returns whether a message is still useful on another page: one that stays until solved, one that can be undone, one
/// that was displayed just now.
fn outlives_page(until: Option<f64>, can_be_undone: bool, now: f64) -> bool {
    can_be_undone || until.is_none_or(|until| until > now + CONFIRMED_FOR_MS - JUST_TOLD_MS)
}

thread_local! {
    static AREA: RefCell<Option<HtmlElement>> = const { RefCell::new(None) };
}

/// Moves the messages into the topmost modal dialog, else to the end of the page: content outside a modal dialog cannot
/// be pressed, and screen readers do not read it.
pub fn stand_on_top() {
    let top = browser::elements("dialog:modal").pop().or_else(|| document().body());
    let area = AREA.with_borrow(Clone::clone);
    if let (Some(area), Some(top)) = (area, top)
        && area
            .parent_node()
            .is_none_or(|parent| !parent.is_same_node(Some(top.as_ref())))
    {
        let _ = top.append_child(&area);
    }
}

/// Renders the area of the messages. One for the application.
#[component]
pub fn ToastArea() -> Markup {
    let toasts = Toasts::here();
    let area = NodeRef::<leptos::html::Div>::new();
    area.on_load(|area| AREA.set(Some(area.into())));
    // Element that had focus before a message: focus returns there when the message disappears with its button.
    let came_from = StoredValue::new_local(None::<HtmlElement>);
    let enter = move |event: leptos::ev::FocusEvent| {
        toasts.held.set_value(true);
        let from = event
            .related_target()
            .and_then(|from| from.dyn_into::<HtmlElement>().ok());
        if let Some(from) = from.filter(|from| from.closest(".toasts").ok().flatten().is_none()) {
            came_from.set_value(Some(from));
        }
    };
    let back = Callback::new(move |()| {
        if let Some(from) = came_from.with_value(Clone::clone).filter(|from| from.is_connected()) {
            browser::focus_still(&from);
        }
    });
    html! {
        <div
            node_ref=area
            class="toasts"
            role="status"
            on:pointerenter=move |_| toasts.held.set_value(true)
            on:pointerleave=move |_| toasts.held.set_value(false)
            on:focusin=enter
            on:focusout=move |_| toasts.held.set_value(false)
        >
            {each(move || toasts.shown.get(), |toast| toast.id.to_string(), move |toast| html! { <OneToast toast back/> })}
            <Uploading/>
        </div>
    }
}

/// Renders the progress of a file upload, and the button that stops it.
#[component]
fn Uploading() -> Markup {
    let sent = upload::sent();
    // Each percent is displayed; each ten percent are announced (docs/pages.md, "Progress").
    let percent = Memo::new(move |_| sent.get());
    let is_there = Memo::new(move |_| percent.get().is_some());
    let tens = Memo::new(move |_| percent.get().map(|percent| percent / 10 * 10));
    IntoMarkup::into_markup(move || {
        is_there.get().then(|| {
            html! {
                <div class="toast toast-warn">
                    <Icon name="clock"/>
                    <div class="toast-text">
                        <p class="toast-title" aria-hidden="true">{move || percent.get().map(|percent| t!(app.sending_file, percent = percent))}</p>
                        <p class="hidden">{move || tens.get().map(|percent| t!(app.sending_file, percent = percent))}</p>
                        <progress max="100" aria-hidden="true" prop:value=move || percent.get().unwrap_or_default()></progress>
                    </div>
                    <button type="button" class="link" on:click=|_| upload::stop()>{move || t!(app.stop_sending)}</button>
                </div>
            }
        })
    })
}

#[component]
fn OneToast(toast: Toast, back: Callback<()>) -> Markup {
    let toasts = Toasts::here();
    let (class, icon) = match toast.kind {
        ToastKind::Ok => ("toast toast-ok", "check-circle"),
        ToastKind::Waiting => ("toast toast-warn", "clock"),
        ToastKind::Failed => ("toast toast-bad", "triangle"),
    };
    let id = toast.id;
    html! {
        <div class=class>
            <Icon name=icon/>
            <div class="toast-text">
                <p class="toast-title">{toast.title}</p>
                {(!toast.detail.is_empty()).then_some(html! { <p class="toast-detail">{toast.detail}</p> })}
            </div>
            {toast.action.map(|action| html! {
                <button type="button" class="link" on:click=move |_| { back.run(()); toasts.dismiss(id); (action.act)(); }>{action.label}</button>
            })}
            <button type="button" class="icon-btn" aria-label=move || t!(app.close) on:click=move |_| { back.run(()); toasts.dismiss(id); }><Icon name="cross"/></button>
        </div>
    }
}

#[cfg(test)]
mod tests {
    use super::{CONFIRMED_FOR_MS, outlives_page};

    #[test]
    fn what_was_told_a_while_ago_does_not_follow_to_the_next_page() {
        let told_at = |at: f64| Some(at + CONFIRMED_FOR_MS);
        assert!(outlives_page(told_at(0.0), false, 200.0), "it leads there");
        assert!(!outlives_page(told_at(0.0), false, 1_500.0));
        assert!(outlives_page(told_at(0.0), true, 1_500.0), "it can be undone");
        assert!(outlives_page(None, false, 60_000.0), "it is not solved");
    }
}
