//! What stands around every page: session, routes, keys, messages.

use crate::api::Api;
use crate::browser;
use crate::clock::Clock;
use crate::crash;
use crate::draft;
use crate::focus;
use crate::frame::Frame;
use crate::frame::search::SearchText;
use crate::i18n;
use crate::keys::Keys;
use crate::listing::Memory;
use crate::lists::Lists;
use crate::outbox::Outbox;
use crate::pages;
use crate::parts::{self, Facility, FacilityDay, Office, Officers, Own, Public};
use crate::reactive::{effect, effect_after};
use crate::scans::Scans;
use crate::session::{Session, SignedOut, Standing};
use crate::theme::Themes;
use crate::ui::page_title::PageErrors;
use crate::ui::toast::{ToastArea, Toasts};
use dto::account::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::NavigateOptions;
use leptos_router::components::{Redirect, Route, Router, Routes};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::path;
use uuid::Uuid;

const TICK_MS: u64 = 5_000;

/// Builds the page once it can say something.
pub async fn start() {
    if i18n::begin().await.is_ok() {
        leptos::mount::mount_to_body(App);
    } else {
        crash::tell_of_start();
    }
}

#[component]
fn App() -> impl IntoView {
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
    // What was told to one person is not for the next, also where the session of the first just ran out.
    crate::reactive::effect_after(move |before: Option<Option<Uuid>>| {
        let (before, now) = (before.flatten(), session.account().get().map(|account| account.id));
        if before.is_some() && now.is_some() && before != now {
            toasts.clear();
        }
        now.or(before)
    });
    view! {
        <Router>
            <Shell/>
        </Router>
        <ToastArea/>
    }
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

/// Takes up the session that this browser has, if it has one.
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

/// Signs in, out and over to another account along with the other tabs of this browser: they share the cookie.
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

/// What kind of page it is at all. Signing in has no address of its own: whoever follows a link signs in there and
/// stays there.
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
fn Shell() -> impl IntoView {
    let session = Session::here();
    let path = use_location().pathname;
    // Recovery codes are shown once: the page stays until they are put away, whatever the account says meanwhile.
    let unsaved = RwSignal::new(false);
    provide_context(pages::second_factor::Unsaved(unsaved));
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
    move || match stage.get() {
        Stage::Opening => view! { <pages::server_down::Opening/> }.into_any(),
        Stage::Unreachable => view! { <pages::server_down::ServerDown/> }.into_any(),
        Stage::SignIn => view! { <pages::sign_in::SignIn/> }.into_any(),
        Stage::Public => view! { <pages::public::Public/> }.into_any(),
        Stage::FirstPassword => parts::public(Public::FirstPassword),
        Stage::FirstSecondFactor => parts::public(Public::FirstSecondFactor),
        Stage::Work => view! { <Frame><Pages/></Frame> }.into_any(),
    }
}

/// Puts the address of the page into the address bar where the kind of page changes along with it. The router writes it
/// only when routes are drawn anew, and between two kinds of pages others are drawn for the first time: without this a
/// reload would lead back to where one came from.
fn show_where_one_is(stage: Memo<Stage>) {
    let location = use_location();
    let navigate = use_navigate();
    effect_after(move |before: Option<Stage>| {
        let now = stage.get();
        let path = location.pathname.get_untracked();
        let address = match location.search.get_untracked() {
            search if search.is_empty() => path,
            search => format!("{path}?{search}"),
        };
        if before.is_some_and(|before| before != now) && browser::address() != address {
            navigate(
                &address,
                NavigateOptions {
                    resolve: false,
                    ..NavigateOptions::default()
                },
            );
        }
        now
    });
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=|| view! { <pages::not_found::NotFound/> }>
            <Route path=path!("/") view=|| view! { <Home/> }.into_any()/>
            <Route path=path!("/today") view=|| guarded(&["getFacilityDay"], || parts::facility(Facility::Day(FacilityDay::Today)))/>
            <Route path=path!("/board") view=|| guarded(&["getRoomBoard"], || parts::facility(Facility::Day(FacilityDay::Board)))/>
            <Route path=path!("/notify") view=|| guarded(&["notifyStay"], || parts::facility(Facility::Day(FacilityDay::Notify)))/>
            <Route path=path!("/notify/group") view=|| guarded(&["notifyGroup"], || parts::facility(Facility::Group))/>
            <Route path=path!("/guests") view=|| guarded(&["listStays", "notifyStay"], || parts::facility(Facility::Day(FacilityDay::Guests)))/>
            <Route path=path!("/notifications") view=|| guarded(&["listStays", "listFacilities"], || parts::officers(Officers::Notifications))/>
            <Route path=path!("/search") view=|| guarded(&["searchStays", "listFacilities"], || parts::officers(Officers::Search))/>
            <Route path=path!("/behalf") view=|| guarded(&["notifyOnBehalf"], || parts::officers(Officers::Behalf))/>
            <Route path=path!("/registrations") view=|| guarded(&["listDossiers", "getDossier"], || parts::office(Office::Registrations))/>
            <Route path=path!("/dossiers/:id") view=|| guarded(&["listDossiers", "getDossier"], || parts::office(Office::Registrations))/>
            <Route path=path!("/register") view=|| guarded(&["getRegister"], parts::register)/>
            <Route path=path!("/commune") view=|| guarded(&["getCommuneDay"], || parts::officers(Officers::Commune))/>
            <Route path=path!("/stays/:id") view=|| guarded(&["getStay"], parts::stay)/>
            <Route path=path!("/import") view=|| guarded(&["previewImport", "getImport"], || parts::facility(Facility::Import))/>
            <Route path=path!("/foreign-guests") view=|| guarded(&["notifyStay"], || parts::facility(Facility::Foreign))/>
            <Route path=path!("/set-up") view=|| guarded(&["updateFacility"], || parts::facility(Facility::SetUp))/>
            <Route path=path!("/accounts") view=|| guarded(&["listAccounts"], || parts::office(Office::Accounts))/>
            <Route path=path!("/accounts/new") view=|| guarded(&["createAccount"], || parts::office(Office::CreateAccount))/>
            <Route path=path!("/accounts/:id") view=|| guarded(&["getAccount", "listAccounts"], || parts::office(Office::Account))/>
            <Route path=path!("/operators") view=|| at_any_time("listOperators", || parts::own(Own::Operators))/>
            <Route path=path!("/holder-change") view=|| at_any_time("submitHolderChange", || parts::own(Own::HolderChange))/>
            <Route path=path!("/data-requests") view=|| at_any_time("submitOwnDataRequest", || parts::own(Own::DataRequests))/>
            <Route path=path!("/delegations") view=|| at_any_time("listDelegations", || parts::own(Own::Delegations))/>
            <Route path=path!("/contacts") view=|| at_any_time("listContacts", || parts::own(Own::Contacts))/>
            <Route path=path!("/facility-changes") view=|| at_any_time("listFacilityChanges", || parts::own(Own::FacilityChanges))/>
            <Route path=path!("/calendar") view=|| parts::office(Office::Calendar)/>
            <Route path=path!("/system") view=|| guarded(&["getJobs"], || parts::office(Office::System))/>
            <Route path=path!("/agency") view=|| parts::office(Office::Agency)/>
            <Route path=path!("/profile") view=|| at_any_time("listSessions", || parts::own(Own::Profile))/>
            <Route path=path!("/password") view=|| at_any_time("changePassword", || parts::own(Own::Password))/>
        </Routes>
    }
}

/// The first page of an account.
pub fn first_page(session: Session) -> &'static str {
    let Some(account) = session.account_now() else {
        return "/";
    };
    match account.role {
        Role::Facility if account.facility.is_none_or(|facility| facility.setup_complete) => "/today",
        Role::Facility => "/set-up",
        Role::Police if untrack(|| session.may("listStays")) => "/notifications",
        _ => "/agency",
    }
}

#[component]
fn Home() -> impl IntoView {
    let session = Session::here();
    view! { <Redirect path=first_page(session)/> }
}

/// The page, if the account may call its operation; also for a facility that has not been set up.
fn at_any_time(operation: &'static str, page: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let session = Session::here();
    let allowed = Memo::new(move |_| session.may(operation));
    (move || {
        if allowed.get() {
            page()
        } else {
            view! { <pages::forbidden::Forbidden/> }.into_any()
        }
    })
    .into_any()
}

/// The page, if the account may call the operations that it lives on: a facility keeps no eye on others, an officer has no
/// guests. A facility that has not been set up can do nothing but that (LC-7.1b).
fn guarded(operations: &'static [&'static str], page: impl Fn() -> AnyView + Send + Sync + 'static) -> AnyView {
    let session = Session::here();
    let allowed = Memo::new(move |_| operations.iter().all(|operation| session.may(operation)));
    let unready = Memo::new(move |_| {
        session
            .account()
            .get()
            .and_then(|account| account.facility)
            .is_some_and(|facility| !facility.setup_complete)
    });
    (move || {
        if !allowed.get() {
            view! { <pages::forbidden::Forbidden/> }.into_any()
        } else if !operations.contains(&"updateFacility") && unready.get() {
            view! { <Redirect path="/set-up"/> }.into_any()
        } else {
            page()
        }
    })
    .into_any()
}
