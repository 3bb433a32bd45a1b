//! Messages between the police and the facility about a stay (LC-10.6).

use crate::api::Api;
use crate::form::{Failure, Form, Named, Typed, WordsAsk};
use crate::format;
use crate::i18n::lang;
use crate::markup::{Markup, html};
use crate::reactive::{effect_after, when};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, ErrorSummary, Icon, Toasts};
use dto::operations::stays::{AcknowledgeStay, AnswerAboutStay, AskAboutStay};
use dto::problem::{FieldCode, FieldError};
use dto::stay::{MessageKind, StayMessageOut, StayThread};
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;
use wasm_bindgen::JsCast;

const TEXT: &str = "/text";
const MOST: usize = 1_000;

const QUESTION: &[Named] = &[(TEXT, || t!(thread.question))];
const ANSWER: &[Named] = &[(TEXT, || t!(thread.answer))];

fn fault(typed: &Typed) -> Option<FieldError> {
    match typed.raw(TEXT).trim().chars().count() {
        0 => Some(FieldError::new(TEXT, FieldCode::Required)),
        1 => Some(FieldError::new(TEXT, FieldCode::TooShort).with("min", 2)),
        length if length > MOST => Some(FieldError::new(TEXT, FieldCode::TooLong).with("max", MOST)),
        _ => None,
    }
}

/// Callback for a list beside a stay: reports new messages and acknowledgements.
#[derive(Clone, Copy)]
pub struct OnTalk(pub Callback<(Uuid, StayThread)>);

/// Renders who has seen it, the questions and answers, and what this reader may write.
#[component]
pub fn Thread(
    /// The stay.
    stay: Uuid,
    /// Thread as it was read.
    thread: StayThread,
) -> Markup {
    let session = Session::here();
    let thread = RwSignal::new(thread);
    if let Some(OnTalk(tell)) = use_context() {
        effect_after(move |before: Option<()>| {
            let now = thread.get();
            if before.is_some() {
                tell.run((stay, now));
            }
        });
    }
    let may_acknowledge =
        Memo::new(move |_| session.may(AcknowledgeStay) && thread.with(|thread| thread.acknowledgement.is_none()));
    let may_ask = Memo::new(move |_| session.may(AskAboutStay));
    let may_answer = Memo::new(move |_| session.may(AnswerAboutStay) && thread.with(StayThread::is_open));
    let asking = RwSignal::new(false);
    let is_shown = Memo::new(move |_| {
        may_ask.get() || thread.with(|thread| thread.acknowledgement.is_some() || !thread.messages.is_empty())
    });
    let seen = move || {
        lang();
        thread.with(|thread| {
            thread.acknowledgement.as_ref().map(|seen| {
                let words = t!(thread.seen, unit = seen.by_unit, at = format::instant(seen.at));
                html! { <p class="thread-seen"><Icon name="double-check"/> <span>{words}</span></p> }
            })
        })
    };
    let messages = move || {
        lang();
        thread.with(|thread| thread.messages.iter().map(said).collect::<Vec<_>>())
    };
    html! {
        {when(move || is_shown.get().then(|| html! {
            <section class="thread" aria-label=move || t!(thread.title)>
                {seen}
                {when(move || may_acknowledge.get().then(|| html! { <Acknowledge stay thread/> }))}
                <ul class="thread-said">{messages}</ul>
                {when(move || may_answer.get().then(|| html! { <Say stay thread kind=MessageKind::Answer done=Callback::new(|()| ())/> }))}
                {when(move || may_ask.get().then(|| if asking.get() {
                    html! { <Say stay thread kind=MessageKind::Question done=Callback::new(move |()| asking.set(false))/> }
                } else {
                    html! {
                        <Button small=true label=move || t!(thread.ask) icon="bubble-question" on_press=Callback::new(move |()| asking.set(true))/>
                    }
                }))}
            </section>
        }))}
    }
}

fn said(message: &StayMessageOut) -> Markup {
    let class = match message.kind {
        MessageKind::Question => "tag tag-warn",
        MessageKind::Answer => "tag",
    };
    let head = t!(
        thread.said_by,
        unit = message.by_unit,
        name = message.by_name,
        at = format::instant(message.at)
    );
    html! {
        <li>
            <p class=class><Icon name="bubble"/> <span>{head}</span></p>
            <p class="said-text" lang="vi">{message.text.clone()}</p>
        </li>
    }
}

#[component]
fn Acknowledge(stay: Uuid, thread: RwSignal<StayThread>) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let busy = RwSignal::new(false);
    let press = Callback::new(move |()| {
        busy.set(true);
        spawn_local(async move {
            match api.acknowledge_stay(stay).await {
                Ok(now) => drop(thread.try_set(now)),
                Err(error) => drop(toasts.failed(error.title(), error.detail(), None)),
            }
            busy.try_set(false);
        });
    });
    html! { <Button small=true label=move || t!(thread.acknowledge) icon="double-check" busy=busy on_press=press/> }
}

/// Renders the form for a question or an answer.
#[component]
fn Say(stay: Uuid, thread: RwSignal<StayThread>, kind: MessageKind, done: Callback<()>) -> Markup {
    let (api, toasts) = (Api::here(), Toasts::here());
    let fields = match kind {
        MessageKind::Question => QUESTION,
        MessageKind::Answer => ANSWER,
    };
    let form = Form::new(fields, &Typed::default(), |typed| fault(typed).into_iter().collect());
    let key = StoredValue::new(Uuid::new_v4().to_string());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let (text, key) = (form.typed_now().raw(TEXT).trim().to_owned(), key.get_value());
        let work = async move { api.say_about_stay(stay, kind, text, &key).await };
        form.send(work, move |now| {
            toasts.ok(
                match kind {
                    MessageKind::Question => t!(thread.asked),
                    MessageKind::Answer => t!(thread.answered),
                },
                String::new(),
                None,
            );
            done.run(());
            thread.set(now);
        });
    };
    let send = move || match kind {
        MessageKind::Question => t!(thread.send_question),
        MessageKind::Answer => t!(thread.send_answer),
    };
    // A user who pressed the button types the question next.
    let frame = NodeRef::<leptos::html::Form>::new();
    if kind == MessageKind::Question {
        frame.on_load(|frame| {
            request_animation_frame(move || {
                let words = frame.query_selector("textarea").ok().flatten();
                if let Some(words) = words.and_then(|words| words.dyn_into::<web_sys::HtmlElement>().ok()) {
                    let _ = words.focus();
                }
            });
        });
    }
    html! {
        <form class="panel-form" novalidate node_ref=frame on:submit=submit>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <WordsAsk form at=TEXT/>
            <div class="form-acts">
                <Button kind=ButtonKind::Primary label=send busy_label=move || t!(apply.sending) busy=form.saving.busy submit=true small=true/>
            </div>
        </form>
    }
}
