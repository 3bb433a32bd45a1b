//! The search field of the top bar.

use crate::api::Api;
use crate::browser;
use crate::keys::{Key, use_key};
use crate::markup::{IntoMarkup, Markup, html};
use crate::reactive::effect;
use crate::session::Session;
use crate::t;
use crate::ui::Icon;
use dto::account::Role;
use dto::facility::RoomOut;
use dto::operations::stays::GetRoomBoard;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use rules::name::fold;

/// The last search text. Names and numbers of people are never in an address, so the field passes them to the page
/// through this.
#[derive(Clone, Copy)]
pub struct SearchText {
    text: RwSignal<String>,
    asked: RwSignal<u32>,
}

impl SearchText {
    /// Creates an empty text.
    pub fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            asked: RwSignal::new(0),
        }
    }

    /// Returns the search of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// Returns the last search text; a page that reads it is notified of the next search.
    pub fn asked(self) -> String {
        self.asked.track();
        self.text.get_untracked()
    }

    /// Returns the signal of the last search text.
    pub fn text(self) -> RwSignal<String> {
        self.text
    }

    /// Searches.
    pub fn ask(self, text: String) {
        self.text.set(text);
        self.asked.update(|asked| *asked = asked.wrapping_add(1));
    }

    /// Clears the text: another person signs in.
    pub fn clear(self) {
        self.text.set(String::new());
    }
}

/// Maximum length of a text that is looked up as a room; longer texts are people.
const LONGEST_ROOM: usize = 20;

/// Returns whether a text can be the name of a room.
fn is_like_a_room(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= LONGEST_ROOM
}

/// Returns the room with that name, with or without the word for a room before it.
fn room_called<'a>(plan: &'a [RoomOut], text: &str) -> Option<&'a RoomOut> {
    let sought = fold(text);
    let is_it = |room: &&RoomOut| {
        let name = fold(&room.name);
        let is_named = |word: &&str| sought.strip_prefix(*word) == Some(name.as_str());
        sought == name || ["phong ", "room "].iter().any(is_named)
    };
    plan.iter().find(is_it)
}

/// Returns the page on which the account searches for people, if it may.
pub fn search_page(session: Session) -> Option<&'static str> {
    let account = session.account().get()?;
    let ready = account.facility.as_ref().is_none_or(|facility| facility.setup_complete);
    match account.role {
        Role::Facility if ready && session.may(dto::operations::stays::SearchStays) => Some("/guests"),
        Role::Police if session.may(dto::operations::stays::SearchStays) => Some("/search"),
        _ => None,
    }
}

/// Renders the field; absent for accounts that may not search. `/` moves focus there.
#[component]
pub fn SearchField(
    /// Id of the field.
    id: &'static str,
    /// Whether `/` moves focus here.
    #[prop(optional)]
    keyed: bool,
    /// Called after a search.
    #[prop(optional, into)]
    on_ask: Option<Callback<()>>,
) -> Markup {
    let (session, search, api) = (Session::here(), SearchText::here(), Api::here());
    let navigate = StoredValue::new_local(use_navigate());
    let page = move || search_page(session);
    let there = Memo::new(move |_| page().is_some());
    if keyed && there.get_untracked() {
        use_key(
            Key::Letter("/"),
            || t!(frame.key_search),
            move || {
                browser::focus(id);
            },
        );
    }
    let name = move || {
        if session.role() == Some(Role::Police) {
            t!(frame.search_people)
        } else {
            t!(frame.search_guests)
        }
    };
    let typed = RwSignal::new(search.text.get_untracked());
    effect(move || typed.set(search.text.get()));
    let go = move |to: &str| {
        navigate.try_with_value(|navigate| navigate(to, NavigateOptions::default()));
        if let Some(on_ask) = on_ask {
            on_ask.try_run(());
        }
    };
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(page) = untrack(page) else { return };
        let text = typed.get_untracked().trim().to_owned();
        let facility = session.account_now().and_then(|account| account.facility);
        let facility = facility.filter(|_| untrack(|| session.may(GetRoomBoard)) && is_like_a_room(&text));
        let Some(facility) = facility else {
            search.ask(text);
            return go(page);
        };
        spawn_local(async move {
            let plan = api.get_facility(facility.id).await.map(|facility| facility.rooms);
            if let Some(room) = room_called(&plan.unwrap_or_default(), &text) {
                go(&format!("/board?room={}", room.id));
            } else {
                search.ask(text);
                go(page);
            }
        });
    };
    IntoMarkup::into_markup(move || {
        there.get().then(|| {
            html! {
                <form class="search" role="search" aria-label=name on:submit=send>
                    <Icon name="search"/>
                    <input
                        id=id
                        class="input"
                        type="search"
                        autocomplete="off"
                        spellcheck="false"
                        aria-label=name
                        placeholder=name
                        prop:value=typed
                        on:input=move |event| typed.set(event_target_value(&event))
                    />
                    {keyed.then(|| html! { <kbd class="cap" aria-hidden="true">"/"</kbd> })}
                </form>
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_room_is_found_by_its_name_however_it_is_typed() {
        let room = |name: &str| RoomOut {
            id: Uuid::new_v4(),
            floor: 2,
            name: name.to_owned(),
            kind: String::new(),
            beds: 2,
        };
        let plan = [room("211"), room("212"), room("Hoa Hồng")];
        let found = |text: &str| room_called(&plan, text).map(|room| room.name.as_str());
        assert_eq!(found("212"), Some("212"));
        assert_eq!(found("Phòng 212"), Some("212"));
        assert_eq!(found("hoa hong"), Some("Hoa Hồng"));
        assert_eq!(found("21"), None);
        assert_eq!(found(""), None);
    }
}
