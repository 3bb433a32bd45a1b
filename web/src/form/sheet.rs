//! A form described by data, from typing to the answer of the server.

use super::draw::{self, Place};
use super::field::{Field, Kind, Part, Word};
use super::leaving::Unsaved;
use super::saving::{self, Failure, Work};
use super::{BackNote, Form, Kept, Typed, id_of};
use crate::api::{ApiError, Outcome};
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::effect_after;
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
    /// Whether it adds to a list of the page, which is sent as a whole.
    pub adds: bool,
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
    /// What the form starts from: the thing as the server has it.
    first: RwSignal<Typed>,
    kept: StoredValue<Option<Kept>>,
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
                adds: false,
            },
            first: RwSignal::new(first),
            kept: StoredValue::new(None),
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
        let (form, first) = (self.form, self.first);
        let fleeting = self.fields_of(|field| field.is_fleeting);
        let left_out = self.fields_of(|field| field.is_fleeting || matches!(field.kind, Kind::Secret));
        let kept_of = move |typed: Typed| left_out.iter().fold(typed, |typed, at| typed.without(at));
        if let Some(draft) = draft {
            let restored = |draft: Typed, at: &&str| first.with_untracked(|first| draft.with(at, first.raw(at)));
            form.fill(&fleeting.iter().fold(draft, restored));
        }
        kept.follow(move || {
            let typed = kept_of(form.typed());
            Some(typed).filter(|typed| first.with(|first| kept_of(first.clone()) != *typed))
        });
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

    /// Marks a form that adds to a list of the page: the list is sent as a whole.
    #[must_use]
    pub fn adds(mut self) -> Self {
        self.words.adds = true;
        self
    }

    /// Sets the label of the button while the request is pending.
    #[must_use]
    pub fn busy(mut self, sending: Word) -> Self {
        self.words.sending = sending;
        self
    }

    /// Begins anew from these values, for one more. The form may have been closed meanwhile.
    pub fn begin_anew(self, first: Typed) {
        if self.first.is_disposed() {
            return;
        }
        self.form.fill(&first);
        self.first.set(first);
    }

    /// Follows the thing that the form changes: what nobody touched is displayed as the server has it now, what was typed
    /// stays. For a form that stays open after it is sent.
    #[must_use]
    pub fn starts_from(self, now: Signal<Typed>) -> Self {
        let (form, first) = (self.form, self.first);
        effect_after(move |before: Option<()>| {
            let now = now.get();
            if before.is_none() || first.with_untracked(|first| *first == now) {
                return;
            }
            if first.with_untracked(|first| form.typed_now() == *first) {
                form.fill(&now);
            }
            first.set(now);
        });
        self
    }

    fn fields_of(self, is: impl Fn(&Field) -> bool) -> Vec<&'static str> {
        let fields = self.parts.iter().flat_map(|part| part.fields);
        fields.filter(|field| is(field)).map(|field| field.at).collect()
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
        let (kept, first, again) = (self.kept.get_value(), self.first, self.on_stale.get_value());
        let typed = form.typed_now();
        let work = self.send.with_value(|send| send(form));
        let sent = async move {
            let done = work.await?;
            let done: Box<dyn FnOnce()> = Box::new(move || {
                if let Some(kept) = kept {
                    kept.drop();
                }
                // What was sent is no longer unsent.
                first.try_set(typed);
                form.drop_files();
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
        let (form, first) = (self.form, self.first);
        let is_kept = self.kept.with_value(Option::is_some);
        let is_there = Memo::new(move |_| {
            let is_typed = !is_kept && first.with(|first| form.typed() != *first);
            (is_typed || form.has_file()) && !self.is_reading
        });
        Unsaved::guard(is_there.into())
    }

    fn back_note(self) -> Option<Markup> {
        let kept = self.kept.get_value()?;
        let put_back = Callback::new(move |()| self.form.fill(&self.first.get_untracked()));
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

    /// Renders the button that sends.
    pub fn button(self) -> Markup {
        let words = self.words;
        if words.adds {
            return html! { <Button label=move || (words.send)() icon="plus" submit=true/> };
        }
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
        self.page_of("public-form", head, ())
    }

    /// Renders the same as a part of a page with its own class, and with `foot` beside the button.
    pub fn page_of(
        self,
        class: &'static str,
        head: impl IntoMarkup + 'static,
        foot: impl IntoMarkup + 'static,
    ) -> Markup {
        let foot = html! { <div class="set-up-acts">{self.button()} {foot.into_markup()}</div> };
        self.whole(class, Place::Page, head.into_markup(), foot.into_markup())
    }

    /// Renders the form between other things, one field below the other, with the button that closes it.
    pub fn inline(self, class: &'static str, close: Option<Callback<()>>, head: impl IntoMarkup + 'static) -> Markup {
        let unsaved = self.guarded();
        let leave = close.map(|close| {
            let leave = unsaved.before(close);
            html! { <Button label=move || t!(accounts.leave) on_press=leave/> }
        });
        let content = html! {
            {head.into_markup()}
            {self.content(Place::Panel)}
            <div class="form-acts">{leave} {self.button()}</div>
        };
        (self.frame(class, content.into_markup()), unsaved.question()).into_markup()
    }

    /// Renders the form with a foot of the page's own, where its [`Sheet::button`] is.
    pub fn whole(self, class: &'static str, place: Place, head: Markup, foot: Markup) -> Markup {
        let unsaved = self.guarded();
        let content = (head, self.content(place), foot).into_markup();
        (self.frame(class, content), unsaved.question()).into_markup()
    }

    /// Moves focus to the first field once it is rendered.
    #[must_use]
    pub fn focused(self) -> Self {
        if let Some(first) = self.fields_of(|_| true).first() {
            let first = id_of(first);
            request_animation_frame(move || focus_field(&first));
        }
        self
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
        let form = self.focused().frame("change-form", content.into_markup());
        let title: TextProp = title.into();
        let title = Signal::derive(move || title.get().to_string());
        html! {
            <SidePanel id unsaved=false title on_close=leave takes_focus=false>{form}</SidePanel>
            {unsaved.question()}
        }
    }
}
