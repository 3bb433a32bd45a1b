//! The list of keys, under `?`.

use crate::frame::FrameState;
use crate::keys::Keys;
use crate::markup::{Markup, html};
use crate::scans::Scans;
use crate::t;
use crate::ui::{Button, Dialog};
use leptos::prelude::*;

/// Returns the keys that act in every list, panel and dialog.
fn always() -> [(String, String); 3] {
    [
        ("Enter", t!(frame.key_enter)),
        ("Esc", t!(frame.key_escape)),
        ("↑ ↓", t!(frame.key_arrows)),
    ]
    .map(|(cap, does)| (cap.to_owned(), does.to_owned()))
}

/// Renders the keys that act on this page, and the switch for single letters.
#[component]
pub fn KeyHelp() -> Markup {
    let (keys, scans) = (Keys::here(), Scans::here());
    let state: FrameState = expect_context();
    html! {
        <Dialog open=state.help title=move || t!(frame.keys_title)>
            <table class="keys-table">
                <thead class="hidden">
                    <tr><th scope="col">{move || t!(frame.keys_key)}</th><th scope="col">{move || t!(frame.keys_does)}</th></tr>
                </thead>
                <tbody>
                    {move || always().into_iter().chain(keys.list()).map(|(cap, does)| html! {
                        <tr><td><kbd class="cap">{cap}</kbd></td><td>{does}</td></tr>
                    }).collect::<Vec<_>>()}
                </tbody>
            </table>
            <label class="check keys-letters">
                <input type="checkbox" prop:checked=move || keys.letters() on:change=move |event| keys.set_letters(event_target_checked(&event))/>
                <span>{move || t!(frame.keys_letters)}</span>
            </label>
            <label class="check keys-letters">
                <input type="checkbox" prop:checked=move || scans.sound() on:change=move |event| scans.set_sound(event_target_checked(&event))/>
                <span>{move || t!(frame.scan_sound)}</span>
            </label>
            <div class="dialog-acts">
                <Button label=move || t!(app.close) autofocus=true on_press=move |()| state.help.set(false)/>
            </div>
        </Dialog>
    }
}
