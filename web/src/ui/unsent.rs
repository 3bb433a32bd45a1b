//! Words that were typed into a panel or dialog and not sent: it asks before it closes over them.

use crate::browser;
use crate::t;
use crate::ui::dialog::Modal;
use crate::ui::{Button, ButtonKind};
use leptos::ev::FocusEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// What stood in each field when it was entered first. A field that is gone, or as it was, holds nothing unsent.
#[derive(Clone, Copy)]
pub struct Unsent {
    entered: StoredValue<Vec<(HtmlElement, String)>, LocalStorage>,
    /// What the place itself knows, where its words are kept elsewhere.
    told: Option<Signal<bool>>,
}

impl Unsent {
    /// Nothing yet. `told` takes the place of looking at the fields.
    pub fn new(told: Option<Signal<bool>>) -> Self {
        Self {
            entered: StoredValue::new_local(Vec::new()),
            told,
        }
    }

    /// A field gets focus. What is only searched for is not meant to be sent.
    pub fn enter(self, event: &FocusEvent) {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
        let Some(field) = field.filter(is_written_into) else {
            return;
        };
        self.entered.update_value(|entered| {
            if entered.iter().all(|(known, _)| *known != field) {
                let value = browser::value_of(&field);
                entered.push((field, value));
            }
        });
    }

    /// Whether words would be lost.
    pub fn is_there(self) -> bool {
        match self.told {
            Some(told) => told.get_untracked(),
            None => self.entered.with_value(|entered| {
                let differs =
                    |(field, value): &(HtmlElement, String)| field.is_connected() && browser::value_of(field) != *value;
                entered.iter().any(differs)
            }),
        }
    }

    /// Nothing is there any more: it was given up.
    pub fn forget(self) {
        self.entered.update_value(Vec::clear);
    }
}

fn is_written_into(element: &HtmlElement) -> bool {
    match element.tag_name().as_str() {
        "TEXTAREA" | "SELECT" => true,
        "INPUT" => !matches!(
            element.get_attribute("type").as_deref(),
            Some("checkbox" | "radio" | "button" | "search" | "file")
        ),
        _ => false,
    }
}

/// The question whether what was typed is given up.
#[component]
pub fn UnsentQuestion(
    /// Whether it is asked.
    asking: RwSignal<bool>,
    /// It is given up.
    on_give_up: Callback<()>,
) -> impl IntoView {
    let give_up = Callback::new(move |()| {
        asking.set(false);
        on_give_up.run(());
    });
    view! {
        <Modal open=asking title=move || t!(app.unsent_title) on_escape=Callback::new(move |()| asking.set(false))>
            <p class="dialog-text">{move || t!(app.unsent_text)}</p>
            <div class="dialog-acts">
                <Button label=move || t!(app.unsent_stay) autofocus=true on_press=move |()| asking.set(false)/>
                <Button kind=ButtonKind::Danger label=move || t!(app.unsent_give_up) on_press=give_up/>
            </div>
        </Modal>
    }
}
