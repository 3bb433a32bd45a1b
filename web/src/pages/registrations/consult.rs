//! Consultation of other agencies.

use super::acts::{follow_words, kept_words, words_fault};
use super::opened::Desk;
use crate::form::{Failure, Form, Named, Other, Typed, WordsAsk};
use crate::markup::{Markup, html};
use crate::reactive::{each, sort_by, when};
use crate::session::Session;
use crate::t;
use crate::ui::{Button, ButtonKind, Dialog, ErrorSummary, FieldContext, Loaded, load};
use crate::words::role::role_name;
use dto::dossier::{ConsultIn, UnitList, UnitSummary};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;
use uuid::Uuid;

/// Maximum number of units of one question, as the server accepts it.
const MOST: usize = 10;
/// Maximum number of units rendered; typing finds the others.
const DRAWN: usize = 40;

const FIELDS: &[Named] = &[
    ("/find", || t!(queue.find_unit)),
    ("/unit_ids", || t!(queue.units)),
    ("/question", || t!(queue.ask_what)),
];

/// Renders the dialog: units and a question.
#[component]
pub fn Consult(
    /// State of the panel.
    desk: Desk,
    /// Whether it is open.
    open: RwSignal<bool>,
) -> Markup {
    html! {
        <Dialog open unsaved=false title=move || t!(queue.ask_title) large=true>
            <Question desk open/>
        </Dialog>
    }
}

#[component]
fn Question(desk: Desk, open: RwSignal<bool>) -> Markup {
    let units = load(move || desk.api.list_units());
    let chosen = RwSignal::new(Vec::<Uuid>::new());
    let check = move |typed: &Typed| {
        let count = chosen.with_untracked(Vec::len);
        let fault = match count {
            0 => Some(FieldError::new("/unit_ids", FieldCode::Required)),
            _ if count > MOST => Some(FieldError::new("/unit_ids", FieldCode::OutOfRange)),
            _ => None,
        };
        fault.into_iter().chain(words_fault(typed, "/question", 5)).collect()
    };
    let (first, kept) = kept_words(desk, "consult", Typed::default(), "/question");
    let form = Form::new(FIELDS, &first, check);
    follow_words(&kept, form, "/question");
    let key = Uuid::new_v4().to_string();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // The dialog is rendered inside the panel, which must not handle the event too.
        event.stop_propagation();
        if form.saving.busy.get_untracked() || !form.is_right() {
            return;
        }
        let request = ConsultIn {
            unit_ids: chosen.get_untracked(),
            question: form.typed_now().raw("/question").trim().to_owned(),
        };
        let key = key.clone();
        let work = async move { desk.api.consult_on_dossier(desk.id, &request, &key).await };
        let kept = kept.clone();
        form.send_or(
            work,
            move |dossier| {
                kept.drop();
                open.set(false);
                desk.done(dossier, t!(queue.asked).to_owned());
            },
            move |error| desk.failed(error),
        );
    };
    let list = move |units: Signal<UnitList>| html! { <Units desk units form chosen/> };
    html! {
        <form class="panel-form" novalidate on:submit=submit>
            <Failure saving=form.saving/>
            <ErrorSummary errors=form.summary() asked=form.saving.asked/>
            <Loaded load=units rows=4 view=list/>
            <WordsAsk form at="/question" hint=move || t!(queue.ask_hint)/>
            <div class="dialog-acts">
                <Button label=move || t!(queue.not_now) on_press=Callback::new(move |()| open.set(false))/>
                <Button
                    kind=ButtonKind::Primary
                    label=move || t!(queue.ask_send)
                    busy_label=move || t!(apply.sending)
                    busy=form.saving.busy
                    submit=true
                />
            </div>
        </form>
    }
}

/// Renders the units, found by typing; a unit with an open question is not asked again.
#[component]
fn Units(desk: Desk, units: Signal<UnitList>, form: Form, chosen: RwSignal<Vec<Uuid>>) -> Markup {
    let asked = Memo::new(move |_| {
        desk.dossier.with(|dossier| {
            let open = dossier.consultations.iter().filter(|asked| asked.answered_at.is_none());
            open.map(|asked| asked.unit_id).collect::<Vec<_>>()
        })
    });
    let own = Session::here().account_now().map(|account| account.unit_name);
    let found = Memo::new(move |_| {
        let wanted = rules::name::fold(form.text("/find").get().trim());
        let is_chosen = |unit: &UnitSummary| chosen.with(|chosen| chosen.contains(&unit.id));
        units.with(|units| {
            let fits = units.items.iter().filter(|unit| {
                let there = asked.with(|asked| !asked.contains(&unit.id));
                let said = rules::name::fold(&format!("{} {}", unit.name, role_name(unit.role)));
                there && Some(&unit.name) != own.as_ref() && (is_chosen(unit) || said.contains(&wanted))
            });
            let mut fits: Vec<_> = fits.cloned().collect();
            sort_by(&mut fits, |unit| !is_chosen(unit));
            fits.truncate(DRAWN);
            fits
        })
    });
    // The first field, once it is rendered: the content below may be outside the visible part.
    crate::browser::focus_soon("find");
    html! {
        <crate::form::TextAsk form at="/find" hint=move || t!(queue.find_hint)/>
        <Other form at="/unit_ids" group=true>
            <UnitRows found chosen form/>
        </Other>
    }
}

#[component]
fn UnitRows(found: Memo<Vec<UnitSummary>>, chosen: RwSignal<Vec<Uuid>>, form: Form) -> Markup {
    let field = FieldContext::here();
    let row = move |unit: UnitSummary| {
        let id = unit.id;
        let is_chosen = Memo::new(move |_| chosen.with(|chosen| chosen.contains(&id)));
        let toggle = move |event| {
            let on = event_target_checked(&event);
            chosen.update(|chosen| {
                chosen.retain(|known| *known != id);
                if on {
                    chosen.push(id);
                }
            });
            form.leave("/unit_ids").run(());
        };
        html! {
            <li>
                <label class="check">
                    <input type="checkbox" prop:checked=is_chosen on:change=toggle/>
                    <span>{unit.name} " " <span class="quiet">{role_name(unit.role)}</span></span>
                </label>
            </li>
        }
    };
    html! {
        <ul class="unit-rows" id=field.id>
            {each(move || found.get(), |unit| unit.id.to_string(), row)}
        </ul>
        {when(move || found.with(Vec::is_empty).then(|| html! { <p class="panel-empty" role="status">{t!(police.no_match)}</p> }))}
    }
}
