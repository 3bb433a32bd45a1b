//! The search field of the top bar.

use crate::browser;
use crate::keys::{Key, use_key};
use crate::session::Session;
use crate::t;
use crate::ui::Icon;
use dto::account::Role;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;

/// What was searched for last. Names and numbers of people never stand in an address, so the field hands them to
/// the page through this.
#[derive(Clone, Copy)]
pub struct SearchText {
    text: RwSignal<String>,
    asked: RwSignal<u32>,
}

impl SearchText {
    /// Nothing yet.
    pub fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            asked: RwSignal::new(0),
        }
    }

    /// The search of this page.
    pub fn here() -> Self {
        expect_context()
    }

    /// What was searched for; a page that asks is told of the next search.
    pub fn asked(self) -> String {
        self.asked.track();
        self.text.get_untracked()
    }

    /// Searches.
    pub fn ask(self, text: String) {
        self.text.set(text);
        self.asked.update(|asked| *asked = asked.wrapping_add(1));
    }

    /// Forgets: another person signs in.
    pub fn clear(self) {
        self.text.set(String::new());
    }
}

/// The field; absent for accounts that may not search. `/` puts focus there.
#[component]
pub fn SearchField(
    /// Its id.
    id: &'static str,
    /// Whether `/` leads here.
    #[prop(optional)]
    keyed: bool,
    /// Called when something was searched for.
    #[prop(optional, into)]
    on_ask: Option<Callback<()>>,
) -> impl IntoView {
    let (session, search) = (Session::here(), SearchText::here());
    let navigate = StoredValue::new_local(use_navigate());
    let page = move || {
        let account = session.account().get()?;
        let ready = account.facility.as_ref().is_none_or(|facility| facility.setup_complete);
        match account.role {
            Role::Facility if ready && session.may("searchStays") => Some("/guests"),
            Role::Police if session.may("searchStays") => Some("/search"),
            _ => None,
        }
    };
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
    Effect::new(move || typed.set(search.text.get()));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(page) = untrack(page) {
            search.ask(typed.get_untracked().trim().to_owned());
            navigate.with_value(|navigate| navigate(page, NavigateOptions::default()));
            if let Some(on_ask) = on_ask {
                on_ask.run(());
            }
        }
    };
    move || {
        there.get().then(|| {
            view! {
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
                    {keyed.then(|| view! { <kbd class="cap" aria-hidden="true">"/"</kbd> })}
                </form>
            }
        })
    }
}
