//! The messages of this session, to be read again after they disappeared.

use crate::format;
use crate::frame::FrameState;
use crate::markup::{Markup, html};
use crate::t;
use crate::ui::{Button, Dialog, Toasts};
use leptos::prelude::*;

/// Renders the list, in a dialog.
#[component]
pub fn PastMessages() -> Markup {
    let (state, toasts) = (expect_context::<FrameState>(), Toasts::here());
    let rows = move || {
        let rows = toasts.past().into_iter().map(|told| {
            html! {
                <li>
                    <span class="quiet nowrap">{format::instant(told.at)}</span>
                    " "
                    <strong>{told.title}</strong>
                    " "
                    {told.detail}
                </li>
            }
        });
        rows.collect::<Vec<_>>()
    };
    html! {
        <Dialog open=state.messages title=move || t!(frame.messages) large=true>
            {move || toasts.past().is_empty().then(|| html! { <p class="dialog-text">{t!(frame.messages_none)}</p> })}
            <ol class="past-messages">{rows}</ol>
            <div class="dialog-acts">
                <Button label=move || t!(app.close) autofocus=true on_press=move |()| state.messages.set(false)/>
            </div>
        </Dialog>
    }
}
