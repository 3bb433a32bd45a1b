//! Text that was typed into a panel or dialog and not sent: a question comes before closing.

use crate::browser;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::dialog::Modal;
use crate::ui::{Button, ButtonKind};
use leptos::ev::FocusEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Content of each field at first focus. A field that no longer exists, or is unchanged, has nothing unsent.
#[derive(Clone, Copy)]
pub struct Unsent {
    entered: StoredValue<Vec<(HtmlElement, String)>, LocalStorage>,
    /// Flag of the caller, where the text is kept elsewhere.
    told: Option<Signal<bool>>,
}

impl Unsent {
    /// Creates an empty record. `told` replaces the check of the fields.
    pub fn new(told: Option<Signal<bool>>) -> Self {
        Self {
            entered: StoredValue::new_local(Vec::new()),
            told,
        }
    }

    /// Records a field that receives focus. A search text is not meant to be sent.
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

    /// Returns whether text would be lost.
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

    /// Forgets all fields: the text was discarded.
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

/// Renders the question whether to discard the typed text.
#[component]
pub fn UnsentQuestion(
    /// Whether the question is open.
    asking: RwSignal<bool>,
    /// Called when the text is discarded.
    on_give_up: Callback<()>,
) -> Markup {
    let give_up = Callback::new(move |()| {
        asking.set(false);
        on_give_up.run(());
    });
    html! {
        <Modal open=asking title=move || t!(app.unsent_title) on_escape=Callback::new(move |()| asking.set(false))>
            <p class="dialog-text">{move || t!(app.unsent_text)}</p>
            <div class="dialog-acts">
                <Button label=move || t!(app.unsent_stay) autofocus=true on_press=move |()| asking.set(false)/>
                <Button kind=ButtonKind::Danger label=move || t!(app.unsent_give_up) on_press=give_up/>
            </div>
        </Modal>
    }
}
