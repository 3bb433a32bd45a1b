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
    words: Words,
    first: StoredValue<Typed>,
    kept: StoredValue<Option<Kept>>,
    is_sent: RwSignal<bool>,
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
        if let Some(draft) = draft {
            form.fill(&draft);
        }
        let first = self.first.get_value();
        let secrets: Vec<_> = self.fields_of(|kind| matches!(kind, Kind::Secret));
        kept.follow(move || {
            let typed = secrets.iter().fold(form.typed(), |typed, at| typed.without(at));
            Some(typed).filter(|typed| *typed != first)
        });
        self.kept.set_value(Some(kept));
        self
    }

    fn fields_of(self, is: impl Fn(Kind) -> bool) -> Vec<&'static str> {
        let fields = self.parts.iter().flat_map(|part| part.fields);
        fields.filter(|field| is(field.kind)).map(|field| field.at).collect()
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

    fn submit(self) {
        let form = self.form;
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
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
    fn guarded(self) -> Unsaved {
        let (form, first, is_sent) = (self.form, self.first.get_value(), self.is_sent);
        let is_kept = self.kept.with_value(Option::is_some);
        let is_there = Memo::new(move |_| {
            let is_typed = !is_kept && form.typed() != first;
            (is_typed || form.has_file()) && !is_sent.get()
        });
        Unsaved::guard(is_there.into())
    }

    fn back_note(self) -> Option<Markup> {
        let kept = self.kept.get_value()?;
        let put_back = Callback::new(move |()| self.form.fill(&self.first.get_value()));
        Some(html! { <BackNote kept on_drop=put_back/> })
    }

    fn content(self, place: Place) -> Markup {
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
            {words.text.map(|text| html! { <Note kind=note>{move || text()}</Note> })}
            {self.back_note()}
            {failure}
            <ErrorSummary errors=self.form.summary() asked=self.form.saving.asked/>
            {draw::parts(self.form, self.parts, place, &[])}
        }
    }

    fn button(self) -> Markup {
        let words = self.words;
        let kind = if words.is_danger {
            ButtonKind::Danger
        } else {
            ButtonKind::Primary
        };
        let busy = self.form.saving.busy;
        html! { <Button kind label=move || (words.send)() busy_label=move || (words.sending)() busy submit=true/> }
    }

    fn frame(self, class: &'static str, content: Markup) -> Markup {
        let submit = move |event: leptos::ev::SubmitEvent| {
            event.prevent_default();
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
        if let Some(first) = self.fields_of(|_| true).first() {
            let first = id_of(first);
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
