//! A form described by data, from typing to the answer of the server.

use super::draw::{self, Place};
use super::field::{Kind, Part, Word};
use super::leaving::Unsaved;
use super::saving::{self, Failure, Work};
use super::{BackNote, Form, Kept, Typed, id_of};
use crate::api::{ApiError, Outcome};
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::t;
use crate::ui::side_panel::SidePanel;
use crate::ui::{Button, ButtonKind, ErrorSummary, Note, NoteKind, focus_field};
use dto::CheckContext;
use dto::problem::FieldError;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use std::rc::Rc;

/// Builds the request from the typed values, sends it and handles the answer.
type Send = Box<dyn Fn(Form) -> Work>;

/// Texts around the fields of a form.
#[derive(Clone, Copy)]
pub(super) struct Words {
    pub send: Word,
    pub sending: Word,
    /// Consequences of sending, above the fields.
    pub text: Option<Word>,
    /// Text for the case that somebody else has changed the thing meanwhile.
    pub conflict: Option<Word>,
    pub is_danger: bool,
}

/// A form: parts with fields, the check of `dto`, its draft, and its request. The typed values stay until the server
/// has stored them; leaving with text that no draft keeps asks first. A POST without an answer is repeated with the
/// same idempotency key as long as its content is the same (`repeats`).
#[derive(Clone, Copy)]
pub struct Sheet {
    /// The typed values.
    pub form: Form,
    parts: &'static [Part],
    pub(super) words: Words,
    first: StoredValue<Typed>,
    kept: StoredValue<Option<Kept>>,
    is_sent: RwSignal<bool>,
    /// Whether another act is the main one of the view.
    is_aside: bool,
    /// Whether it only reads, so that leaving it loses nothing.
    is_reading: bool,
    /// Label of the button, where it depends on what is typed.
    label: StoredValue<Option<TextProp>>,
    send: StoredValue<Send, LocalStorage>,
    on_stale: StoredValue<Option<Callback<()>>>,
}

impl Sheet {
    /// Creates a form with these parts; `send` is the label of its button. `first` is the initial content; `check`
    /// returns the errors that the server would report.
    pub fn new(
        parts: &'static [Part],
        send: Word,
        first: Typed,
        check: impl Fn(&Typed, CheckContext<'_>) -> Vec<FieldError> + std::marker::Send + Sync + 'static,
    ) -> Self {
        let lists = Lists::here();
        let form = Form::of(parts, &first, move |typed| {
            lists.judged(|context| check(typed, context))
        });
        Self {
            form,
            parts,
            words: Words {
                send,
                sending: || t!(apply.sending),
                text: None,
                conflict: None,
                is_danger: false,
            },
            first: StoredValue::new(first),
            kept: StoredValue::new(None),
            is_sent: RwSignal::new(false),
            is_aside: false,
            is_reading: false,
            label: StoredValue::new(None),
            send: StoredValue::new_local(Box::new(|_| Box::pin(async { Err(ApiError::Silent) }))),
            on_stale: StoredValue::new(None),
        }
    }

    /// Keeps the typed values for the account, encrypted, until they are sent.
    #[must_use]
    pub fn kept(self, purpose: &str) -> Self {
        self.keep(Kept::open::<Typed>(purpose))
    }

    /// Keeps the values typed by a user without an account, for this tab alone, until they are sent: the machine may be
    /// a public one.
    #[must_use]
    pub fn kept_in_tab(self, purpose: &str) -> Self {
        self.keep(Kept::open_public::<Typed>(purpose))
    }

    fn keep(self, (kept, draft): (Kept, Option<Typed>)) -> Self {
        let form = self.form;
        let fields = self.parts.iter().flat_map(|part| part.fields);
        let left_out = fields.filter(|field| field.is_fleeting || matches!(field.kind, Kind::Secret));
        let left_out: Vec<_> = left_out.map(|field| field.at).collect();
        let kept_of = move |typed: Typed| left_out.iter().fold(typed, |typed, at| typed.without(at));
        let first = self.first.get_value();
        if let Some(draft) = draft {
            let fleeting = self.parts.iter().flat_map(|part| part.fields);
            let fleeting = fleeting.filter(|field| field.is_fleeting);
            form.fill(&fleeting.fold(draft, |draft, field| draft.with(field.at, first.raw(field.at))));
        }
        let first = kept_of(first);
        kept.follow(move || Some(kept_of(form.typed())).filter(|typed| *typed != first));
        self.kept.set_value(Some(kept));
        self
    }

    /// Makes it a form beside the main act of the view.
    #[must_use]
    pub fn aside(mut self) -> Self {
        self.is_aside = true;
        self
    }

    /// Makes it a form that only reads: nobody is asked before leaving it.
    #[must_use]
    pub fn reads(mut self) -> Self {
        self.is_reading = true;
        self
    }

    /// Sets a label of the button that depends on what is typed.
    #[must_use]
    pub fn labelled(self, label: impl Into<TextProp>) -> Self {
        self.label.set_value(Some(label.into()));
        self
    }

    pub(super) fn saying(mut self, words: Words) -> Self {
        self.words = words;
        self
    }

    /// Sets the text for a change by somebody else meanwhile, and the reading that then follows.
    #[must_use]
    pub fn when_stale(mut self, conflict: Option<Word>, again: Option<Callback<()>>) -> Self {
        self.words.conflict = conflict;
        self.on_stale.set_value(again);
        self
    }

    /// Sets the request: `work` builds and sends it, `done` receives the answer.
    #[must_use]
    pub fn sends<T: 'static, F: Future<Output = Outcome<T>> + 'static>(
        self,
        work: impl Fn(Form) -> F + 'static,
        done: impl Fn(T) + 'static,
    ) -> Self {
        let done = Rc::new(done);
        self.send.set_value(Box::new(move |form| {
            let done = done.clone();
            saving::work(work(form), move |answer| done(answer))
        }));
        self
    }

    /// Sends the form, or displays its errors.
    pub fn submit(self) {
        let form = self.form;
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        self.is_sent.set(false);
        let (kept, is_sent, again) = (self.kept.get_value(), self.is_sent, self.on_stale.get_value());
        let work = self.send.with_value(|send| send(form));
        let sent = async move {
            let done = work.await?;
            let done: Box<dyn FnOnce()> = Box::new(move || {
                if let Some(kept) = kept {
                    kept.drop();
                }
                is_sent.try_set(true);
                done();
            });
            Ok(done)
        };
        let failed = move |error: &ApiError| {
            if let Some(again) = again.filter(|_| error.is_stale()) {
                again.try_run(());
            }
        };
        form.carry_out(Box::pin(sent), Box::new(failed));
    }

    /// Asks before text is lost. A draft keeps text, but neither a file nor a password.
    pub(super) fn guarded(self) -> Unsaved {
        let (form, first, is_sent) = (self.form, self.first.get_value(), self.is_sent);
        let is_kept = self.kept.with_value(Option::is_some);
        let is_there = Memo::new(move |_| {
            let is_typed = !is_kept && form.typed() != first;
            (is_typed || form.has_file()) && !is_sent.get() && !self.is_reading
        });
        Unsaved::guard(is_there.into())
    }

    fn back_note(self) -> Option<Markup> {
        let kept = self.kept.get_value()?;
        let put_back = Callback::new(move |()| self.form.fill(&self.first.get_value()));
        Some(html! { <BackNote kept on_drop=put_back/> })
    }

    pub(super) fn content(self, place: Place) -> Markup {
        let words = self.words;
        let note = if words.is_danger {
            NoteKind::Warn
        } else {
            NoteKind::Info
        };
        let failure = match words.conflict {
            Some(conflict) => html! { <Failure saving=self.form.saving conflict=move || conflict()/> },
            None => html! { <Failure saving=self.form.saving/> },
        };
        html! {
            {words.text.map(|text| match place {
                Place::Dialog => html! { <p class="dialog-text">{move || text()}</p> },
                _ => html! { <Note kind=note>{move || text()}</Note> },
            })}
            {self.back_note()}
            {failure}
            <ErrorSummary errors=self.form.summary() asked=self.form.saving.asked/>
            {draw::parts(self.form, self.parts, place, &[])}
        }
    }

    pub(super) fn button(self) -> Markup {
        let words = self.words;
        let kind = if words.is_danger {
            ButtonKind::Danger
        } else if self.is_aside {
            ButtonKind::Plain
        } else {
            ButtonKind::Primary
        };
        let busy = self.form.saving.busy;
        let label = self.label.get_value().unwrap_or_else(|| TextProp::from(words.send));
        html! { <Button kind label busy_label=move || (words.sending)() busy submit=true/> }
    }

    pub(super) fn frame(self, class: &'static str, content: Markup) -> Markup {
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
            // A dialog is rendered inside the panel that it belongs to, which must not send its own form.
            event.stop_propagation();
            self.submit();
        };
        html! { <form class=class novalidate on:submit=submit>{content}</form> }
    }

    /// Renders the form as the content of a page, below `head`.
    pub fn page(self, head: impl IntoMarkup + 'static) -> Markup {
        let unsaved = self.guarded();
        let content = html! {
            {head.into_markup()}
            {self.content(Place::Page)}
            <div class="set-up-acts">{self.button()}</div>
        };
        (self.frame("public-form", content.into_markup()), unsaved.question()).into_markup()
    }

    /// Renders the form in a panel beside its list, below `head`. Focus moves to the first field: the heading names the
    /// thing.
    pub fn panel(
        self,
        id: &'static str,
        title: impl Into<TextProp>,
        close: Callback<()>,
        head: impl IntoMarkup + 'static,
    ) -> Markup {
        let unsaved = self.guarded();
        let leave = unsaved.before(close);
        let content = html! {
            {head.into_markup()}
            {self.content(Place::Panel)}
            <div class="panel-foot">
                <Button label=move || t!(accounts.leave) on_press=leave/>
                {self.button()}
            </div>
        };
        let form = self.frame("change-form", content.into_markup());
        if let Some(first) = self.parts.iter().flat_map(|part| part.fields).next() {
            let first = id_of(first.at);
            request_animation_frame(move || focus_field(&first));
        }
        let title: TextProp = title.into();
        let title = Signal::derive(move || title.get().to_string());
        html! {
            <SidePanel id unsaved=false title on_close=leave takes_focus=false>{form}</SidePanel>
            {unsaved.question()}
        }
    }
}
