//! Messages between the police and the facility about a stay (LC-10.6).

use crate::api::Api;
use crate::form::{Field, Form, Part, Saving, Sheet, Typed};
use crate::format;
use crate::i18n::lang;
use crate::markup::{Markup, html};
use crate::reactive::{effect_after, when};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, Icon, Toasts};
use dto::operations::stays::{AcknowledgeStay, AnswerAboutStay, AskAboutStay};
use dto::stay::{MessageKind, StayMessageIn, StayMessageOut, StayThread};
use dto::{CheckContext, Checked};
use leptos::prelude::*;
use uuid::Uuid;

const TEXT: &str = "/text";

const QUESTION: Say = Say {
    kind: MessageKind::Question,
    parts: &[Part {
        fields: &[Field::words(TEXT, || t!(thread.question))],
        ..Part::PLAIN
    }],
    label: || t!(thread.send_question),
    done: || t!(thread.asked),
};

const ANSWER: Say = Say {
    kind: MessageKind::Answer,
    parts: &[Part {
        fields: &[Field::words(TEXT, || t!(thread.answer))],
        ..Part::PLAIN
    }],
    label: || t!(thread.send_answer),
    done: || t!(thread.answered),
};

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
                {when(move || may_answer.get().then(|| ANSWER.form(stay, thread, None)))}
                {when(move || may_ask.get().then(|| if asking.get() {
                    QUESTION.form(stay, thread, Some(Callback::new(move |()| asking.set(false))))
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
    let (api, toasts, saving) = (Api::here(), Toasts::here(), Saving::new());
    let press = Callback::new(move |()| {
        saving.send_or(
            api.acknowledge_stay(stay),
            move |now| drop(thread.try_set(now)),
            move |error| {
                toasts.failed(error.title(), error.detail(), None);
            },
        );
    });
    html! { <Button small=true label=move || t!(thread.acknowledge) icon="double-check" busy=saving.busy on_press=press/> }
}

/// A question or an answer.
#[derive(Clone, Copy)]
struct Say {
    kind: MessageKind,
    parts: &'static [Part],
    label: fn() -> &'static str,
    done: fn() -> &'static str,
}

impl Say {
    /// Renders its form; `close` closes one that somebody has opened.
    fn form(self, stay: Uuid, thread: RwSignal<StayThread>, close: Option<Callback<()>>) -> Markup {
        let (api, toasts) = (Api::here(), Toasts::here());
        let message = |typed: &Typed| StayMessageIn {
            text: typed.raw(TEXT).trim().to_owned(),
        };
        let check =
            move |typed: &Typed, context: CheckContext<'_>| message(typed).check(context).err().unwrap_or_default();
        let sheet = Sheet::new(self.parts, self.label, Typed::default(), check);
        let work = move |form: Form| {
            let message = message(&form.typed_now());
            async move { api.say_about_stay(stay, self.kind, &message).await }
        };
        let done = move |now: StayThread| {
            toasts.ok((self.done)(), String::new(), None);
            if let Some(close) = close {
                close.run(());
            }
            thread.set(now);
        };
        sheet.sends(work, done).inside(close, Markup::nothing())
    }
}
