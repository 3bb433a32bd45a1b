//! Acts on a dossier without a decision: opinions and remarks.

use super::consult::consult;
use super::contact::{OF_CALL, call_faults, call_of, called, usual_contact, wants_proof};
use super::opened::Desk;
use crate::form::{Field, Form, Part, Saving, Sheet, Typed};
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{Choice, Icon};
use crate::words::dossier::opinion_word;
use dto::CheckContext;
use dto::dossier::{CommentIn, ConsultationOut, ContactChannel, Opinion, OpinionIn, Visibility};
use dto::operations::procedures::{AcceptDossier, ConsultOnDossier, RemindConsulted, ResolveDossier};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use uuid::Uuid;

/// Maximum number of characters of a text, as the server accepts it.
pub const MAX_WORDS: usize = 2_000;

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
            {consult(desk, asking)}
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
                <p><strong lang="vi">{asked.unit_name.clone()}</strong></p>
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
    let saving = Saving::new();
    let label = StoredValue::new(unit);
    let press = move |_| {
        saving.send(
            desk.watched(desk.api.remind_consulted(desk.id, consultation)),
            move |dossier| {
                desk.done(dossier, t!(queue.reminded).to_owned());
            },
        );
    };
    html! {
        <button
            type="button"
            class="text-button ledger-end"
            aria-label=move || t!(queue.remind_unit, unit = label.get_value())
            aria-busy=move || saving.busy.get().then_some("true")
            on:click=press
        >{move || t!(queue.remind)}</button>
    }
}

const OPINION: &[Part] = &[Part {
    fields: &[
        Field::segments(
            "/opinion",
            || t!(queue.own_opinion),
            |_, _| {
                let choice = |opinion: Opinion| Choice::new(opinion.as_str(), opinion_word(opinion));
                [Opinion::Agree, Opinion::Object, Opinion::NoOpinion]
                    .map(choice)
                    .to_vec()
            },
        ),
        Field::words("/text", || t!(queue.own_words)).hint(|| t!(queue.own_words_hint)),
    ],
    ..Part::PLAIN
}];

/// Renders the form for the opinion of the user's own unit.
#[component]
pub fn GiveOpinion(
    /// State of the panel.
    desk: Desk,
) -> Markup {
    let check = |typed: &Typed, _: CheckContext<'_>| {
        let is_missing = typed.raw("/opinion").is_empty();
        let missing = is_missing.then(|| FieldError::new("/opinion", FieldCode::Required));
        let needed = usize::from(typed.raw("/opinion") == Opinion::Object.as_str());
        missing.into_iter().chain(words_fault(typed, "/text", needed)).collect()
    };
    // An opinion can be corrected until the decision.
    let given = desk.dossier.with_untracked(|dossier| {
        let own = dossier.consultations.last()?;
        Some((own.opinion?, own.text.clone().unwrap_or_default()))
    });
    let send = match given {
        Some(_) => || t!(queue.correct_opinion),
        None => || t!(queue.give_opinion),
    };
    let first = given.map_or_else(Typed::default, |(opinion, words)| {
        Typed::default().with("/opinion", opinion.as_str()).with("/text", words)
    });
    let work = move |form: Form| {
        let typed = form.typed_now();
        let request = Opinion::from_name(typed.raw("/opinion")).map(|opinion| OpinionIn {
            opinion,
            text: typed.text("/text").value().cloned(),
        });
        desk.watched(async move {
            let request = request.ok_or(crate::api::ApiError::Silent)?;
            desk.api.give_opinion(desk.id, &request).await
        })
    };
    let sheet = Sheet::new(OPINION, send, first, check).kept(&desk.draft("opinion"));
    let sheet = sheet.sends(work, move |dossier| {
        desk.done(dossier, t!(queue.opinion_given).to_owned());
    });
    html! {
        <div class="ledger-head"><h3>{move || t!(queue.own_opinion)}</h3></div>
        {sheet.inside(None, Markup::nothing())}
    }
}

const COMMENT: &[Part] = &[
    Part {
        fields: &[
            Field::words("/text", || t!(queue.comment)),
            Field::segments(
                "/visibility",
                || t!(queue.comment_for),
                |_, _| {
                    vec![
                        Choice::new(Visibility::Inside.as_str(), t!(queue.for_inside)),
                        Choice::new(Visibility::Outside.as_str(), t!(queue.for_outside)),
                    ]
                },
            ),
            called(|| {
                if wants_proof(Desk::here()) {
                    t!(queue.called_lock)
                } else {
                    t!(queue.called)
                }
            })
            // An account that decides may record a call; a consulted unit has no way to prove a loss.
            .when(|_, _| Desk::here().can(ResolveDossier) || Desk::here().can(AcceptDossier)),
        ],
        ..Part::PLAIN
    },
    OF_CALL,
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
    let check = |typed: &Typed, context: CheckContext<'_>| {
        let words = words_fault(typed, "/text", 1);
        words.into_iter().chain(call_faults(typed, context.now)).collect()
    };
    let sheet = Sheet::new(COMMENT, || t!(queue.add_comment), blank(), check).kept(&desk.draft("comment"));
    let work = move |form: Form| {
        let typed = form.typed_now();
        let request = CommentIn {
            text: typed.raw("/text").trim().to_owned(),
            visibility: Visibility::from_name(typed.raw("/visibility")).unwrap_or(Visibility::Inside),
            contact: call_of(&typed, lists.clock().now_untracked()),
        };
        desk.watched(async move { desk.api.comment_on_dossier(desk.id, &request).await })
    };
    let sheet = sheet.sends(work, move |dossier| {
        sheet.begin_anew(blank());
        desk.done(dossier, t!(queue.commented).to_owned());
    });
    sheet.aside().inside(None, Markup::nothing())
}
