//! A form within a panel that is already open, and a form in a dialog.

use super::Sheet;
use super::draw::Place;
use crate::markup::{ChildrenFn, IntoMarkup, Markup, html};
use crate::t;
use crate::ui::Button;
use crate::ui::dialog::Modal;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use std::sync::Arc;
use wasm_bindgen::JsCast;

/// The controls that may be the first field of a form: a chosen option of several, and no row of a list to tick.
const FIRST: &str = "input:not([type=radio], ul *), input:checked[type=radio], select, textarea";

/// Moves focus to the first field of a form that has just opened.
fn focus_first(form: &web_sys::Element) {
    let form = form.clone();
    request_animation_frame(move || {
        let first = form.query_selector(FIRST).ok().flatten();
        if let Some(first) = first.and_then(|first| first.dyn_into::<web_sys::HtmlElement>().ok()) {
            let _ = first.focus();
        }
    });
}

impl Sheet {
    /// Renders the form within a panel that is already open. With `close` somebody opened the form, and can close it
    /// again: focus moves to its first field. `aside` stands beside its buttons.
    pub fn inside(self, close: Option<Callback<()>>, aside: Markup) -> Markup {
        let unsaved = self.guarded();
        let leave = close.map(|close| self.leave_button(unsaved.before(close)));
        let content = html! {
            {self.content(Place::Panel)}
            <div class="panel-foot">
                {leave}
                {self.button()}
                {aside}
            </div>
        };
        let frame = NodeRef::<leptos::html::Div>::new();
        if close.is_some() {
            frame.on_load(|frame| focus_first(&frame));
        }
        html! {
            <div class="form-inside" node_ref=frame>{self.frame("change-form", content.into_markup())}</div>
            {unsaved.question()}
        }
    }

    /// Renders the button that closes the form. Beside an act that cannot be undone it says that nothing changes.
    fn leave_button(self, leave: Callback<()>) -> Markup {
        let is_danger = self.words.is_danger;
        let label = move || if is_danger { t!(stay.cancel) } else { t!(accounts.leave) };
        html! { <Button label on_press=leave/> }
    }

    /// Renders the form in the dialog that [`dialog`] opens. Returns it with the act that closes the dialog.
    fn in_dialog(self, open: RwSignal<bool>) -> (Markup, Callback<()>) {
        let unsaved = self.guarded();
        let leave = unsaved.before(Callback::new(move |()| open.set(false)));
        let content = html! {
            {self.content(Place::Dialog)}
            <div class="dialog-acts">
                {self.leave_button(leave)}
                {self.button()}
            </div>
        };
        let frame = NodeRef::<leptos::html::Div>::new();
        frame.on_load(|frame| focus_first(&frame));
        let form = html! {
            <div class="form-inside" node_ref=frame>{self.frame("panel-form", content.into_markup())}</div>
            {unsaved.question()}
        };
        (form.into_markup(), leave)
    }
}

/// Renders a dialog with a form, which `sheet` makes each time the dialog opens. Esc and Cancel ask first where words
/// would be lost.
pub fn dialog(
    open: RwSignal<bool>,
    title: impl Into<TextProp>,
    large: bool,
    sheet: impl Fn() -> Sheet + Send + Sync + 'static,
) -> Markup {
    let leave = StoredValue::new(None::<Callback<()>>);
    let escape = Callback::new(move |()| match leave.get_value() {
        Some(leave) => leave.run(()),
        None => open.set(false),
    });
    let content: ChildrenFn = Arc::new(move || {
        let (form, close) = sheet().in_dialog(open);
        leave.set_value(Some(close));
        form
    });
    let title: TextProp = title.into();
    html! { <Modal open title=move || title.get() large on_escape=escape>{content()}</Modal> }
}
