//! Renders the fields of a form that is described by data. The code is compiled once for all forms.

use super::ask::{FileAsk, Suggested, Tick, Words};
use super::field::{Field, Hint, Kind, Part};
use super::{Form, id_of, moment};
use crate::format;
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
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
pub fn parts(form: Form, parts: &'static [Part], place: Place, skip: &'static [&'static str]) -> Markup {
    let lists = Lists::here();
    let drawn = parts.iter().map(|part| {
        shown_when(form, lists, part.when, move || {
            draw_part(form, lists, part, place, skip)
        })
    });
    drawn.collect::<Vec<_>>().into_markup()
}

fn shown_when(
    form: Form,
    lists: Lists,
    when: Option<fn(Form, Lists) -> bool>,
    view: impl Fn() -> Markup + Send + 'static,
) -> Markup {
    let Some(when) = when else { return view() };
    let is_shown = Memo::new(move |_| when(form, lists));
    (move || is_shown.get().then(&view)).into_markup()
}

fn draw_part(form: Form, lists: Lists, part: &'static Part, place: Place, skip: &'static [&'static str]) -> Markup {
    let asked = part.fields.iter().filter(|field| !skip.contains(&field.at));
    let fields = asked
        .map(|field| shown_when(form, lists, field.when, move || draw_field(form, lists, field)))
        .collect::<Vec<_>>();
    let shown = part.shows.map(|shows| shows(form));
    if place != Place::Page {
        return (fields, shown).into_markup();
    }
    let grid = (!part.fields.is_empty()).then(|| html! { <div class="set-up-fields">{fields}</div> });
    let hint = part
        .hint
        .map(|hint| html! { <p class="ledger-hint">{move || hint()}</p> });
    match part.title {
        Some(title) => html! {
            <section class="public-part">
                <div class="ledger-head"><h2>{move || title()}</h2></div>
                {hint}
                {grid}
                {shown}
            </section>
        },
        None => (hint, grid, shown).into_markup(),
    }
}

fn draw_field(form: Form, lists: Lists, field: &'static Field) -> Markup {
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
        Kind::Tick(text) => return html! { <Tick form at text=move || text() class=field.class/> },
        Kind::File => {
            let hint = hint.unwrap_or_default();
            return html! { <FileAsk form at file=form.file(at) hint class=field.class/> };
        }
        Kind::Held => return Markup::nothing(),
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
        Some(hint) => html! {
            <ui::Field id=id_of(at) label hint optional error warning group class>{control(form, lists, field)}</ui::Field>
        },
        None => html! {
            <ui::Field id=id_of(at) label optional error warning group class>{control(form, lists, field)}</ui::Field>
        },
    }
}

/// Renders the control itself; it reads the frame of its field from the context.
fn control(form: Form, lists: Lists, field: &'static Field) -> Markup {
    let at = field.at;
    let on_leave = form.leave(at);
    match field.kind {
        Kind::Line if field.list.is_some() => html! { <Suggested value=form.text(at) on_leave list=field.list/> },
        Kind::Line => html! {
            <TextInput value=form.text(at) on_leave inputmode=field.inputmode autocomplete=field.autocomplete mono=field.is_mono prose=field.is_prose/>
        },
        Kind::Secret => html! {
            <TextInput value=form.text(at) on_leave kind=Signal::stored("password") name="password" autocomplete="current-password"/>
        },
        Kind::Words => html! { <Words value=form.text(at) on_leave/> },
        Kind::Date => html! { <DateParts value=form.date(at) on_leave/> },
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
            html! { <NearDateTime text reading on_leave/> }
        }
        Kind::Segments(choices) => {
            let options = options(form, lists, choices);
            html! { <Segmented value=form.text(at) options on_leave/> }
        }
        Kind::Pick(choices) => {
            let options = options(form, lists, choices);
            bind(form, field, options);
            match field.empty {
                Some(empty) => html! { <SelectInput value=form.text(at) options on_leave empty=move || empty()/> },
                None => html! { <SelectInput value=form.text(at) options on_leave/> },
            }
        }
        Kind::Find(choices) => {
            let (options, empty) = (options(form, lists, choices), field.empty);
            let placeholder = move || empty.map(|empty| empty()).unwrap_or_default();
            html! { <Chooser value=form.text(at) options on_leave placeholder=placeholder/> }
        }
        Kind::Own(control) => control(form),
        Kind::Tick(_) | Kind::File | Kind::Rows(_) | Kind::Framed(_) | Kind::Held => Markup::nothing(),
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
