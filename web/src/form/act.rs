//! An act on an existing thing, with its reason and its other fields.

use super::field::{Part, Word};
use super::saving::{Failure, Saving, Work};
use super::sheet::{Sheet, Words};
use super::{Typed, saving};
use crate::api::Outcome;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, ButtonKind, Dialog, ToastAction, Toasts};
use dto::CheckContext;
use dto::problem::FieldError;
use leptos::prelude::*;
use std::rc::Rc;

/// An act, as its page describes it. With fields it opens in a panel ([`Act::sheet`]); without fields it is a question
/// in a dialog ([`Question`]).
#[derive(Clone, Copy)]
pub struct Act {
    /// Heading of its panel.
    pub title: Word,
    /// Text about the consequences, and about what does not change.
    pub text: Word,
    /// Its fields.
    pub parts: &'static [Part],
    /// Label of its button, a verb.
    pub label: Word,
    /// Message after success.
    pub done: Word,
    /// Whether it takes effect on others at once.
    pub is_danger: bool,
}

impl Act {
    /// Creates its form; the page defines the request and where the form is displayed.
    pub fn sheet(
        &self,
        first: Typed,
        check: impl Fn(&Typed, CheckContext<'_>) -> Vec<FieldError> + Send + Sync + 'static,
    ) -> Sheet {
        Sheet::new(self.parts, self.label, first, check).saying(Words {
            send: self.label,
            sending: || t!(stay.saving),
            text: Some(self.text),
            conflict: None,
            is_danger: self.is_danger,
            adds: false,
        })
    }

    /// Reports success: on what, and how it is undone where that is possible.
    pub fn tell(&self, toasts: Toasts, about: String, undo: Option<ToastAction>) {
        toasts.ok((self.done)(), about, undo);
    }
}

/// An act without fields, as a question before it. The answer that changes nothing is first.
#[derive(Clone, Copy)]
pub struct Question {
    open: RwSignal<bool>,
    saving: Saving,
    work: StoredValue<Box<dyn Fn() -> Work>, LocalStorage>,
    act: Act,
}

impl Question {
    /// Creates the question: `work` performs the act, `done` receives the answer.
    pub fn new<T: 'static, F: Future<Output = Outcome<T>> + 'static>(
        act: Act,
        work: impl Fn() -> F + 'static,
        done: impl Fn(T) + 'static,
    ) -> Self {
        let done = Rc::new(done);
        let open = RwSignal::new(false);
        let work: Box<dyn Fn() -> Work> = Box::new(move || {
            let done = done.clone();
            saving::work(work(), move |answer| {
                open.try_set(false);
                done(answer);
            })
        });
        Self {
            open,
            saving: Saving::new(),
            work: StoredValue::new_local(work),
            act,
        }
    }

    /// Opens the question.
    pub fn ask(self) {
        self.saving.failure.set(None);
        self.open.set(true);
    }

    /// Closes the question.
    pub fn close(self) {
        self.open.set(false);
    }

    /// Renders the dialog; `title` is the question, with its object.
    pub fn view(self, title: Signal<String>) -> Markup {
        let (open, saving, act) = (self.open, self.saving, self.act);
        let leave = Callback::new(move |()| open.set(false));
        let go = Callback::new(move |()| {
            let work = self.work.with_value(|work| work());
            saving.carry_out(work, Box::new(|_| {}));
        });
        let kind = if act.is_danger {
            ButtonKind::Danger
        } else {
            ButtonKind::Primary
        };
        html! {
            <Dialog open title=move || title.get()>
                <p class="dialog-text">{move || (act.text)()}</p>
                <Failure saving/>
                <div class="dialog-acts">
                    <Button label=move || t!(stay.cancel) autofocus=true on_press=leave/>
                    <Button kind label=move || (act.label)() busy_label=move || t!(stay.saving) busy=saving.busy on_press=go/>
                </div>
            </Dialog>
        }
    }
}
