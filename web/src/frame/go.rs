//! Navigation by keyboard (Ctrl K): to pages, rooms, a search for guests, and the dialogs of the frame.

use crate::api::Api;
use crate::frame::FrameState;
use crate::frame::menu::own_pages;
use crate::frame::search::{SearchText, search_page};
use crate::keys::{Key, use_key};
use crate::lists::Lists;
use crate::markup::{Markup, html};
use crate::routes::sections;
use crate::session::Session;
use crate::t;
use crate::ui::chooser::fitting;
use crate::ui::{Choice, Dialog};
use crate::{browser, i18n};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// Number of results displayed; further typing finds the others.
const SHOWN: usize = 12;
const FIELD: &str = "go-to";
const LIST: &str = "go-list";
/// Values that are not an address.
const SEARCH: &str = "search";
const KEYS: &str = "keys";
const MESSAGES: &str = "messages";

/// Renders the dialog and registers its key.
#[component]
pub fn GoAnywhere() -> Markup {
    let open = expect_context::<FrameState>().go;
    use_key(Key::Ctrl("k"), || t!(frame.go), move || open.set(true));
    html! {
        <Dialog open title=move || t!(frame.go)>
            <Finder open/>
        </Dialog>
    }
}

/// Returns the pages that the account may open, and the dialogs of the frame.
fn places(session: Session, lists: Lists) -> Vec<Choice> {
    i18n::lang();
    let mut places: Vec<Choice> = Vec::new();
    if session.may(dto::operations::stays::NotifyStay) {
        places.push(Choice::new("/notify", t!(frame.key_notify)));
    }
    if session.may(dto::operations::stays::NotifyGroup) {
        places.push(Choice::new("/notify/group", t!(group.title)));
    }
    let pages = sections(session)
        .into_iter()
        .map(|(route, section)| (route.path, (section.name)(session)));
    let own = own_pages(session, lists)
        .into_iter()
        .map(|page| (page.href, (page.name)()));
    for (href, name) in pages.chain(own) {
        if places.iter().all(|place| place.value != href) {
            places.push(Choice::new(href, name));
        }
    }
    places.push(Choice::new(MESSAGES, t!(frame.messages)));
    places.push(Choice::new(KEYS, t!(frame.key_help)));
    places
}

#[component]
fn Finder(open: RwSignal<bool>) -> Markup {
    let (session, lists, api) = (Session::here(), Lists::here(), Api::here());
    let (state, search) = (expect_context::<FrameState>(), SearchText::here());
    let navigate = StoredValue::new_local(use_navigate());
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let rooms = RwSignal::new(Vec::<Choice>::new());
    let facility = session.account_now().and_then(|account| account.facility);
    if let Some(facility) = facility.filter(|_| untrack(|| session.may(dto::operations::stays::GetRoomBoard))) {
        spawn_local(async move {
            if let Ok(facility) = api.get_facility(facility.id).await {
                let room = |room: dto::facility::RoomOut| {
                    Choice::with_detail(
                        format!("/board?room={}", room.id),
                        format!("{} {}", t!(stay.room), room.name),
                        room.kind,
                    )
                };
                rooms.try_set(facility.rooms.into_iter().map(room).collect());
            }
        });
    }
    let shown = Memo::new(move |_| {
        let text = typed.get();
        let mut all = places(session, lists);
        if !text.trim().is_empty() {
            all.extend(rooms.get());
        }
        let mut shown = fitting(&all, &text);
        shown.truncate(SHOWN);
        if !text.trim().is_empty() && search_page(session).is_some() {
            shown.push(Choice::new(SEARCH, t!(frame.go_search, text = text.trim())));
        }
        shown
    });
    let go = move |choice: Choice| {
        open.set(false);
        match choice.value.as_str() {
            KEYS => state.help.set(true),
            MESSAGES => state.messages.set(true),
            SEARCH => {
                search.ask(typed.get_untracked().trim().to_owned());
                if let Some(page) = untrack(|| search_page(session)) {
                    navigate.with_value(|navigate| navigate(page, NavigateOptions::default()));
                }
            }
            href => navigate.with_value(|navigate| navigate(href, NavigateOptions::default())),
        }
    };
    let on_keydown = move |event: KeyboardEvent| {
        let count = shown.with_untracked(Vec::len);
        if event.is_composing() || count == 0 {
            return;
        }
        match event.key().as_str() {
            "ArrowDown" => active.update(|at| *at = (*at + 1) % count),
            "ArrowUp" => active.update(|at| *at = at.checked_sub(1).unwrap_or(count - 1)),
            "Enter" => {
                let chosen = shown.with_untracked(|shown| shown.get(active.get_untracked()).cloned());
                if let Some(choice) = chosen {
                    go(choice);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    let rows = move || {
        let rows = shown.get().into_iter().enumerate().map(|(at, choice)| {
            let below = choice.below();
            let label = choice.label.clone();
            html! {
                <li
                    id=row_id(at)
                    class="chooser-row"
                    class:active=move || active.get() == at
                    role="option"
                    aria-selected=move || (active.get() == at).to_string()
                    on:mousedown=|event| event.prevent_default()
                    on:click=move |_| go(choice.clone())
                >
                    <span class="chooser-label">{label}{(!below.is_empty()).then_some(html! { <span class="chooser-detail">{below}</span> })}</span>
                </li>
            }
        });
        rows.collect::<Vec<_>>()
    };
    browser::focus_soon(FIELD);
    html! {
        <input
            id=FIELD
            class="input go-field"
            type="search"
            role="combobox"
            autocomplete="off"
            spellcheck="false"
            aria-label=move || t!(frame.go)
            aria-autocomplete="list"
            aria-expanded="true"
            aria-controls=LIST
            aria-activedescendant=move || (!shown.with(Vec::is_empty)).then(|| row_id(active.get()))
            placeholder=move || t!(frame.go_hint)
            prop:value=typed
            on:input=move |event| { typed.set(event_target_value(&event)); active.set(0); }
            on:keydown=on_keydown
        />
        <ul id=LIST class="go-list" role="listbox" aria-label=move || t!(frame.go)>{rows}</ul>
        <p class="hidden" role="status">{move || match shown.with(Vec::len) {
            0 => t!(field.none_found).to_owned(),
            count => t!(field.found, count = count),
        }}</p>
    }
}

fn row_id(at: usize) -> String {
    format!("{LIST}-{at}")
}
