//! Filters of a list: buttons with name and value, each with a menu. A set filter has a tint and a cross.

use crate::browser;
use crate::markup::{Markup, html};
use crate::reactive::{each, when};
use crate::t;
use crate::ui::chooser::fitting;
use crate::ui::popover;
use crate::ui::{Choice, Icon};
use leptos::ev;
use leptos::prelude::*;
use leptos::text_prop::TextProp;
use std::sync::Arc;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

/// From this number of choices on, the menu has a search field.
const MANY: usize = 12;

/// Renders one filter.
#[component]
pub fn Filter(
    /// Id of the filter, unique in a page.
    id: &'static str,
    /// Name: what it filters by.
    #[prop(into)]
    name: TextProp,
    /// Current value, in words.
    #[prop(into)]
    shown: Signal<String>,
    /// Whether it excludes anything.
    #[prop(into)]
    is_set: Signal<bool>,
    /// Chosen value.
    #[prop(into)]
    chosen: Signal<String>,
    /// Choices that are offered.
    #[prop(into)]
    options: Signal<Arc<Vec<Choice>>>,
    /// Called with the new value.
    on_choose: Callback<String>,
    /// Clears the filter.
    on_clear: Callback<()>,
    /// Label of the search field; without it a long list only scrolls.
    #[prop(optional_no_strip)]
    search: Option<TextProp>,
    /// Called for each text typed there, where the server finds the choices; else they are found here.
    #[prop(optional_no_strip)]
    on_search: Option<Callback<String>>,
    /// Further content below the choices; receives a callback that closes the menu.
    #[prop(optional_no_strip)]
    more: Option<Callback<Callback<()>, Markup>>,
) -> Markup {
    let open = RwSignal::new(false);
    let button_id = format!("filter-{id}");
    let menu_id = format!("filter-{id}-menu");
    let turn = {
        let (button_id, menu_id) = (button_id.clone(), menu_id.clone());
        move |event: ev::Event| {
            if popover::opens(&event) {
                popover::place_below(&menu_id, &button_id);
                open.set(true);
                focus_first(&menu_id);
            }
        }
    };
    let on_keydown = {
        let menu_id = menu_id.clone();
        move |event: KeyboardEvent| match event.key().as_str() {
            // The platform closes the menu; a panel around it stays open.
            "Escape" if open.get_untracked() => event.stop_propagation(),
            "ArrowDown" | "ArrowUp" if open.get_untracked() => {
                event.prevent_default();
                step(&menu_id, event.key() == "ArrowDown");
            }
            "ArrowDown" => {
                event.prevent_default();
                popover::show(&menu_id);
            }
            _ => {}
        }
    };
    let finish = {
        let menu_id = menu_id.clone();
        Callback::new(move |()| popover::hide(&menu_id))
    };
    let choose = Callback::new(move |value: String| {
        finish.run(());
        on_choose.run(value);
    });
    let clear = {
        let button_id = button_id.clone();
        move |_: ev::MouseEvent| {
            on_clear.run(());
            browser::focus(&button_id);
        }
    };
    let (name_in_clear, name_in_menu) = (name.clone(), name.clone());
    let search = StoredValue::new(search);
    html! {
        <div class="filter" class:filter-set=is_set on:keydown=on_keydown>
            <button
                type="button"
                class="filter-button"
                id=button_id
                aria-expanded=move || open.get().to_string()
                aria-controls=menu_id.clone()
                popovertarget=menu_id.clone()
            >
                <span class="filter-name">{move || name.get()}</span>
                " "
                <span class="filter-value">{shown}</span>
                {when(move || (!is_set.get()).then(|| html! { <Icon name="chevron-down"/> }))}
            </button>
            {move || {
                let (name, clear) = (name_in_clear.clone(), clear.clone());
                is_set.get().then(|| html! {
                    <button
                        type="button"
                        class="filter-clear"
                        aria-label=move || t!(police.remove_filter, name = name.get())
                        on:click=clear
                    >
                        <Icon name="cross"/>
                    </button>
                })
            }}
            <div
                class="filter-menu"
                class:open=open
                id=menu_id
                popover="auto"
                role="group"
                aria-label=move || name_in_menu.get()
                on:beforetoggle=turn
                on:toggle=move |event| popover::empty(&event, open)
                on:focusout=popover::leave
            >
                {when(move || open.get().then(|| html! {
                    <Menu chosen options choose search=search.get_value() on_search/>
                    {more.map(|more| more.run(finish))}
                }))}
            </div>
        </div>
    }
}

/// Renders the choices of an open filter.
#[component]
fn Menu(
    chosen: Signal<String>,
    options: Signal<Arc<Vec<Choice>>>,
    choose: Callback<String>,
    search: Option<TextProp>,
    on_search: Option<Callback<String>>,
) -> Markup {
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        // The server has already filtered by the text: all choices match.
        let text = if on_search.is_some() {
            String::new()
        } else {
            typed.get()
        };
        options.with(|options| fitting(options, &text))
    });
    let wanted = search.is_some();
    let has_search =
        Memo::new(move |_| wanted && (on_search.is_some() || options.with(|options| options.len() >= MANY)));
    let search = StoredValue::new(search);
    let on_input = move |event| {
        let text = event_target_value(&event);
        typed.set(text.clone());
        if let Some(on_search) = on_search {
            on_search.run(text);
        }
    };
    html! {
        {when(move || has_search.get().then(|| {
            let label = search.get_value();
            html! {
                <label class="filter-search">
                    <span class="field-label">{move || label.as_ref().map(TextProp::get)}</span>
                    <input class="input" type="text" autocomplete="off" spellcheck="false" prop:value=typed on:input=on_input/>
                </label>
            }
        }))}
        // Keyed by value: a choice that remains keeps its focus when the server returns others.
        <ul class="filter-options">
            {each(
                move || found.get(),
                |choice| format!("{}\n{}\n{}\n{:?}", choice.value, choice.label, choice.code, choice.below()),
                move |choice| option(choice, chosen, choose),
            )}
        </ul>
        <div role="status">{when(move || found.with(Vec::is_empty).then(|| html! { <p class="filter-none">{t!(police.no_match)}</p> }))}</div>
    }
}

fn option(choice: Choice, chosen: Signal<String>, choose: Callback<String>) -> Markup {
    let below = choice.below();
    let (own, value) = (choice.value.clone(), choice.value);
    let is_chosen = Memo::new(move |_| chosen.with(|chosen| *chosen == own));
    html! {
        <li>
            <button
                type="button"
                class="filter-option"
                aria-pressed=move || is_chosen.get().to_string()
                on:click=move |_| choose.run(value.clone())
            >
                <span class="filter-tick">{when(move || is_chosen.get().then(|| html! { <Icon name="check"/> }))}</span>
                <span>
                    {choice.label}
                    {(!below.is_empty()).then_some(html! { <span class="chooser-detail">{below}</span> })}
                </span>
                <span class="filter-code">{choice.code}</span>
            </button>
        </li>
    }
}

/// Moves focus to the chosen value, else to the first item of the menu, once the menu is rendered.
fn focus_first(menu_id: &str) {
    let menu_id = menu_id.to_owned();
    request_animation_frame(move || {
        let Some(menu) = browser::element(&menu_id) else { return };
        let first = [".filter-search input", "[aria-pressed=true]", "button"]
            .iter()
            .find_map(|one| menu.query_selector(one).ok().flatten());
        focus(first);
    });
}

/// Moves focus to the next or previous item of the menu.
fn step(menu_id: &str, down: bool) {
    let Some(menu) = browser::element(menu_id) else { return };
    let Ok(all) = menu.query_selector_all("input, button") else {
        return;
    };
    let here = document().active_element();
    let at = (0..all.length()).find(|&index| {
        all.get(index)
            .is_some_and(|node| here.as_ref().is_some_and(|here| here.is_same_node(Some(&node))))
    });
    let next = match (at, down) {
        (Some(at), true) => (at + 1).min(all.length().saturating_sub(1)),
        (Some(at), false) => at.saturating_sub(1),
        (None, _) => 0,
    };
    focus(all.get(next).and_then(|node| node.dyn_into::<Element>().ok()));
}

fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}
