//! One line of text.

use crate::markup::{Markup, ViewFn, html};
use crate::reactive::when;
use crate::ui::field::leave;
use crate::ui::{FieldContext, Icon};
use leptos::prelude::*;
use leptos::text_prop::TextProp;

/// Renders a text input inside a [`crate::ui::Field`].
#[component]
pub fn TextInput(
    /// Content.
    value: RwSignal<String>,
    /// Called when focus leaves it.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// `type`; `text` when left out.
    #[prop(optional, into)]
    kind: Option<Signal<&'static str>>,
    /// Whether it uses a fixed pitch: for numbers and codes.
    #[prop(optional)]
    mono: bool,
    /// `inputmode`.
    #[prop(optional, into)]
    inputmode: Option<&'static str>,
    /// `autocomplete`; off when left out, since the browser does not know the guests.
    #[prop(optional, into)]
    autocomplete: Option<&'static str>,
    /// `maxlength`, only where cutting a pasted text loses nothing.
    #[prop(optional, into)]
    maxlength: Option<u32>,
    /// Whether it cannot be changed.
    #[prop(optional, into)]
    locked: Signal<bool>,
    /// Whether the browser may check the spelling; not for names and numbers.
    #[prop(optional)]
    prose: bool,
    /// An example, where the hint is not enough.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
    /// An icon at the left end inside the input.
    #[prop(optional, into)]
    icon: Option<&'static str>,
    /// View at the right end inside the input.
    #[prop(optional, into)]
    end: ViewFn,
    /// `name`, for password managers.
    #[prop(optional, into)]
    name: Option<&'static str>,
    /// Whether it receives focus when the page appears.
    #[prop(optional)]
    autofocus: bool,
) -> Markup {
    let field = FieldContext::here();
    let invalid = field.invalid;
    html! {
        <span class="input-hold" class:locked=locked>
            {icon.map(|name| html! { <span class="input-icon"><Icon name=name/></span> })}
            <input
                id=field.id
                class="input"
                class:mono=mono
                type=move || kind.map_or("text", |kind| kind.get())
                name=name
                inputmode=inputmode
                autocomplete=autocomplete.unwrap_or("off")
                autocapitalize="none"
                spellcheck=if prose { "true" } else { "false" }
                maxlength=maxlength
                placeholder=move || placeholder.as_ref().map(TextProp::get)
                readonly=locked
                autofocus=autofocus
                aria-describedby=field.described_by
                aria-invalid=move || invalid.get().then_some("true")
                prop:value=value
                on:input=move |event| value.set(event_target_value(&event))
                on:blur=move |_| leave(on_leave)
            />
            {end.run()}
            {when(move || locked.get().then(|| html! { <span class="input-lock"><Icon name="lock"/></span> }))}
        </span>
    }
}
