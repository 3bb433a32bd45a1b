//! The scanner field: what a hand scanner types becomes the fields of the form.

use crate::reactive::when;
use crate::t;
use crate::ui::Icon;
use crate::ui::field::leave;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// What browsers say for each key while an input method is composing a letter.
const COMPOSING: u32 = 229;

/// Whether the key belongs to an input method that is composing: its Enter ends the letter, not the line.
pub fn is_composing(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == COMPOSING
}

/// The field, first in a form. A scanner ends each line with Enter, which never sends the form here.
#[component]
pub fn Scanner(
    /// What was scanned.
    #[prop(into)]
    text: Signal<String>,
    /// Called with Enter.
    on_enter: Callback<()>,
    /// Called when the field is left.
    on_leave: Callback<()>,
    /// Called with every change: a whole scan is taken without Enter.
    on_type: Callback<String>,
    /// Why it was not taken; the text stays in place.
    #[prop(into)]
    refusal: Signal<Option<String>>,
    /// Rises with each scan that was not taken: the frame flashes.
    #[prop(into)]
    refusals: Signal<u32>,
    /// What the scan proves, and what a person has to look at.
    children: Children,
) -> impl IntoView {
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
    // Two names of one animation: a class that is there already would not start it again.
    let flash = move |odd: bool| move || refused() && (refusals.get() % 2 == 1) == odd;
    view! {
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
                {when(move || refusal.get().map(|text| view! {
                    <p class="field-said"><Icon name="triangle"/><span><span class="hidden">{t!(field.error_prefix)}" "</span>{text}</span></p>
                }))}
                {children()}
            </div>
        </div>
    }
}
