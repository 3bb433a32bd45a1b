//! The bottom bar, under 720 px.

use crate::frame::FrameState;
use crate::frame::menu::MenuContent;
use crate::frame::rail::Counter;
use crate::frame::search::SearchField;
use crate::markup::{Markup, html};
use crate::routes::{holds, sections};
use crate::session::Session;
use crate::t;
use crate::ui::{Dialog, Icon};
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Number of sections in the bar; the others are under "Thêm".
const IN_BAR: usize = 4;

/// Renders the first four sections and "Thêm"; the main one in the middle, with a filled mark.
#[component]
pub fn BottomBar() -> Markup {
    let session = Session::here();
    let state: FrameState = expect_context();
    let path = use_location().pathname;
    let items = move || {
        let mut items = sections(session);
        items.truncate(IN_BAR);
        if let Some(at) = items.iter().position(|(_, section)| section.main) {
            let main = items.remove(at);
            items.insert(items.len().min(2), main);
        }
        items
    };
    html! {
        <nav class="bottom-bar" aria-label=move || t!(frame.main_nav)>
            <ul class="bottom-list">
                {move || items().into_iter().map(|(route, section)| html! {
                    <li>
                        <a
                            href=route.path
                            class=if section.main { "bottom-item bottom-main" } else { "bottom-item" }
                            aria-current=move || path.with(|path| holds((route, section), path)).then_some("page")
                        >
                            <span class="bottom-icon"><Icon name=section.icon size=20/></span>
                            <span>{(section.name)(session)}</span>
                            <Counter section/>
                        </a>
                    </li>
                }).collect::<Vec<_>>()}
                <li>
                    <button type="button" class="bottom-item" aria-haspopup="dialog" on:click=move |_| state.more.set(true)>
                        <span class="bottom-icon"><Icon name="more" size=20/></span>
                        <span>{move || t!(frame.more)}</span>
                    </button>
                </li>
            </ul>
        </nav>
        <Dialog open=state.more title=move || t!(frame.more)>
            <ul class="more-list">
                {move || sections(session).into_iter().skip(IN_BAR).map(|(route, section)| html! {
                    <li>
                        <a href=route.path class="more-item" on:click=move |_| state.more.set(false)>
                            <Icon name=section.icon size=20/>
                            <span>{(section.name)(session)}</span>
                            <Counter section/>
                        </a>
                    </li>
                }).collect::<Vec<_>>()}
            </ul>
            <SearchField id="search-more" on_ask=Callback::new(move |()| state.more.set(false))/>
            <MenuContent on_go=Callback::new(move |()| state.more.set(false))/>
        </Dialog>
    }
}
