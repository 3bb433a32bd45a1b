//! Renders the fields of a form that is described by data. The code is compiled once for all forms.

use super::ask::{FileAsk, Suggested, Tick, Words};
use super::field::{Field, Hint, Kind, Part};
use super::{Form, id_of, moment};
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::ui::near_date::write_moment;
use crate::ui::{self, Choice, Chooser, DateParts, NearDateTime, Segmented, SelectInput, TextInput};
use dto::Given;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use rules::zone::local_date;
use std::sync::Arc;

/// Place where a form is displayed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the page: parts with headings, fields in two columns.
    Page,
    /// In a panel: one field below the other.
    Panel,
    /// In a dialog: the same.
    Dialog,
}

/// Renders the parts of a form, without the fields named in `skip`.
pub fn parts(form: Form, parts: &'static [Part], place: Place, skip: &'static [&'static str]) -> AnyView {
    let lists = Lists::here();
    let drawn = parts.iter().map(|part| {
        shown_when(form, lists, part.when, move || {
            draw_part(form, lists, part, place, skip)
        })
    });
    drawn.collect_view().into_any()
}

fn shown_when(
    form: Form,
    lists: Lists,
    when: Option<fn(Form, Lists) -> bool>,
    view: impl Fn() -> AnyView + Send + 'static,
) -> AnyView {
    let Some(when) = when else { return view() };
    let is_shown = Memo::new(move |_| when(form, lists));
    (move || is_shown.get().then(&view)).into_any()
}

fn draw_part(form: Form, lists: Lists, part: &'static Part, place: Place, skip: &'static [&'static str]) -> AnyView {
    let asked = part.fields.iter().filter(|field| !skip.contains(&field.at));
    let fields = asked
        .map(|field| shown_when(form, lists, field.when, move || draw_field(form, lists, field)))
        .collect_view();
    let shown = part.shows.map(|shows| shows(form));
    if place != Place::Page {
        return (fields, shown).into_any();
    }
    let grid = (!part.fields.is_empty()).then(|| view! { <div class="set-up-fields">{fields}</div> });
    let hint = part
        .hint
        .map(|hint| view! { <p class="ledger-hint">{move || hint()}</p> });
    match part.title {
        Some(title) => view! {
            <section class="public-part">
                <div class="ledger-head"><h2>{move || title()}</h2></div>
                {hint}
                {grid}
                {shown}
            </section>
        }
        .into_any(),
        None => (hint, grid, shown).into_any(),
    }
}

fn draw_field(form: Form, lists: Lists, field: &'static Field) -> AnyView {
    let at = field.at;
    let hint = field.hint.map(|hint| match hint {
        Hint::Word(word) => TextProp::from(word),
        Hint::By(by) => TextProp::from(move || by(form, lists)),
    });
    let optional = match field.optional {
        Some(optional) => Signal::derive(move || optional(form, lists)),
        None => Signal::stored(false),
    };
    match field.kind {
        Kind::Rows(rows) => return (rows.draw)(form),
        Kind::Framed(draw) => return draw(form),
        Kind::Tick(text) => return view! { <Tick form at text=move || text() class=field.class/> }.into_any(),
        Kind::File => {
            let hint = hint.unwrap_or_default();
            return view! { <FileAsk form at file=form.file(at) hint class=field.class/> }.into_any();
        }
        Kind::Held => return ().into_any(),
        _ => {}
    }
    let group = matches!(field.kind, Kind::Date | Kind::Segments(_) | Kind::Own(_));
    let label = match field.asks {
        Some(asks) => TextProp::from(move || asks(form, lists)),
        None => TextProp::from(field.label),
    };
    let (error, class) = (form.error(at), field.class);
    let warning = Signal::derive(move || form.warning(at));
    match hint {
        Some(hint) => view! {
            <ui::Field id=id_of(at) label hint optional error warning group class>{control(form, lists, field)}</ui::Field>
        }
        .into_any(),
        None => view! {
            <ui::Field id=id_of(at) label optional error warning group class>{control(form, lists, field)}</ui::Field>
        }
        .into_any(),
    }
}

/// Renders the control itself; it reads the frame of its field from the context.
fn control(form: Form, lists: Lists, field: &'static Field) -> AnyView {
    let at = field.at;
    let on_leave = form.leave(at);
    match field.kind {
        Kind::Line if field.list.is_some() => view! { <Suggested value=form.text(at) on_leave list=field.list/> }.into_any(),
        Kind::Line => view! {
            <TextInput value=form.text(at) on_leave inputmode=field.inputmode autocomplete=field.autocomplete mono=field.is_mono prose=field.is_prose/>
        }
        .into_any(),
        Kind::Secret => view! {
            <TextInput value=form.text(at) on_leave kind=Signal::stored("password") name="password" autocomplete="current-password"/>
        }
        .into_any(),
        Kind::Words => view! { <Words value=form.text(at) on_leave/> }.into_any(),
        Kind::Date => view! { <DateParts value=form.date(at) on_leave/> }.into_any(),
        Kind::Moment | Kind::Day => {
            let is_day = matches!(field.kind, Kind::Day);
            let text = form.text(at);
            let reading = Signal::derive(move || match field.reading {
                Some(reading) => reading(form, lists),
                None => match moment(form.typed().text(at), lists.clock().today()) {
                    Given::Value(at) if is_day => Some(format::date(local_date(at.get()))),
                    Given::Value(at) => Some(write_moment(at)),
                    _ => None,
                },
            });
            view! { <NearDateTime text reading on_leave/> }.into_any()
        }
        Kind::Segments(choices) => {
            let options = options(form, lists, choices);
            view! { <Segmented value=form.text(at) options on_leave/> }.into_any()
        }
        Kind::Pick(choices) => {
            let options = options(form, lists, choices);
            bind(form, field, options);
            match field.empty {
                Some(empty) => view! { <SelectInput value=form.text(at) options on_leave empty=move || empty()/> }.into_any(),
                None => view! { <SelectInput value=form.text(at) options on_leave/> }.into_any(),
            }
        }
        Kind::Find(choices) => {
            let (options, empty) = (options(form, lists, choices), field.empty);
            let placeholder = move || empty.map(|empty| empty()).unwrap_or_default();
            view! { <Chooser value=form.text(at) options on_leave placeholder=placeholder/> }.into_any()
        }
        Kind::Own(control) => control(form),
        Kind::Tick(_) | Kind::File | Kind::Rows(_) | Kind::Framed(_) | Kind::Held => ().into_any(),
    }
}

fn options(form: Form, lists: Lists, choices: fn(Form, Lists) -> Vec<Choice>) -> Signal<Arc<Vec<Choice>>> {
    Memo::new(move |_| {
        lang();
        Arc::new(choices(form, lists))
    })
    .into()
}

/// Clears a chosen value that is no longer among the choices.
fn bind(form: Form, field: &'static Field, options: Signal<Arc<Vec<Choice>>>) {
    if !field.is_bound {
        return;
    }
    let value = form.text(field.at);
    crate::reactive::effect(move || {
        let fits =
            options.with(|options| value.with_untracked(|value| options.iter().any(|choice| choice.value == *value)));
        if !fits && value.with_untracked(|value| !value.is_empty()) {
            value.set(String::new());
        }
    });
}
