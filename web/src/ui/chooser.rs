//! A choice out of many: type to filter, without accents or by code.

use crate::t;
use crate::ui::field::leave;
use crate::ui::{FieldContext, Icon};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use std::sync::Arc;

/// The most rows drawn; more are found by typing on.
const MOST_ROWS: usize = 60;

/// Something to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// The code at the right, also found by typing.
    pub code: String,
    /// More about it, in smaller type; also found by typing.
    pub detail: String,
    folded: String,
}

impl Choice {
    /// A choice without a code of its own.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self::with_code(value, label, "")
    }

    /// A choice with a code, such as `POL` for Ba Lan.
    pub fn with_code(value: impl Into<String>, label: impl Into<String>, code: impl Into<String>) -> Self {
        let (value, label, code) = (value.into(), label.into(), code.into());
        let folded = rules::name::fold(&label);
        Self { value, label, code, detail: String::new(), folded }
    }

    /// A choice whose label says little by itself, such as a visa symbol.
    pub fn with_detail(value: impl Into<String>, label: impl Into<String>, detail: impl Into<String>) -> Self {
        let (value, label, detail) = (value.into(), label.into(), detail.into());
        let folded = rules::name::fold(&format!("{label} {detail}"));
        Self { value, label, code: String::new(), detail, folded }
    }

    /// Whether nothing else can be meant by what was typed.
    fn is_meant_by(&self, typed: &str) -> bool {
        self.rank(typed) == Some(0) || self.folded == typed
    }

    /// How well it fits what was typed: the code first, then the beginning of the name, of a word, any part.
    fn rank(&self, typed: &str) -> Option<u8> {
        if typed.is_empty() {
            return Some(0);
        }
        if self.code.eq_ignore_ascii_case(typed) || self.value.eq_ignore_ascii_case(typed) {
            return Some(0);
        }
        if self.folded.starts_with(typed) {
            return Some(1);
        }
        if self.folded.split(' ').any(|word| word.starts_with(typed)) || self.folded.contains(&format!(" {typed}")) {
            return Some(2);
        }
        self.folded.contains(typed).then_some(3)
    }
}

/// A combobox (style.md: nationality, reason, room) inside a [`crate::ui::Field`].
#[component]
pub fn Chooser(
    /// The value chosen; empty for none.
    value: RwSignal<String>,
    /// What there is.
    #[prop(into)]
    options: Signal<Arc<Vec<Choice>>>,
    /// Called when it is left.
    #[prop(optional, into)]
    on_leave: Option<Callback<()>>,
    /// Called when something was chosen.
    #[prop(optional, into)]
    on_choose: Option<Callback<String>>,
    /// Shown while nothing is chosen.
    #[prop(optional, into)]
    placeholder: Option<TextProp>,
) -> impl IntoView {
    let field = FieldContext::here();
    let (invalid, described_by, id) = (field.invalid, field.described_by, StoredValue::new(field.id));
    let open = RwSignal::new(false);
    let typed = RwSignal::new(None::<String>);
    let active = RwSignal::new(0_usize);
    let up = RwSignal::new(false);
    let list = NodeRef::<leptos::html::Ul>::new();

    let shown = Memo::new(move |_| {
        let all = options.get();
        let wanted = rules::name::fold(typed.get().unwrap_or_default().trim());
        let mut found: Vec<(u8, Choice)> = all.iter().filter_map(|choice| Some((choice.rank(&wanted)?, choice.clone()))).collect();
        found.sort_by_key(|(rank, _)| *rank);
        found.truncate(MOST_ROWS);
        found.into_iter().map(|(_, choice)| choice).collect::<Vec<_>>()
    });
    let text = move || {
        typed.get().unwrap_or_else(|| {
            value.with(|value| options.with(|all| all.iter().find(|choice| choice.value == *value).map(full_label)).unwrap_or_default())
        })
    };
    let choose = move |choice: Choice| {
        value.set(choice.value.clone());
        typed.set(None);
        open.set(false);
        if let Some(on_choose) = on_choose {
            on_choose.run(choice.value);
        }
    };
    let input = NodeRef::<leptos::html::Input>::new();
    let show = move || {
        if !open.get_untracked() {
            up.set(input.get_untracked().is_some_and(|input| is_low(&input)));
            let at = shown.with_untracked(|shown| value.with_untracked(|value| shown.iter().position(|choice| choice.value == *value)));
            active.set(at.unwrap_or(0));
            open.set(true);
        }
    };
    let step = move |by: isize| {
        let count = shown.with_untracked(Vec::len);
        if count > 0 {
            active.update(|at| *at = at.checked_add_signed(by).unwrap_or(count - 1) % count);
        }
    };
    let take_active = move || shown.with_untracked(|shown| shown.get(active.get_untracked()).cloned()).is_some_and(|choice| {
        choose(choice);
        true
    });
    let blur = move || {
        if typed.is_disposed() {
            return;
        }
        // Typed enough to mean one thing: that is the choice. Emptied: nothing is chosen. Else what stood there stands.
        if let Some(text) = typed.get_untracked() {
            let sure = shown.with_untracked(|shown| match shown.as_slice() {
                [only] => Some(only.clone()),
                [first, ..] if first.is_meant_by(&rules::name::fold(text.trim())) => Some(first.clone()),
                _ => None,
            });
            if text.trim().is_empty() {
                value.set(String::new());
                typed.set(None);
            } else if let Some(choice) = sure {
                choose(choice);
            } else {
                typed.set(None);
            }
        }
        open.set(false);
        leave(on_leave);
    };
    let key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" if !event.ctrl_key() => {
            event.prevent_default();
            if open.get_untracked() { step(1) } else { show() }
        }
        "ArrowUp" => {
            event.prevent_default();
            if open.get_untracked() { step(-1) } else { show() }
        }
        "Enter" if open.get_untracked() && !event.ctrl_key() => {
            event.prevent_default();
            take_active();
        }
        "Escape" if open.get_untracked() => {
            event.prevent_default();
            event.stop_propagation();
            typed.set(None);
            open.set(false);
        }
        _ => {}
    };
    Effect::new(move || {
        let (at, is_open) = (active.get(), open.get());
        if is_open
            && let Some(row) = list.get().and_then(|list| list.children().item(u32::try_from(at).unwrap_or(0)))
        {
            let options = web_sys::ScrollIntoViewOptions::new();
            options.set_block(web_sys::ScrollLogicalPosition::Nearest);
            row.scroll_into_view_with_scroll_into_view_options(&options);
        }
    });
    let select_all = move |event: leptos::ev::FocusEvent| event_target::<web_sys::HtmlInputElement>(&event).select();
    let list_id = move || id.with_value(|id| format!("{id}-list"));
    let option_id = move |at: usize| id.with_value(|id| format!("{id}-option-{at}"));
    view! {
        <span class="select-hold chooser" class:chooser-up=up>
            <input
                node_ref=input
                id=id.get_value()
                class="input select"
                type="text"
                role="combobox"
                autocomplete="off"
                spellcheck="false"
                aria-autocomplete="list"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                aria-controls=list_id()
                aria-activedescendant=move || (open.get() && shown.with(|shown| !shown.is_empty())).then(|| option_id(active.get()))
                aria-describedby=described_by
                aria-invalid=move || invalid.get().then_some("true")
                placeholder=move || placeholder.as_ref().map(TextProp::get)
                prop:value=text
                on:input=move |event| { show(); typed.set(Some(event_target_value(&event))); active.set(0); }
                on:focus=select_all
                on:click=move |_| show()
                on:keydown=key
                on:blur=move |_| blur()
            />
            {move || if open.get() { view! { <Icon name="chevron-up"/> } } else { view! { <Icon name="chevron-down"/> } }}
            <ul class="chooser-list" class:open=open id=list_id() role="listbox" node_ref=list aria-labelledby=id.with_value(|id| format!("{id}-label"))>
                {move || open.get().then(|| {
                    shown.get().into_iter().enumerate().map(|(at, choice)| {
                        let is_chosen = value.with(|value| *value == choice.value);
                        let (label, code, detail) = (choice.label.clone(), choice.code.clone(), choice.detail.clone());
                        view! {
                            <li
                                id=option_id(at)
                                class="chooser-row"
                                class:active=move || active.get() == at
                                role="option"
                                aria-selected=if is_chosen { "true" } else { "false" }
                                // Before blur, so that the input keeps focus.
                                on:mousedown=move |event| { event.prevent_default(); choose(choice.clone()); }
                            >
                                <span class="chooser-tick">{is_chosen.then(|| view! { <Icon name="check"/> })}</span>
                                <span class="chooser-label">{label}{(!detail.is_empty()).then_some(view! { <span class="chooser-detail">{detail}</span> })}</span>
                                <span class="chooser-code">{code}</span>
                            </li>
                        }
                    }).collect_view()
                })}
            </ul>
            <span class="hidden" role="status">{move || open.get().then(|| {
                let count = shown.with(Vec::len);
                if count == 0 { t!(field.none_found).to_owned() } else { t!(field.found, count = count) }
            })}</span>
            {move || (open.get() && shown.with(Vec::is_empty)).then(|| view! { <p class="chooser-none">{t!(field.none_found)}</p> })}
        </span>
    }
}

/// Whether the list has more room above the input than below.
fn is_low(input: &web_sys::HtmlInputElement) -> bool {
    const WANTED: f64 = 260.0;
    let height = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(0.0);
    let place = input.get_bounding_client_rect();
    height - place.bottom() < WANTED && place.top() > height - place.bottom()
}

fn full_label(choice: &Choice) -> String {
    match (choice.code.is_empty(), choice.detail.is_empty()) {
        (true, true) => choice.label.clone(),
        (true, false) => format!("{} – {}", choice.label, choice.detail),
        (false, _) => format!("{} ({})", choice.label, choice.code),
    }
}
