//! Consultation of other agencies.

use super::acts::words_fault;
use super::opened::Desk;
use crate::form::{Chosen, Field, Form, Part, Sheet, Typed, dialog, listed};
use crate::markup::{Markup, html};
use crate::reactive::{each, sort_by, when};
use crate::session::Session;
use crate::t;
use crate::ui::{FieldContext, Loaded, load};
use crate::words::role::role_name;
use dto::CheckContext;
use dto::dossier::{ConsultIn, UnitList, UnitSummary};
use dto::problem::{FieldCode, FieldError};
use leptos::prelude::*;

/// Maximum number of units of one question, as the server accepts it.
const MOST: usize = 10;
/// Maximum number of units rendered; typing finds the others.
const DRAWN: usize = 40;

const FIND: &str = "/find";
const UNITS: &str = "/unit_ids";
const WORDS: &str = "/question";

const PARTS: &[Part] = &[Part {
    fields: &[
        Field::line(FIND, || t!(queue.find_unit))
            .hint(|| t!(queue.find_hint))
            .fleeting(),
        Field::own(UNITS, || t!(queue.units), units),
        Field::words(WORDS, || t!(queue.ask_what)).hint(|| t!(queue.ask_hint)),
    ],
    ..Part::PLAIN
}];

/// Renders the dialog: units and a question.
pub fn consult(desk: Desk, open: RwSignal<bool>) -> Markup {
    dialog(open, || t!(queue.ask_title), true, move || question(desk, open))
}

fn question(desk: Desk, open: RwSignal<bool>) -> Sheet {
    let check = |typed: &Typed, _: CheckContext<'_>| {
        let fault = match listed(typed.raw(UNITS)).count() {
            0 => Some(FieldError::new(UNITS, FieldCode::Required)),
            count => (count > MOST).then(|| FieldError::new(UNITS, FieldCode::OutOfRange).with("max", MOST)),
        };
        fault.into_iter().chain(words_fault(typed, WORDS, 5)).collect()
    };
    let work = move |form: Form| {
        let typed = form.typed_now();
        let request = ConsultIn {
            unit_ids: listed(typed.raw(UNITS)).collect(),
            question: typed.raw(WORDS).trim().to_owned(),
        };
        desk.watched(async move { desk.api.consult_on_dossier(desk.id, &request).await })
    };
    let sheet = Sheet::new(PARTS, || t!(queue.ask_send), Typed::default(), check).kept(&desk.draft("consult"));
    sheet.sends(work, move |dossier| {
        open.set(false);
        desk.done(dossier, t!(queue.asked).to_owned());
    })
}

fn units(form: Form) -> Markup {
    let desk = Desk::here();
    let units = load(move || desk.api.list_units());
    let list = move |units: Signal<UnitList>| rows(form, units);
    html! { <Loaded load=units rows=4 view=list/> }
}

/// Renders the units, found by typing; a unit with an open question is not asked again.
fn rows(form: Form, units: Signal<UnitList>) -> Markup {
    let (desk, chosen) = (Desk::here(), Chosen::of(form, UNITS));
    let asked = Memo::new(move |_| {
        desk.dossier.with(|dossier| {
            let open = dossier.consultations.iter().filter(|asked| asked.answered_at.is_none());
            open.map(|asked| asked.unit_id).collect::<Vec<_>>()
        })
    });
    let own = Session::here().account_now().map(|account| account.unit_name);
    let found = Memo::new(move |_| {
        let wanted = rules::name::fold(form.text(FIND).get().trim());
        let is_chosen = |unit: &UnitSummary| chosen.has(unit.id);
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
    let field = FieldContext::here();
    let row = move |unit: UnitSummary| {
        let id = unit.id;
        let toggle = move |event| {
            chosen.put(id, event_target_checked(&event));
            form.leave(UNITS).run(());
        };
        html! {
            <li>
                <label class="check">
                    <input type="checkbox" prop:checked=move || chosen.has(id) on:change=toggle/>
                    <span><span lang="vi">{unit.name}</span> " " <span class="quiet">{role_name(unit.role)}</span></span>
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
