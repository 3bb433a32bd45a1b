//! Renders the fields of a form that is described by data. The code is compiled once for all forms.

use super::ask::{FileAsk, Piece, Tick, Words};
use super::field::{Field, Hint, Kind, Part};
use super::{Form, moment};
use crate::i18n::lang;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::ui::near_date::write_moment;
use crate::ui::{Choice, Chooser, DateParts, NearDateTime, Segmented, SelectInput, TextInput};
use dto::Given;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use std::sync::Arc;

/// Place where a form is displayed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On the page: parts with headings, fields in two columns.
    Page,
    /// In a panel or a dialog: one field below the other.
    Panel,
}

/// Renders the parts of a form, without the fields named in `skip`.
pub fn parts(form: Form, parts: &'static [Part], place: Place, skip: &'static [&'static str]) -> Markup {
    let lists = Lists::here();
    let drawn = parts.iter().map(|part| {
        shown_when(form, lists, part.when, move || {
            draw_part(form, lists, part, place, skip)
        })
    });
    drawn.collect_view().into_markup()
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
    if place == Place::Panel {
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
        Kind::Tick(text) => return html! { <Tick form at text=move || text() class=field.class/> },
        Kind::File => {
            let hint = hint.unwrap_or_default();
            return html! { <FileAsk form at file=form.file(at) hint class=field.class/> };
        }
        _ => {}
    }
    let is_group = matches!(field.kind, Kind::Date | Kind::Segments(_));
    html! {
        <Piece form at hint optional class=field.class group=is_group>
            {control(form, lists, field)}
        </Piece>
    }
}

/// Renders the control itself; it reads the frame of its field from the context.
fn control(form: Form, lists: Lists, field: &'static Field) -> Markup {
    let at = field.at;
    let on_leave = form.leave(at);
    match field.kind {
        Kind::Line => html! {
            <TextInput value=form.text(at) on_leave inputmode=field.inputmode autocomplete=field.autocomplete mono=field.is_mono/>
        },
        Kind::Secret => html! {
            <TextInput value=form.text(at) on_leave kind=Signal::stored("password") name="password" autocomplete="current-password"/>
        },
        Kind::Words => html! { <Words value=form.text(at) on_leave/> },
        Kind::Date => html! { <DateParts value=form.date(at) on_leave/> },
        Kind::Moment => {
            let text = form.text(at);
            let reading = Signal::derive(move || {
                let typed = match text.get().trim() {
                    "" => Given::Missing,
                    typed => Given::Value(typed.to_owned()),
                };
                match moment(typed, lists.clock().today()) {
                    Given::Value(at) => Some(write_moment(at)),
                    _ => None,
                }
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
        Kind::Tick(_) | Kind::File => Markup::nothing(),
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
