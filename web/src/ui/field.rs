//! The frame around every input: label, hint, error, control, in this order.

use crate::browser;
use crate::reactive::when;
use crate::ui::Icon;
use leptos::context::Provider;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// A warning about a value, which may be kept.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldWarning {
    /// What is warned.
    pub text: String,
    /// "Đã hỏi khách, giữ 1978".
    pub keep_label: String,
    /// Whether it is kept.
    pub kept: RwSignal<bool>,
    /// Where to go instead, and in what words.
    pub leads_to: Option<(String, String)>,
}

/// A mend of what is wrong, taken with one press.
#[derive(Clone)]
pub struct FieldOffer {
    /// What the press is called.
    pub label: String,
    /// Takes it.
    pub take: Callback<()>,
}

/// What a control has to know of the field around it.
#[derive(Clone)]
pub struct FieldContext {
    /// The id of the control.
    pub id: String,
    /// `aria-describedby`: hint, then error.
    pub described_by: Signal<Option<String>>,
    /// `aria-invalid`.
    pub invalid: Signal<bool>,
}

impl FieldContext {
    /// The field around this control; a control without one names itself.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self {
            id: format!("f-{}", uuid::Uuid::new_v4().simple()),
            described_by: Signal::stored(None),
            invalid: Signal::stored(false),
        })
    }
}

/// Tells that a control was left. A control that is taken away while it has focus is left as well, in the browser's
/// eyes; by then there is nobody to tell.
pub fn leave(on_leave: Option<Callback<()>>) {
    if let Some(on_leave) = on_leave {
        on_leave.try_run(());
    }
}

/// A field. The control inside finds its id and descriptions through [`FieldContext`].
#[component]
pub fn Field(
    /// The id of the control; label, hint and error make theirs from it.
    #[prop(into)]
    id: String,
    /// What is asked.
    #[prop(into)]
    label: TextProp,
    /// How to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Says "nếu có" after the label. Mandatory fields have no mark.
    #[prop(optional, into)]
    optional: Signal<bool>,
    /// Says something else after the label.
    #[prop(optional, into)]
    aside: Option<TextProp>,
    /// What is wrong.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Drawn after the error: the number with its wrong character marked.
    #[prop(optional, into)]
    evidence: ViewFn,
    /// What is warned.
    #[prop(optional, into)]
    warning: Signal<Option<FieldWarning>>,
    /// What puts the error right.
    #[prop(optional, into)]
    offer: Signal<Option<FieldOffer>>,
    /// Several inputs that answer one question: a fieldset with a legend.
    #[prop(optional)]
    group: bool,
    /// More classes, for the place in a grid.
    #[prop(optional, into)]
    class: &'static str,
    /// The control.
    children: Children,
) -> impl IntoView {
    let has_hint = hint.is_some();
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let has_error = Memo::new(move |_| error.with(Option::is_some));
    let has_warning = Memo::new(move |_| warning.with(Option::is_some));
    // An error that only repeats the warning is answered by the same tick; another one comes first.
    let asks_to_keep = Memo::new(move |_| {
        warning.with(|warning| {
            warning
                .as_ref()
                .is_some_and(|warning| error.with(|error| error.as_ref().is_none_or(|error| *error == warning.text)))
        })
    });
    let context = FieldContext {
        id: id.clone(),
        described_by: Signal::derive({
            let (hint_id, error_id) = (hint_id.clone(), error_id.clone());
            move || {
                let said = has_error.get() || has_warning.get();
                match (has_hint, said) {
                    (true, true) => Some(format!("{hint_id} {error_id}")),
                    (true, false) => Some(hint_id.clone()),
                    (false, true) => Some(error_id.clone()),
                    (false, false) => None,
                }
            }
        }),
        invalid: has_error.into(),
    };
    let heading = {
        let label = label.clone();
        move || {
            let label = label.clone();
            let aside = aside.clone();
            view! {
                {move || label.get()}
                {when(move || optional.get().then(|| view! { <span class="field-aside">" "{crate::t!(field.optional)}</span> }))}
                {aside.map(|aside| view! { <span class="field-aside">" "{move || aside.get()}</span> })}
            }
        }
    };
    let (keep_id, offer_id) = (format!("{id}-keep"), format!("{id}-offer"));
    let below = view! {
        {hint.map(|hint| view! { <p class="field-hint" id=hint_id>{move || hint.get()}</p> })}
        {move || {
            let text = error.get().or_else(|| warning.get().map(|warning| warning.text));
            let evidence = evidence.clone();
            text.map(|text| view! {
                <p class="field-said" id=error_id.clone()>
                    <Icon name="triangle"/>
                    <span>
                        <span class="hidden">{move || if has_error.get() { crate::t!(field.error_prefix) } else { crate::t!(field.warning_prefix) }}" "</span>
                        {text}
                        {when(move || has_error.get().then(|| evidence.run()))}
                    </span>
                </p>
            })
        }}
        <Provider value=context>{children()}</Provider>
        {when(move || offer.get().filter(|_| has_error.get()).map(|offer| view! {
            <p class="field-instead">
                <button type="button" class="link" id=offer_id.clone() on:click=move |_| offer.take.run(())>{offer.label}</button>
            </p>
        }))}
        {when(move || warning.get().filter(|_| asks_to_keep.get()).map(|warning| {
            let kept = warning.kept;
            view! {
                {warning.leads_to.map(|(href, words)| view! { <p class="field-instead"><a class="text-link" href=href>{words}</a></p> })}
                <label class="check field-keep">
                    <input type="checkbox" id=keep_id.clone() prop:checked=kept on:change=move |event| kept.set(event_target_checked(&event))/>
                    <span>{warning.keep_label}</span>
                </label>
            }
        }))}
    };
    let class = format!("field {class}");
    let wrapper = format!("{id}-field");
    if group {
        view! {
            <fieldset class=class id=wrapper class:in-error=has_error class:has-warning=move || has_warning.get() && !has_error.get()>
                <legend class="field-label" id=format!("{id}-label")>{heading()}</legend>
                {below}
            </fieldset>
        }
        .into_any()
    } else {
        view! {
            <div class=class id=wrapper class:in-error=has_error class:has-warning=move || has_warning.get() && !has_error.get()>
                <label class="field-label" id=format!("{id}-label") for=id>{heading()}</label>
                {below}
            </div>
        }
        .into_any()
    }
}

/// Brings a field's label into view and puts focus on its control: on the part in error, if one is.
pub fn focus_field(id: &str) {
    let Some(wrapper) = browser::element(&format!("{id}-field")).or_else(|| browser::element(id)) else {
        return;
    };
    let label = browser::element(&format!("{id}-label")).unwrap_or_else(|| wrapper.clone());
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    label.scroll_into_view_with_scroll_into_view_options(&options);
    let first = ["[aria-invalid=true]", "input, select, textarea, button"]
        .iter()
        .find_map(|selector| wrapper.query_selector(selector).ok().flatten())
        .and_then(|element| element.dyn_into::<HtmlElement>().ok())
        .unwrap_or(wrapper);
    let _ = first.focus();
}
