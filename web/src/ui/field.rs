//! The frame around every input: label, hint, error, control, in this order.

use crate::browser;
use crate::markup::{Children, Markup, ViewFn, html, with_context};
use crate::reactive::when;
use crate::ui::Icon;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition};

/// A warning about a value, which the user may keep.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldWarning {
    /// Text of the warning.
    pub text: String,
    /// Label of the box that keeps it, such as "Đã hỏi khách, giữ 1978".
    pub keep_label: String,
    /// Whether the user keeps it.
    pub kept: RwSignal<bool>,
    /// Address and label of an alternative.
    pub leads_to: Option<(String, String)>,
}

/// A correction of the error, applied with one press.
#[derive(Clone)]
pub struct FieldOffer {
    /// Label of the button.
    pub label: String,
    /// Applies the correction.
    pub take: Callback<()>,
}

/// Data of the surrounding field that a control needs.
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
    /// Returns the field around this control; a control without one needs a name of its own.
    pub fn here() -> Self {
        use_context().unwrap_or_else(|| Self {
            id: format!("f-{}", uuid::Uuid::new_v4().simple()),
            described_by: Signal::stored(None),
            invalid: Signal::stored(false),
        })
    }
}

/// Reports that focus left a control. For the browser, focus also leaves a control that is removed while it has focus;
/// the callback is then already disposed.
pub fn leave(on_leave: Option<Callback<()>>) {
    if let Some(on_leave) = on_leave {
        on_leave.try_run(());
    }
}

/// Renders a field. The control inside reads its id and descriptions from [`FieldContext`].
#[component]
pub fn Field(
    /// Id of the control; the ids of label, hint and error derive from it.
    #[prop(into)]
    id: String,
    /// Label: what is asked.
    #[prop(into)]
    label: TextProp,
    /// Hint: how to answer.
    #[prop(optional, into)]
    hint: Option<TextProp>,
    /// Whether "nếu có" follows the label. Mandatory fields have no mark.
    #[prop(optional, into)]
    optional: Signal<bool>,
    /// Another text after the label.
    #[prop(optional, into)]
    aside: Option<TextProp>,
    /// Current error.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// View after the error: the number with its wrong character marked.
    #[prop(optional, into)]
    evidence: ViewFn,
    /// Current warning.
    #[prop(optional, into)]
    warning: Signal<Option<FieldWarning>>,
    /// Correction of the error.
    #[prop(optional, into)]
    offer: Signal<Option<FieldOffer>>,
    /// Whether several inputs answer one question: a fieldset with a legend.
    #[prop(optional)]
    group: bool,
    /// Further classes, for the position in a grid.
    #[prop(optional, into)]
    class: &'static str,
    /// The control.
    children: Children,
) -> Markup {
    let has_hint = hint.is_some();
    let (hint_id, error_id) = (format!("{id}-hint"), format!("{id}-error"));
    let has_error = Memo::new(move |_| error.with(Option::is_some));
    let has_warning = Memo::new(move |_| warning.with(Option::is_some));
    // An error that only repeats the warning is answered by the same box; another error is displayed first.
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
            html! {
                {move || label.get()}
                {when(move || optional.get().then(|| html! { <span class="field-aside">" "{crate::t!(field.optional)}</span> }))}
                {aside.map(|aside| html! { <span class="field-aside">" "{move || aside.get()}</span> })}
            }
        }
    };
    let (keep_id, offer_id) = (format!("{id}-keep"), format!("{id}-offer"));
    let below = html! {
        {hint.map(|hint| html! { <p class="field-hint" id=hint_id>{move || hint.get()}</p> })}
        {move || {
            let text = error.get().or_else(|| warning.get().map(|warning| warning.text));
            let evidence = evidence.clone();
            text.map(|text| html! {
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
        {with_context(context, children)}
        {when(move || offer.get().filter(|_| has_error.get()).map(|offer| html! {
            <p class="field-instead">
                <button type="button" class="link" id=offer_id.clone() on:click=move |_| offer.take.run(())>{offer.label}</button>
            </p>
        }))}
        {when(move || warning.get().filter(|_| asks_to_keep.get()).map(|warning| {
            let kept = warning.kept;
            html! {
                {warning.leads_to.map(|(href, words)| html! { <p class="field-instead"><a class="text-link" href=href>{words}</a></p> })}
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
        html! {
            <fieldset class=class id=wrapper class:in-error=has_error class:has-warning=move || has_warning.get() && !has_error.get()>
                <legend class="field-label" id=format!("{id}-label")>{heading()}</legend>
                {below}
            </fieldset>
        }
    } else {
        html! {
            <div class=class id=wrapper class:in-error=has_error class:has-warning=move || has_warning.get() && !has_error.get()>
                <label class="field-label" id=format!("{id}-label") for=id>{heading()}</label>
                {below}
            </div>
        }
    }
}

/// Scrolls a field's label into view and moves focus to its control: to the part with the error, if there is one.
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
