//! Filters of a list: buttons with name and value, each with a menu. Set ones have a tint and a cross.

use crate::browser;
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

/// From so many choices on there is a field to find one.
const MANY: usize = 12;

/// One filter.
#[component]
pub fn Filter(
    /// Names the filter; one of that name in a page.
    id: &'static str,
    /// What it filters by.
    #[prop(into)]
    name: TextProp,
    /// What it is set to, in words.
    #[prop(into)]
    shown: Signal<String>,
    /// Whether it leaves anything out.
    #[prop(into)]
    is_set: Signal<bool>,
    /// The value chosen.
    #[prop(into)]
    chosen: Signal<String>,
    /// What there is.
    #[prop(into)]
    options: Signal<Arc<Vec<Choice>>>,
    /// Chooses.
    on_choose: Callback<String>,
    /// Takes the filter away.
    on_clear: Callback<()>,
    /// The label of the field that finds a choice; without it long lists just scroll.
    #[prop(optional_no_strip)]
    search: Option<TextProp>,
    /// Asked for each text typed there, where the server finds the choices; else they are found here.
    #[prop(optional_no_strip)]
    on_search: Option<Callback<String>>,
    /// More below the choices; it is told how to close the menu.
    #[prop(optional_no_strip)]
    more: Option<Callback<Callback<()>, AnyView>>,
) -> impl IntoView {
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
            // The platform closes the menu; a panel around stays.
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
    view! {
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
                {when(move || (!is_set.get()).then(|| view! { <Icon name="chevron-down"/> }))}
            </button>
            {move || {
                let (name, clear) = (name_in_clear.clone(), clear.clone());
                is_set.get().then(|| view! {
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
                {when(move || open.get().then(|| view! {
                    <Menu chosen options choose search=search.get_value() on_search/>
                    {more.map(|more| more.run(finish))}
                }))}
            </div>
        </div>
    }
}

/// The choices of an open filter.
#[component]
fn Menu(
    chosen: Signal<String>,
    options: Signal<Arc<Vec<Choice>>>,
    choose: Callback<String>,
    search: Option<TextProp>,
    on_search: Option<Callback<String>>,
) -> impl IntoView {
    let typed = RwSignal::new(String::new());
    let found = Memo::new(move |_| {
        // What the server looks for is all found.
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
    view! {
        {when(move || has_search.get().then(|| {
            let label = search.get_value();
            view! {
                <label class="filter-search">
                    <span class="field-label">{move || label.as_ref().map(TextProp::get)}</span>
                    <input class="input" type="text" autocomplete="off" spellcheck="false" prop:value=typed on:input=on_input/>
                </label>
            }
        }))}
        // By what they are: a choice that stays keeps its focus when the server finds others.
        <ul class="filter-options">
            {each(
                move || found.get(),
                |choice| format!("{}\n{}\n{}\n{:?}", choice.value, choice.label, choice.code, choice.below()),
                move |choice| option(choice, chosen, choose),
            )}
        </ul>
        <div role="status">{when(move || found.with(Vec::is_empty).then(|| view! { <p class="filter-none">{t!(police.no_match)}</p> }))}</div>
    }
}

fn option(choice: Choice, chosen: Signal<String>, choose: Callback<String>) -> impl IntoView {
    let below = choice.below();
    let (own, value) = (choice.value.clone(), choice.value);
    let is_chosen = Memo::new(move |_| chosen.with(|chosen| *chosen == own));
    view! {
        <li>
            <button
                type="button"
                class="filter-option"
                aria-pressed=move || is_chosen.get().to_string()
                on:click=move |_| choose.run(value.clone())
            >
                <span class="filter-tick">{when(move || is_chosen.get().then(|| view! { <Icon name="check"/> }))}</span>
                <span>
                    {choice.label}
                    {(!below.is_empty()).then_some(view! { <span class="chooser-detail">{below}</span> })}
                </span>
                <span class="filter-code">{choice.code}</span>
            </button>
        </li>
    }
}

/// Focus on what is chosen, else on the first thing in the menu, once it stands.
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

/// Focus on the next or previous thing in the menu.
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
