//! The purpose for which an officer reads or exports data: asked before a large reading, and recorded.

use crate::lists::{Lists, label_of};
use crate::markup::{Markup, html};
use crate::reactive::effect;
use crate::t;
use crate::ui::{Choice, Field, SelectInput, TextInput};
use leptos::prelude::*;
use std::sync::Arc;

/// The chosen purpose and the typed number.
#[derive(Clone, Copy)]
pub struct Purpose {
    code: RwSignal<String>,
    reference: RwSignal<String>,
    is_missing: RwSignal<bool>,
}

impl Purpose {
    /// Creates an empty purpose.
    pub fn new() -> Self {
        let purpose = Self {
            code: RwSignal::new(String::new()),
            reference: RwSignal::new(String::new()),
            is_missing: RwSignal::new(false),
        };
        effect(move || {
            if !purpose.code.with(String::is_empty) {
                purpose.is_missing.set(false);
            }
        });
        purpose
    }

    /// Returns the code and the number of the written order; where the code is missing, the field displays an error.
    pub fn stated(self) -> Option<(String, Option<String>)> {
        let code = self.code.get_untracked();
        if code.is_empty() {
            self.is_missing.set(true);
            return None;
        }
        let reference = self.reference.get_untracked().trim().to_owned();
        Some((code, (!reference.is_empty()).then_some(reference)))
    }
}

/// Returns the available purposes, in the current language.
pub fn purposes(lists: Lists) -> Signal<Arc<Vec<Choice>>> {
    Signal::derive(move || {
        let entries = lists.search_purposes();
        let choices = entries
            .iter()
            .map(|entry| Choice::new(entry.code.clone(), label_of(entry)));
        Arc::new(choices.collect::<Vec<_>>())
    })
}

/// Renders the two fields.
#[component]
pub fn PurposeFields(
    /// Value that they fill.
    purpose: Purpose,
    /// Prefix of their ids.
    id: &'static str,
) -> Markup {
    let options = purposes(Lists::here());
    let error = Signal::derive(move || purpose.is_missing.get().then(|| t!(purpose.needed).to_owned()));
    html! {
        <Field id=format!("{id}-purpose") label=move || t!(police.search_purpose) error>
            <SelectInput value=purpose.code options empty=move || t!(police.search_purpose_none)/>
        </Field>
        <Field id=format!("{id}-reference") label=move || t!(police.search_reference) optional=true>
            <TextInput value=purpose.reference/>
        </Field>
    }
}
