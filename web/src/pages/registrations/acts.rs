//! Acts on a dossier without a decision: opinions and remarks.

use super::consult::Consult;
use super::decide::{Called, contact_faults, contact_of, today_of, usual_contact, wants_proof};
use super::opened::Desk;
use crate::form::{Failure, Form, Kept, Named, Other, Typed, WordsAsk};
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Button, ButtonKind, Choice, ErrorSummary, Icon, Segmented};
use crate::words::dossier::opinion_word;
use dto::dossier::{CommentIn, ConsultationOut, ContactChannel, Opinion, OpinionIn, Visibility};
use dto::operations::procedures::{AcceptDossier, ConsultOnDossier, RemindConsulted, ResolveDossier};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use std::sync::Arc;
use uuid::Uuid;

/// Maximum number of characters of a text, as the server accepts it.
pub const MAX_WORDS: usize = 2_000;

/// Keeps the text typed into a form of a dossier in this browser until it is sent, also after the panel or dialog
/// closes. Returns the initial values of the form, and its draft.
pub fn kept_words(desk: Desk, what: &str, first: Typed, at: &'static str) -> (Typed, Kept) {
    let (kept, words) = Kept::open::<String>(&format!("dossier.{}.{what}", desk.id));
    (words.map_or(first.clone(), |words| first.with(at, words)), kept)
}

/// Keeps the text of a field from now on; an initial text alone is not kept.
pub fn follow_words(kept: &Kept, form: Form, at: &'static str) {
    let own = form.text(at).get_untracked();
    let own = if kept.is_back() { String::new() } else { own };
    kept.follow(move || Some(form.text(at).get()).filter(|words| !words.trim().is_empty() && *words != own));
}

/// Returns the error of a text with these lengths.
pub fn words_fault(typed: &Typed, at: &'static str, min: usize) -> Option<FieldError> {
    let length = typed.raw(at).trim().chars().count();
    match length {
        0 if min > 0 => Some(FieldError::new(at, FieldCode::Required)),
        _ if length < min => Some(FieldError::new(at, FieldCode::TooShort).with("min", min)),
        _ if length > MAX_WORDS => Some(FieldError::new(at, FieldCode::TooLong).with("max", MAX_WORDS)),
        _ => None,
    }
}

/// Renders the questions to other units, and their answers.
#[component]
pub fn Opinions(
    /// State of the panel.
    desk: Desk,
) -> Markup {
    let asking = RwSignal::new(false);
    let opinions = move || desk.dossier.with(|dossier| dossier.consultations.clone());
    let any = Memo::new(move |_| desk.dossier.with(|dossier| !dossier.consultations.is_empty()));
    html! {
        <section>
            <div class="ledger-head">
                <h3>{move || t!(queue.opinions)}</h3>
                {when(move || desk.can(ConsultOnDossier).then(|| html! {
                    <button type="button" class="text-button ledger-end" on:click=move |_| asking.set(true)>{t!(queue.ask)}</button>
                }))}
            </div>
            {when(move || (!any.get()).then(|| html! { <p class="panel-empty">{t!(queue.opinions_none)}</p> }))}
            <ul class="panel-rows">
                {move || { lang(); opinions().into_iter().map(|asked| opinion_row(desk, asked)).collect::<Vec<_>>() }}
            </ul>
            <Consult desk open=asking/>
        </section>
    }
}

fn opinion_row(desk: Desk, asked: ConsultationOut) -> Markup {
    let waits = asked.opinion.is_none();
    let is_due = asked
        .remindable_at
        .is_some_and(|from| from <= Lists::here().clock().now_untracked());
    let (icon, class) = match asked.opinion {
        Some(Opinion::Agree) => ("check-circle", "opinion-ok"),
        Some(Opinion::Object) => ("triangle", "opinion-bad"),
        Some(Opinion::NoOpinion) => ("minus", "opinion-none"),
        None => ("clock", "opinion-open"),
    };
    let said = match (asked.opinion, asked.answered_at) {
        (Some(opinion), Some(at)) => format!("{}, {}", opinion_word(opinion), format::instant(at)),
        _ => t!(queue.asked_at, at = format::instant(asked.asked_at)),
    };
    html! {
        <li class="opinion">
            <span class=class><Icon name=icon/></span>
            <div>
                <p><strong>{asked.unit_name.clone()}</strong></p>
                <p class="quiet">{said}</p>
                <p class="said-text quiet">{t!(queue.question, text = asked.question)}</p>
                {asked.reminded_at.map(|at| html! { <p class="quiet">{t!(queue.reminded_at, at = format::instant(at))}</p> })}
                {asked.text.map(|text| html! { <p class="said-text" lang="vi">{text}</p> })}
            </div>
            {when(move || (waits && is_due && desk.can(RemindConsulted)).then(|| html! { <Remind desk consultation=asked.id unit=asked.unit_name.clone()/> }))}
        </li>
    }
}

/// Renders the button that reminds a unit.
#[component]
fn Remind(desk: Desk, consultation: Uuid, unit: String) -> Markup {
    let busy = RwSignal::new(false);
    let key = Uuid::new_v4().to_string();
    let label = StoredValue::new(unit);
    let press = move |_| {
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        let key = key.clone();
        leptos::task::spawn_local(async move {
            match desk.api.remind_consulted(desk.id, consultation, &key).await {
                Ok(dossier) => desk.done(dossier, t!(queue.reminded).to_owned()),
                Err(error) => desk.failed(&error),
            }
            busy.try_set(false);
        });
    };
    html! {
        <button
            type="button"
            class="text-button ledger-end"
            aria-label=move || t!(queue.remind_unit, unit = label.get_value())
            aria-busy=move || busy.get().then_some("true")
            on:click=press
        >{move || t!(queue.remind)}</button>
    }
}

const OPINION: &[Named] = &[
    ("/opinion", || t!(queue.own_opinion)),
    ("/text", || t!(queue.own_words)),
];

/// Renders the form for the opinion of the user's own unit.
#[component]
pub fn GiveOpinion(
    /// State of the panel.
    desk: Desk,
) -> Markup {
    let check = |typed: &Typed| {
        let mut found = Vec::new();
        if typed.raw("/opinion").is_empty() {
            found.push(FieldError::new("/opinion", FieldCode::Required));
        }
        let needed = usize::from(typed.raw("/opinion") == "object");
        found.extend(words_fault(typed, "/text", needed));
        found
    };
    // An opinion can be corrected until the decision.
    let given = desk.dossier.with_untracked(|dossier| {
        let own = dossier.consultations.last()?;
        Some((own.opinion?, own.text.clone().unwrap_or_default()))
    });
    let is_given = given.is_some();
    let first = given.map_or_else(Typed::default, |(opinion, words)| {
        Typed::default().with("/opinion", opinion.as_str()).with("/text", words)
    });
    let (first, kept) = kept_words(desk, "opinion", first, "/text");
    let form = Form::new(OPINION, &first, check);
    follow_words(&kept, form, "/text");
    let choices = Signal::derive(move || {
        lang();
        let choice = |opinion: Opinion| Choice::new(opinion.as_str(), opinion_word(opinion));
        Arc::new(
            [Opinion::Agree, Opinion::Object, Opinion::NoOpinion]
                .map(choice)
                .to_vec(),
        )
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let typed = form.typed_now();
        let Some(opinion) = Opinion::from_name(typed.raw("/opinion")) else {
            return;
        };
        let request = OpinionIn {
            opinion,
            text: typed.text("/text").value().cloned(),
        };
        let work = async move { desk.api.give_opinion(desk.id, &request).await };
        let kept = kept.clone();
        form.send_or(
            work,
            move |dossier| {
                kept.drop();
                desk.done(dossier, t!(queue.opinion_given).to_owned());
            },
            move |error| desk.failed(error),
        );
    };
    html! {
        <form class="panel-form" novalidate on:submit=submit>
            <div class="ledger-head"><h3>{move || t!(queue.own_opinion)}</h3></div>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <Other form at="/opinion" group=true>
                <Segmented value=form.text("/opinion") options=choices/>
            </Other>
            <WordsAsk form at="/text" hint=move || t!(queue.own_words_hint)/>
            <div class="panel-foot">
                <Button
                    kind=ButtonKind::Primary
                    label=move || if is_given { t!(queue.correct_opinion) } else { t!(queue.give_opinion) }
                    busy_label=move || t!(apply.sending)
                    busy=form.saving.busy
                    submit=true
                />
            </div>
        </form>
    }
}

const COMMENT: &[Named] = &[
    ("/text", || t!(queue.comment)),
    ("/visibility", || t!(queue.comment_for)),
    ("/contact/channel", || t!(queue.contact_channel)),
    ("/contact/with", || t!(queue.contact_with)),
    ("/contact/at", || t!(queue.contact_at)),
];

/// Renders the form for a remark, internal or to the applicant.
#[component]
pub fn Comment(
    /// State of the panel.
    desk: Desk,
) -> Markup {
    let lists = Lists::here();
    let blank =
        move || usual_contact(desk, lists, ContactChannel::Phone).with("/visibility", Visibility::Inside.as_str());
    // An account that decides may record a call; a consulted unit has no way to prove a loss.
    let records = desk.can(ResolveDossier) || desk.can(AcceptDossier);
    let (unproven, called) = (wants_proof(desk), RwSignal::new(false));
    let check = move |typed: &Typed| {
        let mut found: Vec<FieldError> = words_fault(typed, "/text", 1).into_iter().collect();
        if called.get_untracked() {
            found.extend(contact_faults(typed, lists));
        }
        found
    };
    let (first, kept) = kept_words(desk, "comment", blank(), "/text");
    let form = Form::new(COMMENT, &first, check);
    follow_words(&kept, form, "/text");
    let key = StoredValue::new(Uuid::new_v4().to_string());
    let choices = Signal::derive(move || {
        lang();
        Arc::new(vec![
            Choice::new(Visibility::Inside.as_str(), t!(queue.for_inside)),
            Choice::new(Visibility::Outside.as_str(), t!(queue.for_outside)),
        ])
    });
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let typed = form.typed_now();
        let request = CommentIn {
            text: typed.raw("/text").trim().to_owned(),
            visibility: Visibility::from_name(typed.raw("/visibility")).unwrap_or(Visibility::Inside),
            contact: called
                .get_untracked()
                .then(|| contact_of(&typed, today_of(lists)))
                .flatten(),
        };
        let own_key = key.get_value();
        let work = async move { desk.api.comment_on_dossier(desk.id, &request, &own_key).await };
        let kept = kept.clone();
        form.send_or(
            work,
            move |dossier| {
                kept.drop();
                form.fill(&blank());
                called.set(false);
                key.set_value(Uuid::new_v4().to_string());
                desk.done(dossier, t!(queue.commented).to_owned());
            },
            move |error| desk.failed(error),
        );
    };
    html! {
        <form class="panel-form" novalidate on:submit=submit>
            <Failure saving=form.saving/>
            <WordsAsk form at="/text"/>
            <Other form at="/visibility" group=true>
                <Segmented value=form.text("/visibility") options=choices/>
            </Other>
            {records.then(|| html! {
                <Called desk form called label=Signal::derive(move || {
                    if unproven { t!(queue.called_lock) } else { t!(queue.called) }.to_owned()
                })/>
            })}
            <div class="form-acts">
                <Button label=move || t!(queue.add_comment) busy_label=move || t!(apply.sending) busy=form.saving.busy submit=true small=true/>
            </div>
        </form>
    }
}
