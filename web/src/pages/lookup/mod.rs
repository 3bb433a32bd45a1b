//! Looking up a filing by its code; supplementing and withdrawing it.

mod supplement;

use crate::api::Api;
use crate::dossier::form_button::FormButton;
use crate::dossier::results::Answer;
use crate::dossier::{changed, data_request, filed};
use crate::form::{Act, Failure, Form, Named, Question, TextAsk, Typed};
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::{
    Button, ButtonKind, ErrorSummary, EventLine, Fact, Facts, FactsLook, Happened, Note, NoteKind, PageTitle, Region,
    Toasts, page_title::PageErrors,
};
use crate::words::dossier::{Left, applicant_state_word, event_icon, event_word, state_meaning};
use dto::dossier::{DossierState, LookupIn, PublicDossierOut, PublicEventOut, WithdrawIn};
use dto::operations::procedures::{SupplementDossier, WithdrawDossier};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use rules::procedure::normalise_code;
use supplement::Supplement;

const FIELDS: &[Named] = &[("/dossier_code", || t!(apply.code))];

/// A dossier and its code.
#[derive(Clone)]
struct Opened {
    code: String,
    dossier: PublicDossierOut,
}

/// Renders the page. The code is in no address and in no storage: anybody who has it may act.
#[component]
pub fn LookUp() -> Markup {
    let opened = RwSignal::new(None::<Opened>);
    let _ = use_context::<PageErrors>();
    // The dossier may change; the page around it stays, with the message about the change.
    let is_open = Memo::new(move |_| opened.with(Option::is_some));
    html! {
        <div class="public-form">
            {move || if is_open.get() {
                html! { <Found opened/> }
            } else {
                html! { <Ask opened/> }
            }}
        </div>
    }
}

#[component]
fn Ask(opened: RwSignal<Option<Opened>>) -> Markup {
    let api = Api::here();
    let check = |typed: &Typed| {
        let fault = match typed.raw("/dossier_code").trim() {
            "" => Some(FieldCode::Required),
            // Also for the number, which is dictated on the telephone and opens nothing.
            code if normalise_code(code).is_none() => Some(FieldCode::DossierCodeMalformed),
            _ => None,
        };
        fault
            .map(|code| FieldError::new("/dossier_code", code))
            .into_iter()
            .collect()
    };
    let form = Form::new(FIELDS, &Typed::default(), check);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let code = form.typed_now().raw("/dossier_code").trim().to_owned();
        let asked = LookupIn {
            dossier_code: code.clone(),
        };
        let work = async move { api.lookup_dossier(&asked).await };
        form.send(work, move |dossier| opened.set(Some(Opened { code, dossier })));
    };
    html! {
        <form class="public-ask" novalidate on:submit=submit>
            <PageTitle text=move || t!(dossier.lookup_title)/>
            <p class="lead">{move || t!(dossier.lookup_intro)}</p>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <TextAsk form at="/dossier_code" hint=move || t!(dossier.code_hint) mono=true/>
            <div class="set-up-acts">
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(dossier.look_up)
                    busy_label=move || t!(dossier.looking_up)
                    busy=form.saving.busy
                    submit=true
                />
            </div>
        </form>
    }
}

#[component]
fn Found(opened: RwSignal<Option<Opened>>) -> Markup {
    let supplemented = RwSignal::new(false);
    let take = Callback::new(move |dossier: PublicDossierOut| {
        opened.update(|opened| {
            if let Some(opened) = opened {
                opened.dossier = dossier;
            }
        });
    });
    let title = move || {
        opened.with(|opened| {
            opened
                .as_ref()
                .map(|opened| opened.dossier.title.clone())
                .unwrap_or_default()
        })
    };
    html! {
        <PageTitle text=title/>
        <Region>{when(move || supplemented.get().then(|| html! { <Note kind=NoteKind::Ok>{t!(dossier.supplemented)}</Note> }))}</Region>
        {when(move || opened.get().map(|Opened { code, dossier }| {
            let (can_withdraw, can_supplement) = (dossier.can.has(WithdrawDossier), dossier.can.has(SupplementDossier));
            let for_supplement = (code.clone(), dossier.clone());
            let withdraw = withdrawal(code.clone(), take);
            let done = Callback::new(move |dossier| {
                supplemented.set(true);
                take.run(dossier);
            });
            html! {
                <Standing dossier=dossier.clone()/>
                <Supplied dossier=dossier.clone() code=code.clone()/>
                {can_supplement.then(|| html! { <Supplement code=for_supplement.0 dossier=for_supplement.1 done/> })}
                <Declared dossier=dossier.clone()/>
                <Steps dossier=dossier.clone()/>
                <div class="set-up-acts">
                    <FormButton code/>
                    <Button label=move || t!(dossier.other_code) on_press=Callback::new(move |()| { supplemented.set(false); opened.set(None); })/>
                    {can_withdraw.then(|| html! {
                        <Button kind=ButtonKind::Danger label=move || t!(dossier.withdraw) on_press=Callback::new(move |()| withdraw.ask())/>
                    })}
                </div>
                {withdraw.view(Signal::derive(|| (WITHDRAW.title)().to_owned()))}
            }
        }))}
    }
}

/// Renders number, state in words, and the time left.
#[component]
fn Standing(dossier: PublicDossierOut) -> Markup {
    let lists = Lists::here();
    let state = dossier.state;
    let due_at = dossier.due_at.filter(|_| dossier.decided_at.is_none());
    let procedure = StoredValue::new(dossier.procedure.code.clone());
    let lacks_form = dossier.form_missing && !matches!(state, DossierState::Refused | DossierState::Withdrawn);
    let is_withdrawn = state == DossierState::Withdrawn;
    let filed: Vec<_> = dossier.attachments.into_iter().filter(|file| !file.is_result).collect();
    let left = Memo::new(move |_| Left::at(due_at, lists.server_now()));
    let kind = match state {
        DossierState::SupplementRequested | DossierState::Draft => NoteKind::Warn,
        DossierState::Refused => NoteKind::Bad,
        DossierState::ResultReady | DossierState::Returned | DossierState::Archived => NoteKind::Ok,
        _ => NoteKind::Info,
    };
    let facts = {
        let (number, title, login) = (dossier.number, dossier.procedure.title, dossier.login);
        let (filed_at, decided_at) = (dossier.filed_at, dossier.decided_at);
        move || {
            let files: Vec<Markup> = filed
                .iter()
                .map(|file| {
                    let size = format::bytes(usize::try_from(file.size).unwrap_or(usize::MAX));
                    html! { <li>{file.name.clone()} " " <span class="quiet nowrap">{size}</span></li> }
                })
                .collect();
            let decided = if is_withdrawn {
                t!(dossier.withdrawn_at)
            } else {
                t!(dossier.decided)
            };
            let is_left = move || {
                left.get().words().map(|words| match left.get() {
                    Left::Over(_) => format!(" ({})", words.to_lowercase()),
                    _ => format!(" ({})", t!(dossier.left, length = words)),
                })
            };
            let facts = [
                Some(Fact::new(t!(apply.number), number.clone()).mono()),
                Some(Fact::new(t!(dossier.procedure), title.clone())),
                login
                    .clone()
                    .map(|login| Fact::new(t!(agency.login), login).class("code").mono()),
                filed_at.map(|at| Fact::new(t!(dossier.received), format::instant(at))),
                due_at.map(|at| Fact::new(t!(dossier.answer_by), format::end_instant(at)).after(is_left)),
                decided_at.map(|at| Fact::new(decided, format::instant(at))),
                (!files.is_empty()).then(|| Fact::view(t!(dossier.files), html! { <ul>{files}</ul> })),
            ];
            facts.into_iter().flatten().collect()
        }
    };
    html! {
        <Note kind=kind icon="clock">
            <strong>{move || procedure.with_value(|procedure| applicant_state_word(state, procedure))}</strong>
            ". "
            {move || procedure.with_value(|procedure| state_meaning(state, procedure))}
            {lacks_form.then(|| html! { <p>{move || t!(dossier.form_missing)}</p> })}
        </Note>
        {move || html! { <Facts look=FactsLook::Page facts=facts()/> }}
    }
}

/// Renders the supplied data: the text of the decision, and the files.
#[component]
fn Supplied(dossier: PublicDossierOut, code: String) -> Markup {
    let is_answered = dossier.procedure.code == data_request::PROCEDURE && dossier.state == DossierState::Returned;
    IntoMarkup::into_markup(is_answered.then(|| {
        html! {
            <section class="public-part">
                <div class="ledger-head"><h2>{move || t!(data.results)}</h2></div>
                <p class="ledger-hint">{move || t!(data.results_hint)}</p>
                <Answer dossier code/>
            </section>
        }
    }))
}

/// Renders the declared data in their current version.
#[component]
fn Declared(dossier: PublicDossierOut) -> Markup {
    let lists = Lists::here();
    let procedure = dossier.procedure.code;
    let form = StoredValue::new(dossier.form);
    let facts = move || {
        let area = form.with_value(|form| {
            let code = filed::area_code(form)?;
            let communes = lists.communes();
            communes
                .iter()
                .find(|area| area.code == code)
                .map(|area| area.name.clone())
        });
        let area = area.unwrap_or_default();
        let facts = form.with_value(|form| filed::facts(&procedure, form, &area, lists));
        facts.into_iter().map(Fact::filed).collect::<Vec<_>>()
    };
    html! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(dossier.declared)}</h2></div>
            {move || { lang(); html! { <Facts look=FactsLook::Page id="declared" facts=facts()/> } }}
        </section>
    }
}

/// Renders the events, newest first.
#[component]
fn Steps(dossier: PublicDossierOut) -> Markup {
    let lists = Lists::here();
    let happened = move || {
        let said = |event: &PublicEventOut| Happened {
            icon: event_icon(&event.kind),
            what: event_word(&event.kind),
            at: format::instant(event.at),
            who: event.by_unit.clone(),
            text: event.text.clone(),
            changes: changed::in_words(&event.changes, lists),
            more: changed::files_in_words(&event.files),
        };
        dossier.events.iter().rev().map(said).collect::<Vec<_>>()
    };
    html! {
        <section class="public-part">
            <div class="ledger-head"><h2>{move || t!(dossier.steps)}</h2></div>
            {move || html! { <EventLine events=happened()/> }}
        </section>
    }
}

const WITHDRAW: Act = Act {
    title: || t!(dossier.withdraw_title),
    text: || t!(dossier.withdraw_text),
    parts: &[],
    label: || t!(dossier.withdraw),
    done: || t!(dossier.withdrawn),
    is_danger: true,
};

/// Creates the question before a dossier is withdrawn.
fn withdrawal(code: String, take: Callback<PublicDossierOut>) -> Question {
    let (api, toasts) = (Api::here(), Toasts::here());
    let work = move || {
        let withdrawal = WithdrawIn {
            dossier_code: code.clone(),
            reason: None,
        };
        async move { api.withdraw_dossier(&withdrawal).await }
    };
    Question::new(WITHDRAW, work, move |dossier| {
        WITHDRAW.tell(toasts, String::new(), None);
        take.run(dossier);
    })
}
