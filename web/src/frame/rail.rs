//! The main sections: a rail from 720 px on, a bottom bar below that.

use crate::frame::{Counters, FrameState};
use crate::markup::{IntoMarkup, Markup, html};
use crate::routes::{Section, holds, sections};
use crate::session::Session;
use crate::t;
use crate::ui::Icon;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Renders the rail.
#[component]
pub fn Rail() -> Markup {
    let session = Session::here();
    let state: FrameState = expect_context();
    let path = use_location().pathname;
    html! {
        <nav class="rail" aria-label=move || t!(frame.main_nav)>
            <ul class="rail-list">
                {move || sections(session).into_iter().map(|(route, section)| html! {
                    <li>
                        <a
                            href=route.path
                            class="rail-item"
                            aria-current=move || path.with(|path| holds((route, section), path)).then_some("page")
                        >
                            <span class="rail-icon"><Icon name=section.icon size=20/></span>
                            <span class="rail-name">{(section.name)(session)}</span>
                            <Counter section/>
                        </a>
                    </li>
                }).collect::<Vec<_>>()}
            </ul>
            <button type="button" class="rail-item rail-help" on:click=move |_| state.help.set(true)>
                <span class="rail-icon"><Icon name="help" size=20/></span>
                <span class="rail-name">{move || t!(frame.keys)}</span>
                <kbd class="cap" aria-hidden="true">"?"</kbd>
            </button>
        </nav>
    }
}

/// Renders the number at a section.
#[component]
pub fn Counter(
    /// Section of the number.
    section: &'static Section,
) -> Markup {
    IntoMarkup::into_markup(move || {
        let counters = use_context::<Counters>()?;
        let count = section
            .counter
            .map(|counter| counter(counters).get())
            .filter(|count| *count > 0)?;
        let shown = if count > 99 {
            "99+".to_owned()
        } else {
            count.to_string()
        };
        let is_urgent = (section.urgent)(counters);
        // Without words a number has no meaning for a screen reader user.
        Some(html! {
            <span class="counter" class:urgent=is_urgent aria-hidden="true">{shown}</span>
            <span class="hidden">", "{(section.counts)(counters)}</span>
        })
    })
}
