//! A panel beside the work that keeps the list in view; a sheet from below on a narrow screen.

use crate::browser;
use crate::reactive::effect;
use crate::t;
use crate::ui::Icon;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

/// The panel. It takes focus when it opens; closing gives focus back to where it came from.
#[component]
pub fn SidePanel(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// What it belongs to, in smaller type above the heading.
    #[prop(optional, into)]
    about: Option<Signal<String>>,
    /// Names the heading and the panel; one panel of that name at a time.
    id: &'static str,
    /// Closes it; called for Esc and the cross.
    on_close: Callback<()>,
    /// Moves to the row above (−1) or below (1), where the panel belongs to a list.
    #[prop(optional)]
    on_step: Option<Callback<i32>>,
    /// Wide enough for a form in columns.
    #[prop(optional)]
    wide: bool,
    /// Whether focus goes to the heading at once; a form takes it into its first field instead.
    #[prop(default = true)]
    takes_focus: bool,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let came_from = StoredValue::new_local(
        document()
            .active_element()
            .and_then(|element| element.dyn_into::<HtmlElement>().ok()),
    );
    let heading = NodeRef::<leptos::html::H2>::new();
    if takes_focus {
        effect(move || {
            if let Some(heading) = heading.get() {
                browser::focus_still(&heading);
            }
        });
    }
    on_cleanup(move || {
        // Not when a new page has taken focus already, nor when the row is gone.
        let lost = document()
            .active_element()
            .is_none_or(|element| element.tag_name() == "BODY" || inside(&element, id));
        if lost && let Some(Some(element)) = came_from.try_get_value() {
            let _ = element.focus();
        }
    });
    let on_keydown = move |event: KeyboardEvent| {
        if event.default_prevented() || event.is_composing() {
            return;
        }
        let plain = !(event.ctrl_key() || event.alt_key() || event.meta_key());
        match (event.key().as_str(), on_step) {
            ("Escape", _) => {
                event.prevent_default();
                event.stop_propagation();
                on_close.run(());
            }
            ("ArrowDown", Some(step)) if plain && !is_field(&event) => {
                event.prevent_default();
                step.run(1);
            }
            ("ArrowUp", Some(step)) if plain && !is_field(&event) => {
                event.prevent_default();
                step.run(-1);
            }
            _ => {}
        }
    };
    let heading_id = format!("{id}-title");
    let title_id = heading_id.clone();
    view! {
        <div class="panel-veil" on:click=move |_| on_close.run(()) aria-hidden="true"></div>
        <aside class="panel" class:panel-wide=wide id=id aria-labelledby=heading_id on:keydown=on_keydown>
            <header class="panel-head">
                <div class="panel-heading">
                    {about.map(|about| view! { <p class="panel-about">{about}</p> })}
                    <h2 class="panel-title" id=title_id tabindex="-1" node_ref=heading>
                        {title}
                    </h2>
                </div>
                <button class="panel-close" type="button" aria-label=move || t!(stay.close) on:click=move |_| on_close.run(())>
                    <Icon name="cross"/>
                </button>
            </header>
            <div class="panel-body">{children()}</div>
        </aside>
    }
}

fn inside(element: &web_sys::Element, id: &str) -> bool {
    element.closest(&format!("#{id}")).ok().flatten().is_some()
}

/// Whether a key was pressed where arrows have their own meaning.
fn is_field(event: &KeyboardEvent) -> bool {
    event
        .target()
        .and_then(|target| target.dyn_into::<HtmlElement>().ok())
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"))
}
