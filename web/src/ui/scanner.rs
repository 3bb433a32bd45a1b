//! The scanner field: what a hand scanner types becomes the fields of the form.

use crate::t;
use crate::ui::Icon;
use crate::ui::field::leave;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

/// The field, first in a form. A scanner ends each line with Enter, which never sends the form here.
#[component]
pub fn Scanner(
    /// What was scanned.
    text: RwSignal<String>,
    /// Called with Enter and when the field is left.
    on_scan: Callback<()>,
    /// Called with every change: a whole scan is taken without Enter.
    on_type: Callback<()>,
    /// Why it was not taken; the text stays in place.
    #[prop(into)]
    refusal: Signal<Option<String>>,
    /// What the scan proves, and what a person has to look at.
    children: Children,
) -> impl IntoView {
    let key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            let is_card = text.with_untracked(|text| text.contains('|'));
            // The two lines of a passport come with an Enter between them.
            if !is_card {
                text.update(|text| text.push(' '));
            }
            on_scan.run(());
            // A refused card is scanned again: the next scan takes its place instead of being typed behind it.
            if is_card && refusal.with_untracked(Option::is_some) {
                event_target::<web_sys::HtmlInputElement>(&event).select();
            }
        }
    };
    let select_all = move |event: leptos::ev::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select();
    let refused = move || refusal.with(Option::is_some);
    view! {
        <div class="scanner" class:in-error=refused id="scan-field">
            <label class="field-label" for="scan" id="scan-label">
                {move || t!(notify.scan)}" "<span class="field-aside">{move || t!(notify.scan_hint)}</span>
            </label>
            <span class="scanner-hold">
                <Icon name="scan"/>
                <input
                    id="scan"
                    class="input mono"
                    type="text"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    aria-describedby="scan-said"
                    aria-invalid=move || refused().then_some("true")
                    prop:value=text
                    on:input=move |event| { text.set(event_target_value(&event)); on_type.run(()); }
                    on:keydown=key
                    on:focus=select_all
                    on:blur=move |_| leave(Some(on_scan))
                />
                <kbd class="cap" aria-hidden="true">"F2"</kbd>
            </span>
            <div class="scanner-said" id="scan-said" aria-live="polite">
                {move || refusal.get().map(|text| view! {
                    <p class="field-said"><Icon name="triangle"/><span><span class="hidden">{t!(field.error_prefix)}" "</span>{text}</span></p>
                })}
                {children()}
            </div>
        </div>
    }
}
