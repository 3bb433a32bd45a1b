//! The fields of a [`Form`], each with its label, hint and error.

use super::{Form, id_of};
use crate::reactive::effect;
use crate::ui::field::leave;
use crate::ui::{Choice, Chooser, DateParts, Field, FieldContext, FileInput, Icon, Picked, SelectInput, TextInput};
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use std::sync::Arc;

/// One line of text.
#[component]
pub fn TextAsk(
    /// Its form.
    form: Form,
    /// Its pointer.
    at: &'static str,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Whether it may be left out.
    #[prop(optional)]
    optional: bool,
    /// Its place in the grid.
    #[prop(optional, into)]
    class: &'static str,
    /// `inputmode`.
    #[prop(optional, into)]
    inputmode: Option<&'static str>,
    /// `autocomplete`.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// Fixed pitch.
    #[prop(optional)]
    mono: bool,
) -> impl IntoView {
    view! {
        <Piece form at hint optional class>
            <TextInput
                value=form.text(at)
                on_leave=form.leave(at)
                inputmode=inputmode.unwrap_or("text")
                autocomplete=autocomplete.unwrap_or("off")
                mono=mono
            />
        </Piece>
    }
}

/// Several lines of text.
#[component]
pub fn WordsAsk(
    /// Its form.
    form: Form,
    /// Its pointer.
    at: &'static str,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Whether it may be left out.
    #[prop(optional)]
    optional: bool,
    /// Its place in the grid.
    #[prop(optional, into)]
    class: &'static str,
) -> impl IntoView {
    let (value, on_leave) = (form.text(at), form.leave(at));
    view! {
        <Piece form at hint optional class>
            <Words value on_leave/>
        </Piece>
    }
}

#[component]
pub(super) fn Words(value: RwSignal<String>, on_leave: Callback<()>) -> impl IntoView {
    let field = FieldContext::here();
    let invalid = field.invalid;
    view! {
        <textarea
            id=field.id
            class="input"
            rows="3"
            aria-describedby=field.described_by
            aria-invalid=move || invalid.get().then_some("true")
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
            on:blur=move |_| leave(Some(on_leave))
        ></textarea>
    }
}

/// A choice: out of a few with a select, out of many by typing.
#[component]
pub fn Pick(
    /// Its form.
    form: Form,
    /// Its pointer.
    at: &'static str,
    /// What there is.
    #[prop(into)]
    options: Signal<Arc<Vec<Choice>>>,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Whether it may be left out.
    #[prop(optional)]
    optional: bool,
    /// Found by typing.
    #[prop(optional)]
    many: bool,
    /// Shown while nothing is chosen.
    #[prop(optional, into)]
    empty: Option<TextProp>,
    /// Its place in the grid.
    #[prop(optional, into)]
    class: &'static str,
) -> impl IntoView {
    let (value, on_leave) = (form.text(at), form.leave(at));
    let empty = move || empty.as_ref().map(TextProp::get).unwrap_or_default().to_string();
    view! {
        <Piece form at hint optional class>
            {if many {
                view! { <Chooser value options on_leave placeholder=empty/> }.into_any()
            } else {
                view! { <SelectInput value options on_leave empty=empty/> }.into_any()
            }}
        </Piece>
    }
}

/// A date copied from a document.
#[component]
pub fn DateAsk(
    /// Its form.
    form: Form,
    /// Its pointer.
    at: &'static str,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Whether it may be left out.
    #[prop(optional)]
    optional: bool,
    /// Its place in the grid.
    #[prop(optional, into)]
    class: &'static str,
) -> impl IntoView {
    view! {
        <Piece form at hint optional class group=true>
            <DateParts value=form.date(at) on_leave=form.leave(at)/>
        </Piece>
    }
}

/// A box to tick, with its error above.
#[component]
pub fn Tick(
    /// Its form.
    form: Form,
    /// Its pointer.
    at: &'static str,
    /// What is ticked.
    #[prop(into)]
    text: TextProp,
    /// Its place in the grid.
    #[prop(optional, into)]
    class: &'static str,
) -> impl IntoView {
    let (ticked, on_leave, error) = (form.tick(at), form.leave(at), form.saving.error(at));
    let id = id_of(at);
    let (error_id, field_id, label_id) = (format!("{id}-error"), format!("{id}-field"), format!("{id}-label"));
    let described_by = {
        let error_id = error_id.clone();
        move || error.with(Option::is_some).then(|| error_id.clone())
    };
    view! {
        <div class=format!("field {class}") id=field_id class:in-error=move || error.with(Option::is_some)>
            {move || {
                let error_id = error_id.clone();
                error.get().map(|text| view! {
                    <p class="field-said" id=error_id>
                        <Icon name="triangle"/>
                        <span><span class="hidden">{crate::t!(field.error_prefix)}" "</span>{text}</span>
                    </p>
                })
            }}
            <label class="check" id=label_id>
                <input
                    type="checkbox"
                    id=id
                    prop:checked=ticked
                    aria-describedby=described_by
                    aria-invalid=move || error.with(Option::is_some).then_some("true")
                    on:change=move |event| ticked.set(event_target_checked(&event))
                    on:blur=move |_| leave(Some(on_leave))
                />
                <span>{move || text.get()}</span>
            </label>
        </div>
    }
}

/// Any other control in its field.
#[component]
pub fn Other(
    /// Its form.
    form: Form,
    /// Its pointer.
    at: &'static str,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Whether it may be left out.
    #[prop(optional)]
    optional: bool,
    /// Several inputs.
    #[prop(optional)]
    group: bool,
    /// Its place in the grid.
    #[prop(optional, into)]
    class: &'static str,
    /// The control.
    children: Children,
) -> impl IntoView {
    view! { <Piece form at hint optional class group>{children()}</Piece> }
}

#[component]
pub(super) fn Piece(
    form: Form,
    at: &'static str,
    hint: Option<TextProp>,
    #[prop(into)] optional: Signal<bool>,
    class: &'static str,
    #[prop(optional)] group: bool,
    children: Children,
) -> impl IntoView {
    let error = form.saving.error(at);
    let label = move || form.label(at);
    match hint {
        Some(hint) => view! {
            <Field id=id_of(at) label hint=move || hint.get() optional=optional error=error group=group class=class>
                {children()}
            </Field>
        }
        .into_any(),
        None => view! {
            <Field id=id_of(at) label optional=optional error=error group=group class=class>
                {children()}
            </Field>
        }
        .into_any(),
    }
}

/// A file that may be left out. One that was refused says so at its field, as any other fault.
#[component]
pub fn FileAsk(
    /// The form.
    form: Form,
    /// Its pointer.
    at: &'static str,
    /// The file.
    file: RwSignal<Option<Picked>>,
    /// How to answer.
    #[prop(into)]
    hint: TextProp,
    /// A class of the field.
    #[prop(optional)]
    class: &'static str,
) -> impl IntoView {
    let refused = RwSignal::new(None::<String>);
    effect(move || form.refuse_file(at, refused.get()));
    view! {
        <Other form at=at hint=move || hint.get() optional=true class=class>
            <FileInput value=file refused/>
        </Other>
    }
}
