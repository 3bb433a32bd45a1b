//! A choice from a few options.

use crate::markup::{Markup, html};
use crate::ui::field::leave;
use crate::ui::{Choice, FieldContext, Icon};
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use std::sync::Arc;

/// Renders a native select inside a [`crate::ui::Field`]; for long lists use [`crate::ui::Chooser`].
#[component]
pub fn SelectInput(
    /// The value chosen.
    value: RwSignal<String>,
    /// Choices that are offered.
    #[prop(into)]
    options: Signal<Arc<Vec<Choice>>>,
    /// Label of "nothing chosen yet"; without it the first option is chosen.
    #[prop(optional, into)]
    empty: Option<TextProp>,
    /// Called when focus leaves it.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Called when a choice is made.
    #[prop(optional, into)]
    on_choose: Option<Callback<String>>,
) -> Markup {
    let field = FieldContext::here();
    let invalid = field.invalid;
    let choose = move |event| {
        let chosen = event_target_value(&event);
        value.set(chosen.clone());
        if let Some(on_choose) = on_choose {
            on_choose.run(chosen);
        }
    };
    html! {
        <span class="select-hold">
            <select
                id=field.id
                class="input select"
                aria-describedby=field.described_by
                aria-invalid=move || invalid.get().then_some("true")
                on:change=choose
                on:blur=move |_| leave(on_leave)
            >
                {empty.map(|empty| html! { <option value="" selected=move || value.with(String::is_empty)>{move || empty.get()}</option> })}
                {move || options.get().iter().cloned().map(|choice| {
                    let own = choice.value.clone();
                    html! { <option value=choice.value selected=move || value.with(|value| *value == own)>{choice.label}</option> }
                }).collect::<Vec<_>>()}
            </select>
            <Icon name="chevron-down"/>
        </span>
    }
}
