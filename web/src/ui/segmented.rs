//! A choice from two or three options, all visible.

use crate::markup::{Markup, html};
use crate::reactive::when;
use crate::ui::field::leave;
use crate::ui::{Choice, FieldContext, Icon};
use leptos::prelude::*;
use std::sync::Arc;

/// Renders radio buttons in one row, inside a [`crate::ui::Field`] with `group`.
#[component]
pub fn Segmented(
    /// The value chosen.
    value: RwSignal<String>,
    /// Choices that are offered.
    #[prop(into)]
    options: Signal<Arc<Vec<Choice>>>,
    /// Called when focus leaves it.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
) -> Markup {
    let field = FieldContext::here();
    let (invalid, described_by) = (field.invalid, field.described_by);
    let id = field.id;
    html! {
        <div class="segmented">
            {move || {
                let id = id.clone();
                options.get().iter().cloned().enumerate().map(move |(index, choice)| {
                    let own = StoredValue::new(choice.value.clone());
                    let is_chosen = move || own.with_value(|own| value.with(|value| value == own));
                    html! {
                        <label class="segment" class:chosen=is_chosen>
                            <input
                                type="radio"
                                name=id.clone()
                                id=format!("{id}-{index}")
                                value=choice.value
                                prop:checked=is_chosen
                                aria-describedby=described_by
                                aria-invalid=move || invalid.get().then_some("true")
                                on:change=move |_| value.set(own.get_value())
                                on:blur=move |_| leave(on_leave)
                            />
                            {when(move || is_chosen().then(|| html! { <Icon name="check"/> }))}
                            <span>{choice.label}</span>
                        </label>
                    }
                }).collect::<Vec<_>>()
            }}
        </div>
    }
}
