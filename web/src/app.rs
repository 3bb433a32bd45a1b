//! The parts around every page: session, routes, keys, messages.

use crate::api::Api;
use crate::browser;
use crate::clock::Clock;
use crate::crash;
use crate::draft;
use crate::focus;
use crate::frame::search::SearchText;
use crate::i18n;
use crate::keys::Keys;
use crate::listing::Memory;
use crate::lists::Lists;
use crate::markup::{IntoMarkup, Markup, html};
use crate::outbox::Outbox;
use crate::pages;
use crate::parts::{self, Public};
use crate::reactive::{effect, effect_after};
use crate::scans::Scans;
use crate::session::{Session, SignedOut, Standing};
use crate::theme::Themes;
use crate::ui::page_title::PageErrors;
use crate::ui::toast::{ToastArea, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::Router;
use leptos_router::hooks::{use_location, use_navigate};
use uuid::Uuid;

const TICK_MS: u64 = 5_000;

/// Renders the page once its texts are loaded.
pub async fn start() {
    if i18n::begin().await.is_ok() {
        crate::form::leaving::listen_to_steps();
        leptos::mount::mount_to_body(App);
    } else {
        crash::tell_of_start();
    }
}

#[component]
fn App() -> Markup {
    let clock = Clock::new();
    let session = Session::new();
    let api = Api::new(session, clock);
    let themes = Themes::new();
    let lists = Lists::new(api, clock);
    provide_context(session);
    provide_context(api);
    provide_context(lists);
    provide_context(Keys::new());
    provide_context(Scans::new());
    provide_context(themes);
    let toasts = Toasts::new(clock);
    provide_context(toasts);
    let outbox = Outbox::new(api, session, lists, toasts);
    provide_context(outbox);
    provide_context(PageErrors(RwSignal::new(false)));
    provide_context(SearchText::new());
    provide_context(Memory::new(session));
    draft::drop_old(clock.now_untracked().unix());
    lists.load_profile();
    tick(clock, lists);
    focus::watch();
    begin(session, api);
    follow_other_tabs(session, api, outbox);
    effect(move || {
        if let Some(account) = session.account().get() {
            themes.belong_to(&account.id.to_string());
        }
    });
    // Messages for one person are not for the next, also where the session of the first has just expired.
    crate::reactive::effect_after(move |before: Option<Option<Uuid>>| {
        let (before, now) = (before.flatten(), session.account().get().map(|account| account.id));
        if before.is_some() && now.is_some() && before != now {
            toasts.clear();
        }
        now.or(before)
    });
    Markup::many(vec![
        Markup::of(view! {
            <Router>
                <Shell/>
            </Router>
        }),
        html! { <ToastArea/> },
    ])
}

fn tick(clock: Clock, lists: Lists) {
    let look = move || {
        if clock.tick() {
            lists.load_profile();
        }
    };
    if let Ok(timer) = set_interval_with_handle(look, std::time::Duration::from_millis(TICK_MS)) {
        on_cleanup(move || timer.clear());
    }
}

/// Opens the session of this browser, if it has one.
pub fn begin(session: Session, api: Api) {
    if Session::marked().is_none() {
        return session.close(SignedOut::Fresh);
    }
    session.stand(Standing::Unknown);
    parts::load_ahead();
    spawn_local(async move {
        if let Err(error) = api.resume().await
            && matches!(session.standing().get_untracked(), Standing::Unknown)
        {
            session.stand(if error.is_passing() {
                Standing::Unreachable
            } else {
                Standing::Out(SignedOut::Fresh)
            });
        }
    });
}

/// Signs in, signs out and changes the account together with the other tabs of this browser: they share the cookie.
fn follow_other_tabs(session: Session, api: Api, outbox: Outbox) {
    let listener = window_event_listener(leptos::ev::storage, move |event| {
        if let Some(name) = event.key() {
            spawn_local(async move {
                if draft::changed_elsewhere(&name).await {
                    outbox.look();
                }
            });
        }
        if !Session::is_mark(event.key().as_deref()) {
            return;
        }
        let own = session.account_now().map(|account| account.id.to_string());
        match (Session::marked(), own) {
            (None, Some(_)) => session.close(SignedOut::Left),
            (Some(marked), own) if own.as_ref() != Some(&marked) => begin(session, api),
            _ => {}
        }
    });
    on_cleanup(move || listener.remove());
}

/// Kind of the page. Signing in has no address of its own: a user who follows a link signs in there and stays there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    Opening,
    Unreachable,
    SignIn,
    Public,
    FirstPassword,
    FirstSecondFactor,
    Work,
}

#[component]
fn Shell() -> Markup {
    let session = Session::here();
    let path = use_location().pathname;
    // Recovery codes are displayed once: the page stays until they are saved, whatever the account says meanwhile.
    let unsaved = RwSignal::new(false);
    provide_context(crate::form::second_factor::Unsaved(unsaved));
    let stage = Memo::new(move |_| match session.standing().get() {
        _ if path.with(|path| pages::public::is_public(path)) => Stage::Public,
        Standing::Unknown => Stage::Opening,
        Standing::Unreachable => Stage::Unreachable,
        Standing::Out(_) => Stage::SignIn,
        Standing::In(account) if account.must_change_password => Stage::FirstPassword,
        Standing::In(account) if account.must_set_second_factor || unsaved.get() => Stage::FirstSecondFactor,
        Standing::In(_) => Stage::Work,
    });
    show_where_one_is(stage);
    let toasts = Toasts::here();
    effect_after(move |before: Option<()>| {
        path.track();
        if before.is_some() {
            toasts.turn_page();
        }
    });
    let navigate = use_navigate();
    Outbox::here().begin(move |href| navigate(href, NavigateOptions::default()));
    IntoMarkup::into_markup(move || match stage.get() {
        Stage::Opening => html! { <pages::server_down::Opening/> },
        Stage::Unreachable => html! { <pages::server_down::ServerDown/> },
        Stage::SignIn => html! { <pages::sign_in::SignIn/> },
        Stage::Public => parts::open(),
        Stage::FirstPassword => parts::public(Public::FirstPassword),
        Stage::FirstSecondFactor => parts::public(Public::FirstSecondFactor),
        Stage::Work => parts::frame(),
    })
}

/// Writes the address of the page into the address bar where the kind of page changes with it. The router writes it
/// only when routes are rendered again, and between two kinds of pages others are rendered for the first time: without
/// this a reload would return to the page before.
fn show_where_one_is(stage: Memo<Stage>) {
    let location = use_location();
    let navigate = StoredValue::new_local(use_navigate());
    effect_after(move |before: Option<Stage>| {
        let now = stage.get();
        if before.is_none_or(|before| before == now) {
            return now;
        }
        // After the router has updated its location: signing out changes both at once.
        spawn_local(async move {
            browser::pause(0).await;
            let path = location.pathname.get_untracked();
            let address = match location.search.get_untracked() {
                search if search.is_empty() => path,
                search => format!("{path}?{search}"),
            };
            if browser::address() != address {
                let options = NavigateOptions {
                    resolve: false,
                    ..NavigateOptions::default()
                };
                navigate.try_with_value(|navigate| navigate(&address, options));
            }
        });
        now
    });
}
