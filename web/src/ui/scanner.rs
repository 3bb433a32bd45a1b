//! The scanner field: text from a hand scanner fills the fields of the form.

use crate::markup::{Children, Markup, html};
use crate::reactive::when;
use crate::t;
use crate::ui::Icon;
use crate::ui::field::leave;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// Key code that browsers report for each key while an input method composes a letter.
const COMPOSING: u32 = 229;

/// Returns whether an input method that is composing handles the key: its Enter ends the letter, not the line.
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == COMPOSING
}

/// Renders the field, first in a form. A scanner ends each line with Enter, which never submits the form here.
#[component]
pub fn Scanner(
    /// Scanned text.
    #[prop(into)]
    text: Signal<String>,
    /// Called on Enter.
    on_enter: Callback<()>,
    /// Called when focus leaves the field.
    on_leave: Callback<()>,
    /// Called on every change: a complete scan is read without Enter.
    on_type: Callback<String>,
    /// Reason why the scan was refused; the text stays.
    #[prop(into)]
    refusal: Signal<Option<String>>,
    /// Increases with each refused scan: the frame flashes.
    #[prop(into)]
    refusals: Signal<u32>,
    /// What the scan proves, and what a person must check.
    children: Children,
) -> Markup {
    let key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            if !is_composing(&event) {
                on_enter.run(());
            }
        }
    };
    let select_all = move |input: web_sys::HtmlInputElement| input.select();
    let refused = move || refusal.with(Option::is_some);
    // Two names of one animation: a class that is already set would not restart it.
    let flash = move |odd: bool| move || refused() && (refusals.get() % 2 == 1) == odd;
    html! {
        <div class="scanner" class:in-error=refused class:flash-odd=flash(true) class:flash-even=flash(false) id="scan-field">
            <label class="field-label" for="scan" id="scan-label">
                {move || t!(notify.scan)}" "<span class="field-aside">{move || t!(notify.scan_hint)}</span>
            </label>
            <span class="scanner-hold">
                <Icon name="scan"/>
                <input
                    id="scan"
                    data-reads-scans=""
                    class="input mono"
                    type="text"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    aria-describedby="scan-said"
                    aria-invalid=move || refused().then_some("true")
                    prop:value=text
                    on:input=move |event| on_type.run(event_target_value(&event))
                    on:keydown=key
                    on:focus=move |event| select_all(event_target(&event))
                    on:click=move |event| select_all(event_target(&event))
                    on:blur=move |_| leave(Some(on_leave))
                />
                <kbd class="cap" aria-hidden="true">"F2"</kbd>
            </span>
            <div class="scanner-said" id="scan-said" aria-live="polite">
                {when(move || refusal.get().map(|text| html! {
                    <p class="field-said"><Icon name="triangle"/><span><span class="hidden">{t!(field.error_prefix)}" "</span>{text}</span></p>
                }))}
                {children()}
            </div>
        </div>
    }
}
