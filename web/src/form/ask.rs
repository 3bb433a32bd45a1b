//! The fields of a [`Form`], each with label, hint and error.

use super::{Form, id_of};
use crate::markup::{Children, Markup, html};
use crate::reactive::effect;
use crate::ui::field::leave;
use crate::ui::{Field, FieldContext, FileInput, Icon, Picked, TextInput};
use dto::problem::FieldError;
use leptos::prelude::*;
use leptos::text_prop::TextProp;

/// Renders one line of text.
#[component]
pub fn TextAsk(
    /// Form of the field.
    form: Form,
    /// JSON pointer of the field.
    at: &'static str,
    /// Hint: how to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Whether it may be left out.
    #[prop(optional)]
    optional: bool,
    /// Class for the position in the grid.
    #[prop(optional, into)]
    class: &'static str,
    /// `inputmode`.
    #[prop(optional, into)]
    inputmode: Option<&'static str>,
    /// `autocomplete`.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// Whether it uses a fixed pitch.
    #[prop(optional)]
    mono: bool,
) -> Markup {
    html! {
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

/// Renders several lines of text.
#[component]
pub fn WordsAsk(
    /// Form of the field.
    form: Form,
    /// JSON pointer of the field.
    at: &'static str,
    /// Hint: how to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Whether it may be left out.
    #[prop(optional)]
    optional: bool,
    /// Class for the position in the grid.
    #[prop(optional, into)]
    class: &'static str,
) -> Markup {
    let (value, on_leave) = (form.text(at), form.leave(at));
    html! {
        <Piece form at hint optional class>
            <Words value on_leave/>
        </Piece>
    }
}

#[component]
pub(super) fn Words(value: RwSignal<String>, on_leave: Callback<()>) -> Markup {
    let field = FieldContext::here();
    let invalid = field.invalid;
    html! {
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

/// Renders one line of text with suggestions from a `<datalist>` of the page.
#[component]
pub(super) fn Suggested(value: RwSignal<String>, on_leave: Callback<()>, list: Option<&'static str>) -> Markup {
    let field = FieldContext::here();
    let invalid = field.invalid;
    html! {
        <input
            id=field.id
            class="input"
            type="text"
            list=list
            autocomplete="off"
            aria-describedby=field.described_by
            aria-invalid=move || invalid.get().then_some("true")
            prop:value=value
            on:input=move |event| value.set(event_target_value(&event))
            on:blur=move |_| leave(Some(on_leave))
        />
    }
}

/// Renders a box to tick, with its error above.
#[component]
pub fn Tick(
    /// Form of the field.
    form: Form,
    /// JSON pointer of the field.
    at: &'static str,
    /// Text of the box.
    #[prop(into)]
    text: TextProp,
    /// Class for the position in the grid.
    #[prop(optional, into)]
    class: &'static str,
) -> Markup {
    let (ticked, on_leave, error) = (form.tick(at), form.leave(at), form.error(at));
    let id = id_of(at);
    let (error_id, field_id, label_id) = (format!("{id}-error"), format!("{id}-field"), format!("{id}-label"));
    let described_by = {
        let error_id = error_id.clone();
        move || error.with(Option::is_some).then(|| error_id.clone())
    };
    html! {
        <div class=format!("field {class}") id=field_id class:in-error=move || error.with(Option::is_some)>
            {move || {
                let error_id = error_id.clone();
                error.get().map(|text| html! {
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

/// Renders any other control in its field.
#[component]
pub fn Other(
    /// Form of the field.
    form: Form,
    /// JSON pointer of the field.
    #[prop(into)]
    at: String,
    /// Hint: how to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Whether it may be left out.
    #[prop(optional)]
    optional: bool,
    /// Whether it has several inputs.
    #[prop(optional)]
    group: bool,
    /// Class for the position in the grid.
    #[prop(optional, into)]
    class: &'static str,
    /// The control.
    children: Children,
) -> Markup {
    html! { <Piece form at hint optional class group>{children()}</Piece> }
}

#[component]
pub(super) fn Piece(
    form: Form,
    #[prop(into)] at: String,
    hint: Option<TextProp>,
    #[prop(into)] optional: Signal<bool>,
    class: &'static str,
    #[prop(optional)] group: bool,
    children: Children,
) -> Markup {
    let (error, id) = (form.error(at.clone()), id_of(&at));
    let label = move || form.label(&at);
    match hint {
        Some(hint) => html! {
            <Field id=id label hint=move || hint.get() optional=optional error=error group=group class=class>
                {children()}
            </Field>
        },
        None => html! {
            <Field id=id label optional=optional error=error group=group class=class>
                {children()}
            </Field>
        },
    }
}

/// Renders a file that may be left out. A refusal is displayed at the field, as any other error.
#[component]
pub fn FileAsk(
    /// Form of the field.
    form: Form,
    /// JSON pointer of the field.
    at: &'static str,
    /// The file.
    file: RwSignal<Option<Picked>>,
    /// Hint: how to answer.
    #[prop(into)]
    hint: TextProp,
    /// Class of the field.
    #[prop(optional)]
    class: &'static str,
) -> Markup {
    let refused = RwSignal::new(None::<FieldError>);
    effect(move || form.refuse_file(at, refused.get()));
    html! {
        <Other form at=at hint=move || hint.get() optional=true class=class>
            <FileInput value=file refused/>
        </Other>
    }
}
